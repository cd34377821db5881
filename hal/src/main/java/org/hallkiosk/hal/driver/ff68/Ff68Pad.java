package org.hallkiosk.hal.driver.ff68;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.EvaluatorPad;
import org.hallkiosk.hal.api.PadFault;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.protocol.ff68.Ff68Frame;
import org.hallkiosk.hal.protocol.ff68.Ff68Splitter;
import org.hallkiosk.hal.protocol.ff68.PadCommand;
import org.hallkiosk.hal.protocol.ff68.PadEvent;
import org.hallkiosk.hal.spi.AbstractDevice;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.BusPort.Exchange;
import org.hallkiosk.hal.spi.BusPort.Outcome;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A call pad and the evaluator that is plugged into it.
 *
 * <p>A pad speaks by itself and answers nothing. So its figures are sent again and again, and
 * whether it lives is known only from a key: until one is pressed its operation stays UNKNOWN.
 *
 * <p>The acknowledgement of a key is the key's own frame. On a line whose adapter echoes what is
 * sent it comes back and looks like the key pressed again; so does a host's other frame like a
 * pad's. What comes back at once and unchanged is therefore taken for an echo.
 */
final class Ff68Pad extends AbstractDevice implements CallPad, EvaluatorPad {

    /**
     * An echo comes while the frame is being sent, or after the latency of a USB adapter (16 ms
     * with FTDI's usual setting). A pad that has missed its acknowledgement waits longer before it
     * repeats: up to 100 ms are allowed for it (evaluator-and-callpad.md §1.4).
     */
    private static final Duration ECHO = Duration.ofMillis(50);

    /** A key that is reported for so long without a pause is stuck; nobody holds one on purpose. */
    private static final Duration STUCK_AFTER = Duration.ofSeconds(10);

    /** How long the trace of another host stays a fault after its last frame. */
    private static final Duration OTHER_HOST_STANDS = Duration.ofSeconds(60);

    private static final int CHANGE = 1;
    private static final int REPEAT = 2;

    private static final String FIGURES = "figures";
    private static final String ANSWER = "answer";
    private static final String BEEP = "beep";
    private static final String EVALUATION = "evaluation";

    private final PadSettings settings;
    private final BusPort port;
    private final List<Sending> sendings = new ArrayList<>();
    private final GarbledBytes garbledBytes;

    private Consumer<KeyPress> keyListener = key -> {};
    private IntConsumer levelListener = level -> {};
    private boolean open;
    private boolean lineOpen;
    private @Nullable Figures newest;
    private @Nullable Press press;
    private Strand.@Nullable Timer repetition;
    private Strand.@Nullable Timer keyRests;
    private Strand.@Nullable Timer otherHostRests;
    private Strand.@Nullable Timer garbledRests;

    /** A frame of ours that may come back. */
    private static final class Sending {
        final byte[] wire;

        /** While it waits or leaves, its echo may come at any time. */
        long until = Long.MAX_VALUE;

        Sending(byte[] wire) {
            this.wire = wire;
        }
    }

    /** The press that was heard last, and may be heard again. */
    private static final class Press {
        final byte[] wire;
        final long since;
        long last;

        Press(byte[] wire, long now) {
            this.wire = wire;
            this.since = now;
            this.last = now;
        }
    }

    Ff68Pad(DriverContext context, PadSettings settings, BusPort port) {
        super(context.deviceId(), context.strand());
        this.settings = settings;
        this.port = port;
        this.garbledBytes = new GarbledBytes(settings.garbledBytes(), settings.garbledWithin());
    }

    @Override
    public void onKey(Consumer<KeyPress> listener) {
        keyListener = listener;
    }

    @Override
    public void onLevel(IntConsumer listener) {
        levelListener = listener;
    }

    @Override
    public void open() {
        if (!open) {
            open = true;
            port.attach(settings.address(), noProbe(), new Line());
        }
    }

    /** Also forgets the figures: after a while they would be old ones. */
    @Override
    public void close() {
        if (open) {
            open = false;
            port.detach();
            lineClosed();
            newest = null;
            keeper.closed();
        }
    }

    // ---- to the pad ----

    @Override
    public void show(Figures figures) {
        newest = figures;
        if (lineOpen) {
            sendFigures(figures, CHANGE);
        }
    }

    @Override
    public void beep() {
        send(BEEP, CHANGE, new PadCommand.Beep());
    }

    @Override
    public void invite() {
        if (settings.startsEvaluation() && settings.hasEvaluator()) {
            send(EVALUATION, CHANGE, new PadCommand.StartEvaluation());
        }
    }

    private void sendFigures(Figures figures, int urgency) {
        send(
                FIGURES,
                urgency,
                new PadCommand.Show(
                        figures.waiting().isPresent()
                                ? OptionalInt.of(Math.clamp(figures.waiting().getAsInt(), 0, 999))
                                : OptionalInt.empty(),
                        lastDigits(figures.ticket())));
    }

    /** The last three digits of a ticket's number. */
    private OptionalInt lastDigits(String ticket) {
        String digits = ticket.replaceAll("[^0-9]", "");
        if (!digits.isEmpty()) {
            return OptionalInt.of(
                    Integer.parseInt(digits.substring(Math.max(0, digits.length() - 3))));
        }
        return ticket.isEmpty() && settings.zerosForNobody()
                ? OptionalInt.of(0)
                : OptionalInt.empty();
    }

    private void repeatLater() {
        cancel(repetition);
        repetition = strand.after(settings.repeat(), this::repeat);
    }

    private void repeat() {
        Figures figures = newest;
        if (figures != null) {
            sendFigures(figures, REPEAT);
        }
        repeatLater();
    }

    private void send(String slot, int urgency, PadCommand command) {
        if (lineOpen) {
            send(slot, urgency, command.to(settings.address()).toBytes());
        }
    }

    private void send(String slot, int urgency, byte[] wire) {
        forgetOldSendings();
        Sending sending = new Sending(wire);
        sendings.add(sending);
        port.submit(
                new Exchange(
                        slot,
                        urgency,
                        wire,
                        Duration.ZERO,
                        1,
                        Duration.ZERO,
                        outcome -> {
                            if (outcome instanceof Outcome.Sent) {
                                sending.until = strand.nanoTime() + ECHO.toNanos();
                            } else {
                                sendings.remove(sending);
                            }
                        }));
    }

    private void forgetOldSendings() {
        long now = strand.nanoTime();
        sendings.removeIf(sending -> sending.until < now);
    }

    /** Never sent: a pad answers nothing, and a unit of which nothing is expected is not probed. */
    private Exchange noProbe() {
        return new Exchange(
                "probe",
                REPEAT,
                new PadCommand.Beep().to(settings.address()).toBytes(),
                Duration.ZERO,
                1,
                Duration.ZERO,
                outcome -> {});
    }

    // ---- from the pad ----

    private void heard(byte[] wire) {
        forgetOldSendings();
        if (sendings.stream().anyMatch(sending -> Arrays.equals(sending.wire, wire))) {
            return;
        }
        for (Ff68Frame frame : new Ff68Splitter().accept(wire)) {
            switch (PadEvent.of(frame)) {
                case PadEvent.Key key -> {
                    send(ANSWER, Exchange.ANSWER, wire);
                    if (isNew(wire)) {
                        pressed(key);
                    }
                }
                case PadEvent.Evaluation rating -> {
                    send(ANSWER, Exchange.ANSWER, new PadCommand.AnswerEvaluation(rating.value()));
                    if (isNew(wire)) {
                        rated(rating.value());
                    }
                }
                case PadEvent.NotOfAPad foreign -> otherHost();
            }
        }
    }

    /** Whether it is a press, and not one that is heard again. */
    private boolean isNew(byte[] wire) {
        keeper.operation(Operation.READY);
        long now = strand.nanoTime();
        Press before = press;
        boolean same =
                before != null
                        && Arrays.equals(before.wire, wire)
                        && now - before.last <= settings.oneWithin().toNanos();
        if (before == null || !same) {
            keyRested();
            press = new Press(wire, now);
            return true;
        }
        before.last = now;
        if (now - before.since >= STUCK_AFTER.toNanos()) {
            keeper.raise(PadFault.KEY_STUCK, Map.of());
            cancel(keyRests);
            keyRests = strand.after(settings.oneWithin(), this::keyRested);
        }
        return false;
    }

    private void keyRested() {
        cancel(keyRests);
        keyRests = null;
        keeper.clear(PadFault.KEY_STUCK);
    }

    private void pressed(PadEvent.Key event) {
        Optional<KeyPress> meant = keyPress(event);
        if (meant.isPresent()) {
            keeper.clear(PadFault.KEY_UNKNOWN);
            keyListener.accept(meant.get());
        } else {
            keeper.raise(
                    PadFault.KEY_UNKNOWN,
                    Map.of("code", String.format("%s %02X", event.digits(), event.code()).strip()));
        }
        // The pad may have shown what was typed.
        Figures figures = newest;
        if (figures != null) {
            sendFigures(figures, REPEAT);
        }
    }

    private static Optional<KeyPress> keyPress(PadEvent.Key event) {
        String digits = event.digits();
        return switch (event.code()) {
            case PadEvent.Key.EVALUATE -> Optional.of(new KeyPress(Key.EVALUATE, digits));
            case PadEvent.Key.NEXT -> Optional.of(new KeyPress(Key.NEXT, digits));
            case PadEvent.Key.RECALL -> Optional.of(new KeyPress(Key.RECALL, digits));
            case PadEvent.Key.CANCEL -> Optional.of(new KeyPress(Key.CANCEL, digits));
            case PadEvent.Key.ONE_METRE_LINE -> Optional.of(new KeyPress(Key.STAND_BACK, digits));
            case PadEvent.Key.PAUSE -> Optional.of(new KeyPress(Key.PAUSE, digits));
            case PadEvent.Key.TRANSFER -> Optional.of(new KeyPress(Key.TRANSFER, digits));
            case PadEvent.Key.CONFIRM ->
                    Optional.of(
                            switch (digits) {
                                case "6" -> new KeyPress(Key.MISS, "");
                                case "0" -> new KeyPress(Key.PARK, "");
                                case "3" -> new KeyPress(Key.CALL_BACK, "");
                                default -> new KeyPress(Key.CONFIRM, digits);
                            });
            default -> Optional.empty();
        };
    }

    private void rated(int value) {
        OptionalInt level = settings.level(value);
        if (level.isPresent()) {
            keeper.clear(PadFault.LEVEL_UNKNOWN);
            levelListener.accept(level.getAsInt());
        } else {
            keeper.raise(PadFault.LEVEL_UNKNOWN, Map.of("value", Integer.toString(value)));
        }
    }

    private void otherHost() {
        keeper.raise(PadFault.OTHER_HOST, Map.of());
        cancel(otherHostRests);
        otherHostRests = strand.after(OTHER_HOST_STANDS, () -> keeper.clear(PadFault.OTHER_HOST));
    }

    /** It stands until the line has not been so bad for as long as it is counted. */
    private void heardGarbled(long bytes) {
        if (garbledBytes.add(bytes, strand.nanoTime())) {
            keeper.raise(
                    PadFault.LINE_GARBLED,
                    Map.of(
                            "bytes",
                            Integer.toString(settings.garbledBytes()),
                            "seconds",
                            Long.toString(settings.garbledWithin().toSeconds())));
            cancel(garbledRests);
            garbledRests =
                    strand.after(
                            settings.garbledWithin(), () -> keeper.clear(PadFault.LINE_GARBLED));
        }
    }

    private void lineClosed() {
        lineOpen = false;
        press = null;
        sendings.clear();
        garbledBytes.forget();
        cancel(repetition);
        cancel(keyRests);
        cancel(otherHostRests);
        cancel(garbledRests);
    }

    private static void cancel(Strand.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private final class Line implements BusPort.Handler {
        @Override
        public void connecting() {
            keeper.connecting();
        }

        @Override
        public void connected() {
            lineOpen = true;
            keeper.together(
                    () -> {
                        keeper.connected();
                        keeper.supply(Supply.NOT_SUPPORTED);
                        keeper.media(Media.NOT_SUPPORTED);
                    });
            repeat();
        }

        @Override
        public void quarantined() {
            // Never: nothing is expected of a pad.
        }

        @Override
        public void released() {
            // Never quarantined.
        }

        @Override
        public void unsolicited(byte[] frame) {
            heard(frame);
        }

        @Override
        public void garbled(long bytes) {
            heardGarbled(bytes);
        }

        @Override
        public void disconnected(LinkEnd end) {
            lineClosed();
            keeper.disconnected(end);
        }
    }
}
