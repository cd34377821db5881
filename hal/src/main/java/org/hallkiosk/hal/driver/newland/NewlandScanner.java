package org.hallkiosk.hal.driver.newland;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.Scan;
import org.hallkiosk.hal.api.ScannerFault;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.protocol.newland.NewlandCommand;
import org.hallkiosk.hal.protocol.newland.NewlandInput;
import org.hallkiosk.hal.protocol.newland.NewlandReply;
import org.hallkiosk.hal.protocol.newland.NewlandSplitter;
import org.hallkiosk.hal.protocol.newland.ScanText;
import org.hallkiosk.hal.spi.AbstractDevice;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One scanner on a link of its own. After each connection it is asked who it is and set; then it is
 * asked now and then whether it is well. What it reads is passed on at any time, whatever it was
 * asked.
 */
final class NewlandScanner extends AbstractDevice implements CodeScanner {

    /** How often a scanner is asked whether it is well, and a silent one whether it is there. */
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(10);

    /** So many readings without sense in a row are no accident. */
    private static final int UNREADABLE_IN_A_ROW = 5;

    private static final Duration CALM_AFTER = Duration.ofMinutes(1);

    private enum Phase {
        CLOSED,
        /** Open, and no link. */
        APART,
        /** There is a link, and the scanner has not answered on it. */
        GREETING,
        /** It has answered. */
        KNOWN
    }

    private final Port port;
    private final ScannerRules rules;
    private final Questions questions;

    private Phase phase = Phase.CLOSED;
    private NewlandSplitter splitter = new NewlandSplitter();
    private Consumer<Scan> listener = scan -> {};
    private Strand.@Nullable Timer gap;
    private Strand.@Nullable Timer alive;
    private Strand.@Nullable Timer calming;
    private @Nullable String lastCode;
    private long lastCodeAt;
    private int unreadable;

    NewlandScanner(String id, Strand strand, Port port, ScannerRules rules) {
        super(id, strand);
        this.port = port;
        this.rules = rules;
        this.questions = new Questions(strand, port::send);
    }

    @Override
    public Set<Capability> capabilities() {
        return rules.commands() ? Set.of(Capability.SOFTWARE_TRIGGER) : Set.of();
    }

    @Override
    public void onScan(Consumer<Scan> newListener) {
        listener = newListener;
    }

    @Override
    public void open() {
        if (phase == Phase.CLOSED) {
            phase = Phase.APART;
            port.attach(new Line());
        }
    }

    @Override
    public void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        port.detach();
        endConnection();
        keeper.closed();
    }

    @Override
    public void trigger(boolean on, Consumer<TriggerOutcome> done) {
        if (!rules.commands()) {
            strand.execute(() -> done.accept(TriggerOutcome.REFUSED));
        } else if (phase != Phase.KNOWN) {
            strand.execute(() -> done.accept(TriggerOutcome.NOT_SENT));
        } else {
            questions.ask(
                    NewlandCommand.trigger(on),
                    reply ->
                            done.accept(
                                    reply.map(
                                                    r ->
                                                            r.ok()
                                                                    ? TriggerOutcome.ACCEPTED
                                                                    : TriggerOutcome.REFUSED)
                                            .orElse(TriggerOutcome.UNKNOWN)));
        }
    }

    private final class Line implements Port.Handler {
        @Override
        public void connecting() {
            keeper.connecting();
        }

        @Override
        public void connected() {
            splitter = new NewlandSplitter();
            if (rules.commands()) {
                phase = Phase.GREETING;
                greet();
            } else {
                known();
            }
        }

        @Override
        public void received(byte[] bytes) {
            splitter.accept(bytes).forEach(NewlandScanner.this::heard);
            restartGap();
        }

        @Override
        public void drained() {}

        @Override
        public void disconnected(LinkEnd end) {
            phase = Phase.APART;
            keeper.disconnected(end);
            endConnection();
        }
    }

    private void endConnection() {
        stop(gap);
        stop(alive);
        stop(calming);
        lastCode = null;
        unreadable = 0;
        questions.end();
    }

    private void greet() {
        questions.ask(
                NewlandCommand.deviceInformation(),
                reply -> {
                    if (phase != Phase.GREETING) {
                        return;
                    }
                    if (reply.isPresent()) {
                        known();
                    } else {
                        keeper.silent();
                        later(this::greet);
                    }
                });
    }

    private void known() {
        phase = Phase.KNOWN;
        keeper.together(
                () -> {
                    keeper.connected();
                    keeper.operation(Operation.READY);
                    keeper.supply(Supply.NOT_SUPPORTED);
                    keeper.media(Media.NOT_SUPPORTED);
                });
        if (rules.commands()) {
            rules.settings().ifPresent(settings -> questions.ask(settings, this::set));
            later(this::askHealth);
        }
    }

    private void set(Optional<NewlandReply> reply) {
        reply.ifPresent(
                answered ->
                        answered.items().stream()
                                .filter(item -> item.status() != NewlandReply.Status.OK)
                                .findFirst()
                                .ifPresentOrElse(
                                        item ->
                                                keeper.raise(
                                                        ScannerFault.SETTING_REFUSED,
                                                        Map.of("setting", item.text())),
                                        () -> keeper.clear(ScannerFault.SETTING_REFUSED)));
    }

    private void askHealth() {
        questions.ask(
                NewlandCommand.health(),
                reply -> {
                    if (phase != Phase.KNOWN) {
                        return;
                    }
                    if (reply.isEmpty()) {
                        phase = Phase.GREETING;
                        keeper.silent();
                        greet();
                        return;
                    }
                    health(reply.get().items().getFirst());
                    later(this::askHealth);
                });
    }

    /** The first byte of the data is 0 on a healthy device; older ones do not know the question. */
    private void health(NewlandReply.Item item) {
        boolean unwell =
                item.status() == NewlandReply.Status.OK
                        && !item.data().isEmpty()
                        && item.data().charAt(0) != '0';
        if (unwell) {
            keeper.raise(
                    ScannerFault.UNHEALTHY,
                    Map.of("health", item.data().replaceAll("[^ -~]", "?")));
        } else {
            keeper.clear(ScannerFault.UNHEALTHY);
        }
    }

    private void later(Runnable work) {
        alive = strand.after(ALIVE_EVERY, work);
    }

    private void restartGap() {
        stop(gap);
        if (splitter.partial()) {
            gap = strand.after(rules.gap(), () -> splitter.gap().forEach(this::heard));
        }
    }

    private static void stop(Strand.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void heard(NewlandInput input) {
        switch (input) {
            case NewlandInput.Data data -> scanned(ScanText.of(data));
            case NewlandInput.Reply answer -> {
                if (!questions.replied(answer.reply())) {
                    // Nobody asked: a code with the form of a reply, or a reply that came too late.
                    scanned(new Scan.Unreadable(Scan.Reason.CONTROL_CHARACTERS, answer.length()));
                }
            }
        }
    }

    private void scanned(Scan scan) {
        switch (scan) {
            case Scan.Code code -> {
                calm();
                if (!isSameStill(code.text())) {
                    listener.accept(code);
                }
            }
            case Scan.Unreadable bad -> {
                unreadable++;
                if (unreadable >= UNREADABLE_IN_A_ROW && phase == Phase.KNOWN) {
                    keeper.raise(
                            ScannerFault.UNREADABLE,
                            Map.of("count", Integer.toString(UNREADABLE_IN_A_ROW)));
                }
                stop(calming);
                calming = strand.after(CALM_AFTER, this::calm);
                listener.accept(bad);
            }
        }
    }

    /** A good code, or a minute without a bad one. */
    private void calm() {
        stop(calming);
        calming = null;
        unreadable = 0;
        keeper.clear(ScannerFault.UNREADABLE);
    }

    /** A code that stays before the scanner is read again and again, and means one thing. */
    private boolean isSameStill(String text) {
        long now = strand.nanoTime();
        boolean same = text.equals(lastCode) && now - lastCodeAt < rules.sameCode().toNanos();
        lastCode = text;
        lastCodeAt = now;
        return same;
    }
}
