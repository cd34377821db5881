package org.hallkiosk.hal.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.spi.BusDialect;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Lets the units of one line take turns, as {@link BusPort} promises. One exchange at a time is on
 * the line; what goes next is chosen only when the line is free, so that the newest call never
 * stands behind a queue.
 *
 * <p>A unit is trusted once it has answered. One that has not answered yet, or has just failed to,
 * is doubted: its exchanges wait for its probe, and others' calls go before the probe. A unit that
 * does not answer its probe is quarantined and probed every ten seconds; between two probes of the
 * line whatever waits for a trusted unit has its turn. So a dead unit costs a living one the time
 * of one reply that did not come, and after that now and then the time of one probe.
 *
 * <p>Lives on the line's strand, like its units.
 */
public final class BusArbiter {

    private static final Duration BETWEEN_PROBES = Duration.ofSeconds(10);

    /** A line that has taken no byte for so long, beyond what its speed explains, is dead. */
    private static final Duration STALLED = Duration.ofSeconds(5);

    private static final long NANOS_PER_BYTE_AT_1_BAUD = 10_000_000_000L;

    private final Port line;
    private final BusDialect dialect;
    private final int baud;
    private final Strand strand;
    private final Map<Integer, Unit> units = new TreeMap<>();

    private enum LineState {
        IDLE,
        CONNECTING,
        CONNECTED,
        LOST
    }

    private LineState state = LineState.IDLE;
    private BusDialect.Splitter splitter;
    private long droppedBefore;
    private long strays;

    private @Nullable Frame leaving;
    private @Nullable Turn awaited;
    private long quietUntil;
    private boolean probedLast;
    private long given;
    private boolean nextPosted;
    private Strand.@Nullable Timer wake;

    /**
     * @param line the link, attached to for as long as a unit is
     * @param baud the line's speed, to know when a byte has really left; 0 when there is none
     * @param strand where the line and its units live
     */
    public BusArbiter(Port line, BusDialect dialect, int baud, Strand strand) {
        this.line = line;
        this.dialect = dialect;
        this.baud = baud;
        this.strand = strand;
        this.splitter = dialect.splitter();
    }

    /** A hold on the line for one unit more. */
    public BusPort port() {
        return new Unit();
    }

    /** Bytes that belonged to no frame, since the start. */
    public long droppedBytes() {
        return droppedBefore + splitter.dropped();
    }

    /** Frames of units that nobody knows, since the start. */
    public long strayFrames() {
        return strays;
    }

    // ---- the line ----

    private final class Line implements Port.Handler {
        @Override
        public void connecting() {
            state = LineState.CONNECTING;
            present().forEach(u -> u.handler.connecting());
        }

        @Override
        public void connected() {
            state = LineState.CONNECTED;
            quietUntil = strand.nanoTime();
            present().forEach(Unit::lineOpened);
            soon();
        }

        @Override
        public void received(byte[] bytes) {
            quietUntil = Math.max(quietUntil, strand.nanoTime() + dialect.silence().toNanos());
            BusDialect.Splitter frames = splitter;
            long before = frames.dropped();
            List<BusDialect.Inbound> heard = frames.accept(bytes);
            long garbled = frames.dropped() - before;
            heard.forEach(BusArbiter.this::heard);
            if (garbled > 0) {
                present().forEach(u -> u.handler.garbled(garbled));
            }
            soon();
        }

        @Override
        public void drained() {
            if (leaving != null) {
                leaving.drained = true;
                soon();
            }
        }

        @Override
        public void disconnected(LinkEnd end) {
            state = LineState.LOST;
            List<Unit> all = present();
            forgetTheLine();
            all.forEach(Unit::dropAll);
            all.stream().filter(u -> u.attached).forEach(u -> u.handler.disconnected(end));
        }
    }

    private List<Unit> present() {
        return List.copyOf(units.values());
    }

    private void forgetTheLine() {
        droppedBefore += splitter.dropped();
        splitter = dialect.splitter();
        Turn turn = awaited;
        Frame frame = leaving;
        awaited = null;
        leaving = null;
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
        if (turn != null) {
            turn.tell(new BusPort.Outcome.Dropped());
        } else if (frame != null) {
            frame.turn.tell(new BusPort.Outcome.Dropped());
        }
    }

    private void heard(BusDialect.Inbound inbound) {
        Turn turn = awaited;
        Unit unit =
                inbound.unit() != BusDialect.Inbound.UNKNOWN_UNIT
                        ? units.get(inbound.unit())
                        : turn == null ? null : turn.unit;
        if (unit == null) {
            strays++;
            return;
        }
        if (turn != null && turn.unit == unit) {
            awaited = null;
            if (leaving != null && leaving.turn == turn) {
                leaving = null;
                turn.left();
            }
            unit.lives();
            turn.tell(new BusPort.Outcome.Reply(inbound.frame()));
        } else {
            unit.lives();
            if (unit.attached) {
                unit.handler.unsolicited(inbound.frame());
            }
        }
    }

    // ---- whose turn it is ----

    private void soon() {
        if (!nextPosted) {
            nextPosted = true;
            strand.execute(
                    () -> {
                        nextPosted = false;
                        next();
                    });
        }
    }

    private void next() {
        if (state != LineState.CONNECTED) {
            return;
        }
        long now = strand.nanoTime();
        if (leaving != null) {
            awaitLeaving(leaving, now);
        } else if (awaited != null && now >= awaited.replyBy) {
            Turn turn = awaited;
            awaited = null;
            turn.unit.silent(turn);
            soon();
        } else if (now < quietUntil) {
            wakeAt(awaited == null ? quietUntil : Math.min(quietUntil, awaited.replyBy), now);
        } else if (answer().isPresent()) {
            send(answer().get());
        } else if (awaited != null) {
            wakeAt(awaited.replyBy, now);
        } else {
            Optional<Turn> turn = choose(now);
            if (turn.isPresent()) {
                send(turn.get());
            } else {
                nextDue().ifPresent(at -> wakeAt(at, now));
            }
        }
    }

    private void awaitLeaving(Frame frame, long now) {
        if (frame.drained && now >= frame.leftAt) {
            leaving = null;
            quietUntil = Math.max(quietUntil, now + dialect.silence().toNanos());
            frame.turn.left();
            if (frame.turn != awaited) {
                frame.turn.tell(new BusPort.Outcome.Sent());
            }
            soon();
        } else if (!frame.drained && now >= frame.stalledAt) {
            line.drop(
                    LinkEnd.Reason.STALLED,
                    "The line has taken no bytes for " + STALLED.toSeconds() + " s.");
        } else {
            wakeAt(frame.drained ? frame.leftAt : frame.stalledAt, now);
        }
    }

    private void wakeAt(long at, long now) {
        if (wake != null) {
            wake.cancel();
        }
        wake = strand.after(Duration.ofNanos(at - now), this::next);
    }

    /** The newest answer to a frame that came by itself. */
    private Optional<Turn> answer() {
        return waiting()
                .filter(t -> t.exchange.urgency() == BusPort.Exchange.ANSWER)
                .max(Comparator.comparingLong(t -> t.order));
    }

    private Optional<Turn> choose(long now) {
        Optional<Turn> exchange =
                waiting()
                        .filter(t -> t.unit.trust == Trust.TRUSTED && t.slot.notBefore <= now)
                        .min(Turn.BY_URGENCY);
        if (exchange.isPresent() && (probedLast || exchange.get().urgency <= 0)) {
            return exchange;
        }
        Optional<Turn> probe =
                units.values().stream()
                        .filter(u -> u.trust != Trust.TRUSTED && u.probeAt <= now)
                        .min(Comparator.comparingLong(u -> u.probeAt))
                        .map(Unit::probeTurn);
        return probe.isPresent() ? probe : exchange;
    }

    private OptionalLong nextDue() {
        return Stream.concat(
                        waiting()
                                .filter(t -> t.unit.trust == Trust.TRUSTED)
                                .map(t -> t.slot.notBefore),
                        units.values().stream()
                                .filter(u -> u.trust != Trust.TRUSTED)
                                .map(u -> u.probeAt))
                .mapToLong(Long::longValue)
                .min();
    }

    private Stream<Turn> waiting() {
        return units.values().stream()
                .flatMap(u -> u.slots.values().stream())
                .map(s -> s.waiting)
                .flatMap(Stream::ofNullable);
    }

    private void send(Turn turn) {
        if (turn.slot.waiting == turn) {
            turn.slot.waiting = null;
        }
        byte[] request = turn.exchange.request();
        long now = strand.nanoTime();
        long wireTime = baud == 0 ? 0 : request.length * NANOS_PER_BYTE_AT_1_BAUD / baud;
        if (turn.exchange.replyWithin().isPositive()) {
            awaited = turn;
            turn.replyBy = Long.MAX_VALUE;
        } else if (awaited != null) {
            // An answer in between: whoever is awaited may have held back because of it.
            awaited.replyBy += wireTime + dialect.silence().toNanos();
        }
        turn.sent++;
        probedLast = turn.probe;
        leaving = new Frame(turn, now + wireTime, now + wireTime + STALLED.toNanos());
        line.send(request);
        soon();
    }

    /** Bytes that have been given to the link and may not have left yet. */
    private static final class Frame {
        final Turn turn;
        final long leftAt;
        final long stalledAt;
        boolean drained;

        Frame(Turn turn, long leftAt, long stalledAt) {
            this.turn = turn;
            this.leftAt = leftAt;
            this.stalledAt = stalledAt;
        }
    }

    /** What an exchange is about, for one unit. */
    private static final class Slot {
        @Nullable Turn waiting;
        long notBefore = Long.MIN_VALUE;
    }

    /** An exchange or a probe on its way. */
    private final class Turn {
        /** The newest call first; otherwise in the order in which the slots began to wait. */
        static final Comparator<Turn> BY_URGENCY =
                Comparator.<Turn>comparingInt(t -> t.urgency)
                        .thenComparingLong(t -> t.urgency == 0 ? -t.order : t.order);

        final Unit unit;
        final Slot slot;
        final BusPort.Exchange exchange;
        final boolean probe;
        int urgency;
        long order = given++;
        int sent;
        long replyBy;
        private boolean over;

        Turn(Unit unit, Slot slot, BusPort.Exchange exchange, boolean probe) {
            this.unit = unit;
            this.slot = slot;
            this.exchange = exchange;
            this.probe = probe;
            this.urgency = exchange.urgency();
        }

        /** The last byte has left. */
        void left() {
            long now = strand.nanoTime();
            slot.notBefore = now + exchange.pause().toNanos();
            replyBy = now + exchange.replyWithin().toNanos();
        }

        /** Tells how it ended, once. */
        void tell(BusPort.Outcome outcome) {
            if (!over) {
                over = true;
                exchange.done().ended(outcome);
            }
        }
    }

    // ---- the units ----

    private enum Trust {
        TRUSTED,
        DOUBTED,
        QUARANTINED
    }

    private final class Unit implements BusPort {
        final Map<String, Slot> slots = new TreeMap<>();
        boolean attached;
        Trust trust = Trust.DOUBTED;
        long probeAt;
        private int address;
        private final Slot probeSlot = new Slot();
        private @Nullable Exchange probe;
        // What is told while nobody is attached.
        Handler handler = new NobodyThere();

        @Override
        public void attach(int unit, Exchange newProbe, Handler newHandler) {
            detach();
            if (units.putIfAbsent(unit, this) != null) {
                throw new IllegalArgumentException(
                        "Two units of one line have the address " + unit + ".");
            }
            attached = true;
            address = unit;
            probe = newProbe;
            handler = newHandler;
            if (state == LineState.IDLE) {
                line.attach(new Line());
            } else {
                strand.execute(() -> catchUp(newHandler));
            }
        }

        /** Tells a unit that came later what the others have heard already. */
        private void catchUp(Handler forWhom) {
            if (handler == forWhom
                    && (state == LineState.CONNECTING || state == LineState.CONNECTED)) {
                forWhom.connecting();
                if (handler == forWhom && state == LineState.CONNECTED) {
                    lineOpened();
                    soon();
                }
            }
        }

        @Override
        public void detach() {
            if (!attached) {
                return;
            }
            attached = false;
            handler = new NobodyThere();
            units.remove(address);
            dropAll();
            slots.clear();
            if (awaited != null && awaited.unit == this) {
                awaited.tell(new Outcome.Dropped());
            } else if (leaving != null && leaving.turn.unit == this) {
                leaving.turn.tell(new Outcome.Dropped());
            }
            if (units.isEmpty()) {
                state = LineState.IDLE;
                forgetTheLine();
                line.detach();
            }
        }

        @Override
        public void submit(Exchange exchange) {
            if (!attached || state != LineState.CONNECTED) {
                strand.execute(() -> exchange.done().ended(new Outcome.Dropped()));
                return;
            }
            Slot slot = slots.computeIfAbsent(exchange.slot(), s -> new Slot());
            Turn turn = new Turn(this, slot, exchange, false);
            Turn before = slot.waiting;
            slot.waiting = turn;
            if (before != null) {
                turn.urgency = Math.min(turn.urgency, before.urgency);
                if (turn.urgency > 0) {
                    turn.order = before.order;
                }
                strand.execute(() -> before.tell(new Outcome.Superseded()));
            }
            soon();
        }

        void lineOpened() {
            trust = probed() ? Trust.DOUBTED : Trust.TRUSTED;
            probeAt = strand.nanoTime();
            handler.connected();
        }

        void dropAll() {
            List<Turn> dropped = new ArrayList<>();
            for (Slot slot : slots.values()) {
                if (slot.waiting != null) {
                    dropped.add(slot.waiting);
                    slot.waiting = null;
                }
            }
            dropped.forEach(t -> t.tell(new Outcome.Dropped()));
        }

        /** The unit has been heard. */
        void lives() {
            Trust before = trust;
            trust = Trust.TRUSTED;
            if (before == Trust.QUARANTINED) {
                handler.released();
            }
        }

        /** A reply has not come. */
        void silent(Turn turn) {
            long now = strand.nanoTime();
            if (turn.probe) {
                boolean news = trust == Trust.DOUBTED;
                trust = Trust.QUARANTINED;
                probeAt = now + BETWEEN_PROBES.toNanos();
                turn.tell(new Outcome.Silence());
                if (news) {
                    giveUpWhatWasTried();
                    handler.quarantined();
                }
                return;
            }
            if (probed()) {
                trust = Trust.DOUBTED;
                probeAt = now;
            }
            if (!attached) {
                return;
            }
            if (turn.slot.waiting != null) {
                turn.tell(new Outcome.Superseded());
            } else if (turn.sent >= turn.exchange.tries()) {
                turn.tell(new Outcome.Silence());
            } else {
                turn.slot.waiting = turn;
            }
        }

        Turn probeTurn() {
            return new Turn(this, probeSlot, requireProbe(), true);
        }

        private void giveUpWhatWasTried() {
            for (Slot slot : List.copyOf(slots.values())) {
                Turn turn = slot.waiting;
                if (turn != null && turn.sent > 0) {
                    slot.waiting = null;
                    turn.tell(new Outcome.Silence());
                }
            }
        }

        private boolean probed() {
            return requireProbe().replyWithin().isPositive();
        }

        private Exchange requireProbe() {
            if (probe == null) {
                throw new IllegalStateException("The unit is not attached.");
            }
            return probe;
        }
    }

    private static final class NobodyThere implements BusPort.Handler {
        @Override
        public void connecting() {}

        @Override
        public void connected() {}

        @Override
        public void quarantined() {}

        @Override
        public void released() {}

        @Override
        public void unsolicited(byte[] frame) {}

        @Override
        public void garbled(long bytes) {}

        @Override
        public void disconnected(LinkEnd end) {}
    }
}
