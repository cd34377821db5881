package org.hallkiosk.hal.driver.ssip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.Speaker;
import org.hallkiosk.hal.api.SpeechFault;
import org.hallkiosk.hal.api.SpeechOutcome;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.spi.AbstractDevice;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One speaker with its voices, the best first. Each utterance is tried by the best that is ready; a
 * voice that fails leaves it to the next, the service only after a second try. So the service is
 * used again as soon as it is back.
 */
final class SpeechSpeaker extends AbstractDevice implements Speaker {

    private static final List<SpeechFault> OF_MEANS =
            List.of(SpeechFault.BY_SYNTHESIZER, SpeechFault.CHIME_ONLY, SpeechFault.UNHEARD);

    private final Port port;
    private final ServiceVoice service;
    private final List<Voice> voices = new ArrayList<>();
    private final Deque<Task> queue = new ArrayDeque<>();
    private @Nullable Task current;
    private Optional<SpeechFault> standing = Optional.empty();
    private boolean open;

    private record Task(Utterance utterance, Consumer<SpeechOutcome> done) {}

    SpeechSpeaker(String id, Strand strand, Port port, SpeechRules rules, Programs programs) {
        super(id, strand);
        this.port = port;
        this.service = new ServiceVoice(id, strand, port, rules, this::serviceReady);
        voices.add(service);
        rules.player()
                .ifPresent(
                        player -> {
                            rules.synthesizer()
                                    .ifPresent(
                                            s ->
                                                    voices.add(
                                                            new ProgramVoice(
                                                                    programs, rules, s, player)));
                            voices.add(new Chime(programs, player, rules.output()));
                        });
    }

    @Override
    public void open() {
        if (!open) {
            open = true;
            port.attach(new Line());
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        voices.forEach(Voice::stop);
        service.disconnected("Closed.");
        port.detach();
        List<Task> all = new ArrayList<>(queue);
        queue.clear();
        if (current != null) {
            all.addFirst(current);
            current = null;
        }
        all.forEach(task -> task.done.accept(unheard(SpeechFault.CLOSED)));
        standing = Optional.empty();
        keeper.closed();
    }

    @Override
    public void say(Utterance utterance, Consumer<SpeechOutcome> done) {
        queue.add(new Task(utterance, done));
        strand.execute(this::next);
    }

    private void next() {
        if (current != null || queue.isEmpty()) {
            return;
        }
        Task task = queue.remove();
        if (!open) {
            task.done.accept(unheard(SpeechFault.CLOSED));
            next();
            return;
        }
        current = task;
        attempt(task, 0, 1);
    }

    private void attempt(Task task, int voice, int attempt) {
        if (voice == voices.size()) {
            end(task, unheard(SpeechFault.UNHEARD));
            return;
        }
        Voice by = voices.get(voice);
        if (!by.ready()) {
            attempt(task, voice + 1, 1);
            return;
        }
        by.say(task.utterance, why -> attempted(task, voice, attempt, why));
    }

    private void attempted(Task task, int voice, int attempt, Optional<String> why) {
        // Told of an utterance that ended when the device was closed.
        if (current == null) {
            return;
        }
        Means means = voices.get(voice).means();
        if (why.isEmpty()) {
            if (means == Means.SERVICE) {
                keeper.clear(SpeechFault.SERVICE_FAILED);
            }
            end(task, new SpeechOutcome.Spoken(means));
            return;
        }
        if (means == Means.SERVICE) {
            // Without a connection the link's own fault says why.
            if (status().connection().value() == Connection.CONNECTED) {
                keeper.raise(SpeechFault.SERVICE_FAILED, Map.of("detail", why.get()));
            }
            if (attempt == 1) {
                // Once more (speech.md §1).
                attempt(task, voice, 2);
                return;
            }
        }
        attempt(task, voice + 1, 1);
    }

    private void end(Task task, SpeechOutcome outcome) {
        current = null;
        show(
                switch (outcome) {
                    case SpeechOutcome.Spoken(Means means) ->
                            switch (means) {
                                case SERVICE -> Optional.empty();
                                case SYNTHESIZER -> Optional.of(SpeechFault.BY_SYNTHESIZER);
                                case CHIME -> Optional.of(SpeechFault.CHIME_ONLY);
                            };
                    case SpeechOutcome.Unheard unheard -> Optional.of(SpeechFault.UNHEARD);
                });
        task.done.accept(outcome);
        next();
    }

    /** At most one of the faults that say by what is heard; it outlives the next attempt. */
    private void show(Optional<SpeechFault> fault) {
        standing = fault;
        keeper.together(
                () -> {
                    OF_MEANS.stream()
                            .filter(other -> !fault.equals(Optional.of(other)))
                            .forEach(keeper::clear);
                    fault.ifPresent(code -> keeper.raise(code, Map.of()));
                });
    }

    private SpeechOutcome unheard(SpeechFault why) {
        return new SpeechOutcome.Unheard(new Fault(why, Map.of(), strand.now()));
    }

    private void serviceReady() {
        keeper.together(
                () -> {
                    keeper.connected();
                    keeper.operation(Operation.READY);
                    keeper.supply(Supply.NOT_SUPPORTED);
                    keeper.media(Media.NOT_SUPPORTED);
                    show(Optional.empty());
                });
    }

    private final class Line implements Port.Handler {
        @Override
        public void connecting() {
            keeper.connecting();
        }

        @Override
        public void connected() {
            service.connected();
        }

        @Override
        public void received(byte[] bytes) {
            service.received(bytes);
        }

        @Override
        public void drained() {}

        @Override
        public void disconnected(LinkEnd end) {
            keeper.together(
                    () -> {
                        keeper.disconnected(end);
                        if (voices.stream().anyMatch(voice -> voice != service && voice.ready())) {
                            keeper.operation(Operation.READY);
                        }
                        show(standing);
                    });
            service.disconnected(end.detail());
        }
    }
}
