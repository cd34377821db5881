package org.hallkiosk.hal.link;

import java.io.IOException;
import java.net.BindException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hallkiosk.hal.link.LinkEnd.Reason;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Every kind of link: those that the operating system gives, and the loops of this process.
 *
 * <ul>
 *   <li>{@code serial}, {@code tcp}, {@code unix}, {@code file}: opened once they are there; each
 *       is held by one opener, in this process and against others.
 *   <li>{@code tcp-listen}: opened when a peer comes. The socket is bound by the first {@link
 *       #open} and stays so until {@link #close}.
 *   <li>{@code pty}: the device's side makes the terminal and is open at once, whoever listens; an
 *       old link to a terminal that stands at the path is replaced. The host's side opens what the
 *       path leads to.
 *   <li>{@code loop}: see {@link LocalLinks}.
 * </ul>
 */
public final class SystemLinks implements Links {

    private static final System.Logger LOG = System.getLogger(SystemLinks.class.getName());

    private final LocalLinks loops;
    private final Set<ThreadLink> open = ConcurrentHashMap.newKeySet();
    private final Map<LinkAddress, TcpListener> listeners = new HashMap<>();
    private boolean closed;

    /**
     * @param loops opens the loops, and is closed with these links
     */
    public SystemLinks(LocalLinks loops) {
        this.loops = loops;
    }

    @Override
    public Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener) {
        if (address.kind() == LinkScheme.LOOP) {
            return loops.open(address, side, strand, listener);
        }
        Wire wire = isClosed() ? new NoWire(Reason.CLOSED_HERE, "Closed.") : wire(address, side);
        ThreadLink link = new ThreadLink(address, wire, strand, listener, open::remove);
        open.add(link);
        link.start();
        return link;
    }

    /**
     * The port that a {@code tcp-listen} link is bound to, for an address that leaves it to the
     * system; empty when it is not bound. From any thread.
     */
    public synchronized OptionalInt boundPort(LinkAddress address) {
        TcpListener listener = listeners.get(address);
        try {
            return listener == null ? OptionalInt.empty() : OptionalInt.of(listener.port());
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Wire wire(LinkAddress address, Side side) {
        return switch (address.kind()) {
            case SERIAL -> new SerialWire(address);
            case TCP -> new TcpWire(address);
            case TCP_LISTEN -> listening(address);
            case UNIX -> new UnixWire(address);
            case PTY ->
                    side == Side.DEVICE
                            ? DescriptorWire.terminal(address)
                            : DescriptorWire.node(address);
            case FILE -> DescriptorWire.node(address);
            case LOOP -> throw new IllegalArgumentException("A loop has no wire.");
        };
    }

    private synchronized Wire listening(LinkAddress address) {
        TcpListener listener = listeners.get(address);
        try {
            if (listener == null) {
                listener = new TcpListener(address);
                listeners.put(address, listener);
            }
            return listener.wire();
        } catch (BindException e) {
            return new NoWire(
                    Reason.CANNOT_LISTEN, address + " cannot be bound: " + e.getMessage() + ".");
        } catch (IOException e) {
            return new NoWire(Reason.FAILED, address + " cannot be bound: " + e.getMessage() + ".");
        }
    }

    /** As {@link Links#close}; waits at most two seconds for each link's threads. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<ThreadLink> all = List.copyOf(open);
        all.forEach(ThreadLink::close);
        try {
            for (ThreadLink link : all) {
                if (!link.awaitReleased()) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "A link is still held by the operating system: {0}",
                            link);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeListeners();
        loops.close();
    }

    private synchronized void closeListeners() {
        for (TcpListener listener : listeners.values()) {
            try {
                listener.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A socket was closed with an error", e);
            }
        }
        listeners.clear();
    }

    /** What cannot be opened in the first place. */
    private record NoWire(Reason reason, String detail) implements Wire {
        @Override
        public void open() throws CannotOpenException {
            throw new CannotOpenException(reason, detail);
        }

        @Override
        public byte @Nullable [] read() {
            return null;
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void wake() {}

        @Override
        public void release() {}
    }
}
