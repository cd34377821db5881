package org.hallkiosk.hal.driver.ssip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.protocol.ssip.SsipCommands;
import org.hallkiosk.hal.protocol.ssip.SsipReader;
import org.hallkiosk.hal.protocol.ssip.SsipReply;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The speech service over one connection: it is told once how this client wants to be treated, then
 * each utterance is sent, and is said when the service says that it has ended (speech.md §1).
 */
final class ServiceVoice implements Voice {

    /** A service of this computer answers at once; one that does not is hung. */
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(3);

    /** A command and what follows its good answer. */
    private record Step(byte[] command, Consumer<SsipReply> then) {}

    private final String id;
    private final Strand strand;
    private final Port port;
    private final SpeechRules rules;
    private final Runnable onReady;
    private final Deque<Step> steps = new ArrayDeque<>();

    private SsipReader reader = new SsipReader();
    private boolean ready;
    private @Nullable Step open;
    private Strand.@Nullable Timer replyTimer;
    private Strand.@Nullable Timer speechTimer;
    private @Nullable Consumer<Optional<String>> speaking;
    private String message = "";

    /**
     * @param onReady told when the service has accepted this client
     */
    ServiceVoice(String id, Strand strand, Port port, SpeechRules rules, Runnable onReady) {
        this.id = id;
        this.strand = strand;
        this.port = port;
        this.rules = rules;
        this.onReady = onReady;
    }

    @Override
    public Means means() {
        return Means.SERVICE;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    /** A connection begins. */
    void connected() {
        reader = new SsipReader();
        ask(SsipCommands.clientName(id), reply -> {});
        ask(SsipCommands.priorityMessage(), reply -> {});
        rules.module().ifPresent(m -> ask(SsipCommands.outputModule(m), reply -> {}));
        ask(
                SsipCommands.notificationOn(),
                reply -> {
                    ready = true;
                    onReady.run();
                });
    }

    /** The connection is over. */
    void disconnected(String why) {
        ready = false;
        steps.clear();
        open = null;
        stop(replyTimer);
        failed(why);
    }

    void received(byte[] bytes) {
        for (SsipReply reply : reader.accept(bytes)) {
            if (reply.isEvent()) {
                event(reply);
            } else {
                answered(reply);
            }
        }
    }

    @Override
    public void say(Utterance utterance, Consumer<Optional<String>> done) {
        SpeechRules.Tone tone = rules.tone(utterance.manner());
        speaking = done;
        message = "";
        ask(SsipCommands.language(utterance.language()), reply -> {});
        ask(SsipCommands.rate(tone.rate()), reply -> {});
        ask(SsipCommands.volume(tone.volume()), reply -> {});
        ask(SsipCommands.speak(), reply -> {});
        ask(SsipCommands.text(utterance.text()), reply -> message = reply.id());
        speechTimer = strand.after(SpeechRules.mayTake(utterance), this::tooLong);
    }

    private void tooLong() {
        if (message.isEmpty()) {
            // It may be waiting for a text, and would take a command for one.
            port.drop(LinkEnd.Reason.UNANSWERED, "The speech service is too slow to take a line.");
        } else {
            ask(SsipCommands.cancel(), reply -> {});
            failed("The service did not say in time that it had spoken.");
        }
    }

    @Override
    public void stop() {
        if (speaking != null) {
            speaking = null;
            stop(speechTimer);
        }
    }

    private void event(SsipReply event) {
        // Events of an utterance that was given up belong to nobody.
        if (speaking == null || message.isEmpty() || !event.id().equals(message)) {
            return;
        }
        switch (event.code()) {
            case SsipReply.END -> ended(Optional.empty());
            case SsipReply.CANCELLED -> failed("The service cancelled it: " + event.text());
            default -> {
                // It begins, or passes a mark.
            }
        }
    }

    private void failed(String why) {
        ended(Optional.of(why));
    }

    private void ended(Optional<String> why) {
        Consumer<Optional<String>> done = speaking;
        speaking = null;
        stop(speechTimer);
        if (done != null) {
            done.accept(why);
        }
    }

    private void ask(byte[] command, Consumer<SsipReply> then) {
        steps.add(new Step(command, then));
        if (open == null) {
            next();
        }
    }

    private void next() {
        open = steps.poll();
        if (open != null) {
            replyTimer =
                    strand.after(
                            REPLY_WITHIN,
                            () ->
                                    port.drop(
                                            LinkEnd.Reason.UNANSWERED,
                                            "The speech service did not answer a command."));
            port.send(open.command);
        }
    }

    private void answered(SsipReply reply) {
        Step asked = open;
        if (asked == null) {
            return;
        }
        stop(replyTimer);
        open = null;
        if (reply.ok()) {
            asked.then.accept(reply);
        } else if (ready) {
            // What was to follow would be of no use; a line that waits for its text would be taken
            // for a command.
            steps.clear();
            failed("The service refused: " + reply.code() + " " + reply.text());
        } else {
            port.drop(
                    LinkEnd.Reason.COMMANDS_REFUSED,
                    "The speech service refused: " + reply.code() + " " + reply.text());
            return;
        }
        if (open == null) {
            next();
        }
    }

    private static void stop(Strand.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
