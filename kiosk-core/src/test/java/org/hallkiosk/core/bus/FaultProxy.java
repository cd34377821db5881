package org.hallkiosk.core.bus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback that breaks connections on command: mutes, cuts, delays, and swallows
 * single MQTT packets. May be called from any thread.
 */
public final class FaultProxy implements AutoCloseable {

    /** The MQTT packet type of an acknowledgement of QoS 1 (MQTT 5 §2.1.2). */
    public static final int PUBACK = 4;

    /** What the proxy does with what passes. */
    public enum Mode {
        /** Passes everything on. */
        PASS,
        /**
         * Takes connections and bytes and passes nothing, in neither direction, no end either: a
         * broker that hangs, a link without a carrier. What was held passes when the mode ends,
         * except of connections that one end has reset.
         */
        HOLD,
        /** Passes what clients send and holds what comes back: it is done, and nobody is told. */
        HOLD_ANSWERS,
        /** Resets every connection, also each new one. */
        CUT
    }

    /** The modes that hold what clients send. */
    private static final Set<Mode> UP = EnumSet.of(Mode.HOLD);

    /** The modes that hold what comes back. */
    private static final Set<Mode> DOWN = EnumSet.of(Mode.HOLD, Mode.HOLD_ANSWERS);

    private final ServerSocket server;
    private final int target;
    private final boolean mqtt;
    private final List<Pair> pairs = new CopyOnWriteArrayList<>();
    private final Set<Integer> swallowed = ConcurrentHashMap.newKeySet();
    private final Set<Integer> swallowedOfClients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger swallows = new AtomicInteger();
    private final Object gate = new Object();
    private Mode mode = Mode.PASS; // guarded by gate
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean closed;

    /**
     * Listens on a free loopback port.
     *
     * @param target the loopback port that it stands before; nothing need listen there yet
     */
    public FaultProxy(int target) throws IOException {
        this(target, true);
    }

    /** The same for any protocol over TCP; it knows no packets, so it swallows none. */
    public static FaultProxy ofBytes(int target) throws IOException {
        return new FaultProxy(target, false);
    }

    private FaultProxy(int target, boolean mqtt) throws IOException {
        this.target = target;
        this.mqtt = mqtt;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        start("fault-proxy", this::acceptAll);
    }

    /** Where clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many connections came so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Changes what happens from now on. */
    public void mode(Mode wanted) {
        synchronized (gate) {
            mode = wanted;
            gate.notifyAll();
        }
        if (wanted == Mode.CUT) {
            drop();
        }
    }

    /** Resets the connections that there are; new ones pass. */
    public void drop() {
        pairs.forEach(Pair::reset);
    }

    /** Delays every byte in both directions from now on. */
    public void delay(Duration wanted) {
        delay = wanted;
    }

    /** Swallows every packet of this MQTT type that comes from the broker, until told otherwise. */
    public void swallow(int packetType, boolean wanted) {
        if (wanted) {
            swallowed.add(packetType);
        } else {
            swallowed.remove(packetType);
        }
    }

    /** Swallows every packet of this MQTT type that comes from clients, until told otherwise. */
    public void swallowOfClients(int packetType, boolean wanted) {
        if (wanted) {
            swallowedOfClients.add(packetType);
        } else {
            swallowedOfClients.remove(packetType);
        }
    }

    /** How many packets were swallowed. */
    public int swallows() {
        return swallows.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        mode(Mode.CUT);
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon(true).start(work);
    }

    private void acceptAll() {
        while (!closed) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                Pair pair = new Pair(client, new Socket());
                pairs.add(pair);
                start("fault-proxy-up", () -> pair.connectAndPump());
            } catch (IOException e) {
                // Closed, or the client was gone before it was accepted.
            }
        }
    }

    /**
     * Waits until bytes may pass; false: the connection is to end.
     *
     * @param holding the modes in which these bytes wait
     */
    private boolean mayPass(Pair pair, Set<Mode> holding) {
        synchronized (gate) {
            while (holding.contains(mode) && !pair.dead) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return mode != Mode.CUT && !pair.dead;
        }
    }

    private record Chunk(byte[] bytes, long due) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Chunk) other).due);
        }
    }

    private final class Pair {
        final Socket client;
        final Socket broker;
        volatile boolean dead;

        Pair(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        void connectAndPump() {
            try {
                if (!mayPass(this, UP)) {
                    reset();
                    return;
                }
                client.setTcpNoDelay(true);
                broker.setTcpNoDelay(true);
                broker.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5000);
            } catch (IOException e) {
                reset();
                return;
            }
            start("fault-proxy-down", () -> pump(broker, client, DOWN, swallowed));
            pump(client, broker, UP, swallowedOfClients);
        }

        private void pump(Socket from, Socket to, Set<Mode> holding, Set<Integer> leftOut) {
            BlockingQueue<Chunk> line = new DelayQueue<>();
            start("fault-proxy-line", () -> deliver(line, to, holding));
            Framer framer = new Framer(leftOut);
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    byte[] read = Arrays.copyOf(buffer, n);
                    byte[] bytes = mqtt ? framer.pass(read) : read;
                    line.add(new Chunk(bytes, System.nanoTime() + delay.toNanos()));
                }
                line.add(new Chunk(END, System.nanoTime() + delay.toNanos()));
            } catch (IOException e) {
                reset();
                line.add(new Chunk(END, System.nanoTime()));
            }
        }

        private void deliver(BlockingQueue<Chunk> line, Socket to, Set<Mode> holding) {
            try {
                OutputStream out = to.getOutputStream();
                for (Chunk chunk = line.take(); chunk.bytes != END; chunk = line.take()) {
                    if (!mayPass(this, holding)) {
                        reset();
                        return;
                    }
                    out.write(chunk.bytes);
                    out.flush();
                }
                if (mayPass(this, holding)) {
                    to.shutdownOutput();
                } else {
                    reset();
                }
            } catch (IOException | InterruptedException e) {
                reset();
            }
        }

        void reset() {
            dead = true;
            pairs.remove(this);
            for (Socket socket : List.of(client, broker)) {
                try {
                    socket.setSoLinger(true, 0);
                } catch (IOException e) {
                    // Closed or not yet open.
                }
                try {
                    socket.close();
                } catch (IOException e) {
                    // As closed as it can be.
                }
            }
            synchronized (gate) {
                gate.notifyAll();
            }
        }
    }

    private static final byte[] END = {};

    /** Cuts bytes into packets and leaves out those that are to be swallowed. */
    private final class Framer {
        private final Set<Integer> leftOut;
        private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

        Framer(Set<Integer> leftOut) {
            this.leftOut = leftOut;
        }

        byte[] pass(byte[] bytes) {
            rest.writeBytes(bytes);
            byte[] all = rest.toByteArray();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int at = 0;
            for (int end = end(all, at); end >= 0; end = end(all, at)) {
                int type = (all[at] & 0xF0) >> 4;
                if (leftOut.contains(type)) {
                    swallows.incrementAndGet();
                } else {
                    out.write(all, at, end - at);
                }
                at = end;
            }
            rest.reset();
            rest.write(all, at, all.length - at);
            // Not END, which is the one empty array that ends the line.
            return out.size() == 0 ? new byte[0] : out.toByteArray();
        }

        /** Where the packet that begins here ends; -1 when it is not all there. */
        private static int end(byte[] all, int at) {
            int length = 0;
            for (int i = 1; i <= 4; i++) {
                if (at + i >= all.length) {
                    return -1;
                }
                length |= (all[at + i] & 0x7F) << (7 * (i - 1));
                if (all[at + i] >= 0) {
                    int end = at + i + 1 + length;
                    return end <= all.length ? end : -1;
                }
            }
            throw new IllegalStateException("Not MQTT");
        }
    }
}
