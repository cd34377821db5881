package org.hallkiosk.hal.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.hallkiosk.hal.link.LinkEnd.Reason;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Wires inside this process: {@code loop:NAME} has a host's end and a device's end, each held by
 * one opener.
 *
 * <ul>
 *   <li>The device's end waits until a host comes. A host that finds no device is told {@link
 *       Reason#NOT_THERE}, as with an unplugged cable; whoever finds his end held is told {@link
 *       Reason#HELD}.
 *   <li>When one end is closed, so is the other, with {@link Reason#CLOSED_THERE}. Either may be
 *       opened again.
 *   <li>{@code baud} paces what an end sends, ten bits a byte; an end that does not give it sends
 *       at the other's. If both give it and they differ, each byte arrives inverted, as garbage
 *       does. A paced wire delivers pieces of at most 16 bytes, the buffer of a common UART
 *       (16550), each when its last byte has crossed.
 *   <li>{@code split} sets the length of these pieces, for what the end sends.
 *   <li>An end that has more than 4 MiB unsent ends as {@link Reason#STALLED}.
 * </ul>
 */
public final class LocalLinks implements Links {

    private static final int UART_BUFFER = 16;
    private static final long NANOS_PER_BYTE_AT_1_BAUD = 10_000_000_000L;

    private final Strand wire;
    // Only touched on the wire's strand.
    private final Map<String, Loop> loops = new HashMap<>();
    private boolean closed;

    /**
     * @param wire where the wires live; simulated, the whole traffic is
     */
    public LocalLinks(Strand wire) {
        this.wire = wire;
    }

    /**
     * @throws IllegalArgumentException when the address is not a loop
     */
    @Override
    public Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener) {
        if (address.kind() != LinkScheme.LOOP) {
            throw new IllegalArgumentException(
                    "Only loop:NAME leads anywhere inside the process, not " + address + ".");
        }
        End end = new End(address, side, new ListenerOnStrand(strand, listener));
        wire.execute(() -> join(end));
        return end;
    }

    @Override
    public void close() {
        wire.execute(
                () -> {
                    closed = true;
                    for (Loop loop : List.copyOf(loops.values())) {
                        for (End end : List.copyOf(loop.ends.values())) {
                            end.leave(Reason.CLOSED_HERE, "The process is stopping.");
                        }
                    }
                });
    }

    private void join(End end) {
        if (end.left) {
            return;
        }
        Loop loop = loops.computeIfAbsent(end.address.target(), Loop::new);
        if (closed) {
            end.refuse(Reason.CLOSED_HERE, "The process is stopping.");
        } else if (loop.ends.containsKey(end.side)) {
            end.refuse(Reason.HELD, "Somebody else holds this end of " + end.address + ".");
        } else if (end.side == Side.HOST && !loop.ends.containsKey(Side.DEVICE)) {
            end.refuse(Reason.NOT_THERE, "No device is plugged in at " + end.address + ".");
        } else {
            loop.ends.put(end.side, end);
            end.loop = loop;
            loop.connect();
        }
    }

    /** Both ends of one wire. */
    private static final class Loop {
        final String name;
        final Map<Side, End> ends = new HashMap<>();

        Loop(String name) {
            this.name = name;
        }

        void connect() {
            End host = ends.get(Side.HOST);
            End device = ends.get(Side.DEVICE);
            if (host != null && device != null) {
                host.meet(device);
                device.meet(host);
            }
        }
    }

    private final class End implements Link {
        final LinkAddress address;
        final Side side;
        final ListenerOnStrand listener;
        private final AtomicInteger unsent = new AtomicInteger();

        // Only touched on the wire's strand.
        private final Deque<byte[]> queue = new ArrayDeque<>();
        private @Nullable Loop loop;
        private @Nullable End peer;
        private boolean left;
        private int headSent;
        private long lineFreeAt;
        private Strand.@Nullable Timer crossing;

        End(LinkAddress address, Side side, ListenerOnStrand listener) {
            this.address = address;
            this.side = side;
            this.listener = listener;
        }

        @Override
        public void write(byte[] bytes) {
            if (bytes.length == 0 || !listener.isOpen()) {
                return;
            }
            if (unsent.addAndGet(bytes.length) > MOST_UNSENT) {
                wire.execute(
                        () ->
                                leave(
                                        Reason.STALLED,
                                        "More than 4 MiB wait to be sent on " + address + "."));
                return;
            }
            wire.execute(
                    () -> {
                        if (peer != null) {
                            queue.add(bytes);
                            if (crossing == null) {
                                sendPieces();
                            }
                        }
                    });
        }

        @Override
        public int unsent() {
            return unsent.get();
        }

        @Override
        public void close() {
            listener.hush();
            wire.execute(() -> leave(Reason.CLOSED_HERE, "Closed by this side."));
        }

        void refuse(Reason reason, String detail) {
            left = true;
            listener.closed(new LinkEnd(reason, address, detail));
        }

        void meet(End other) {
            peer = other;
            lineFreeAt = wire.nanoTime();
            listener.opened();
        }

        void leave(Reason reason, String detail) {
            if (left) {
                return;
            }
            left = true;
            if (crossing != null) {
                crossing.cancel();
                crossing = null;
            }
            queue.clear();
            unsent.set(0);
            if (loop != null) {
                loop.ends.remove(side);
                if (loop.ends.isEmpty()) {
                    loops.remove(loop.name);
                }
            }
            listener.closed(new LinkEnd(reason, address, detail));
            End other = peer;
            peer = null;
            if (other != null) {
                other.leave(Reason.CLOSED_THERE, "The other side of " + address + " is gone.");
            }
        }

        /** Sends what waits: at once on an unpaced wire, otherwise piece by piece. */
        private void sendPieces() {
            crossing = null;
            End other = peer;
            while (other != null && !queue.isEmpty()) {
                byte[] piece = nextPiece(other);
                int baud = baud(other);
                if (baud > 0) {
                    lineFreeAt =
                            Math.max(lineFreeAt, wire.nanoTime())
                                    + piece.length * NANOS_PER_BYTE_AT_1_BAUD / baud;
                    crossing =
                            wire.after(
                                    Duration.ofNanos(lineFreeAt - wire.nanoTime()),
                                    () -> {
                                        deliver(piece, other);
                                        sendPieces();
                                    });
                    return;
                }
                deliver(piece, other);
            }
            if (other != null) {
                listener.drained(unsent::get);
            }
        }

        private void deliver(byte[] piece, End other) {
            unsent.addAndGet(-piece.length);
            other.listener.received(sameSpeed(other) ? piece : inverted(piece));
        }

        private byte[] nextPiece(End other) {
            byte[] head = queue.element();
            int split = Integer.parseInt(address.option("split"));
            int most = split > 0 ? split : baud(other) > 0 ? UART_BUFFER : head.length;
            int to = Math.min(head.length, headSent + most);
            byte[] piece = Arrays.copyOfRange(head, headSent, to);
            headSent = to;
            if (to == head.length) {
                queue.remove();
                headSent = 0;
            }
            return piece;
        }

        private int baud(End other) {
            return address.baud() > 0 ? address.baud() : other.address.baud();
        }

        private boolean sameSpeed(End other) {
            return other.address.baud() == 0 || baud(other) == other.address.baud();
        }

        private static byte[] inverted(byte[] piece) {
            byte[] garbage = piece.clone();
            for (int i = 0; i < garbage.length; i++) {
                garbage[i] = (byte) ~garbage[i];
            }
            return garbage;
        }
    }
}
