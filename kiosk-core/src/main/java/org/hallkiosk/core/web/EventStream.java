package org.hallkiosk.core.web;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Named records, each replaced by its next, sent to the browsers that look at them (server-sent
 * events).
 *
 * <p>Newest wins: a client that reads slowly skips what was replaced meanwhile, so that each client
 * costs at most one copy of each name. At connect a client gets the newest of every name. One that
 * does not take a byte within the server's idle time is dropped; the browser connects anew by
 * itself. A quiet stream sends the event {@code beat}, so that a page notices a link that is dead
 * without an end.
 *
 * <p>{@link #publish} may be called from any thread and never waits for a client.
 */
public final class EventStream {

    /** {@code live.js} gives a link up that is silent for twice as long and a little more. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final String BEAT = "beat";

    private final int mostClients;
    private final Duration heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, String> newest = new HashMap<>();
    private final Set<Client> clients = new HashSet<>();
    private boolean closed;

    private static final class Client {
        final Predicate<String> wanted;
        final Condition something;
        final Map<String, String> pending = new LinkedHashMap<>();

        Client(Predicate<String> wanted, Condition something) {
            this.wanted = wanted;
            this.something = something;
        }
    }

    /** Where one client's text goes. */
    interface Sink {
        /** Writes and flushes; blocks while the client is slow. */
        void write(String text) throws IOException;
    }

    /** A stream for up to 100 clients. */
    public EventStream() {
        this(100);
    }

    /**
     * Makes one without records.
     *
     * @param mostClients how many may listen; further ones are told 503
     */
    public EventStream(int mostClients) {
        this(mostClients, HEARTBEAT);
    }

    /**
     * The same with another heartbeat.
     *
     * @param heartbeat how long a quiet stream stays silent; well below the server's idle time
     */
    EventStream(int mostClients, Duration heartbeat) {
        this.mostClients = mostClients;
        this.heartbeat = heartbeat;
    }

    /**
     * Replaces a record and sends it to whoever wants it.
     *
     * @param name letters, digits and {@code .-_/}, but not {@code beat}; a record that stays for
     *     ever, so names are few
     * @param data the text; lines may end in {@code \n}
     */
    public void publish(String name, String data) {
        if (name.isEmpty()
                || name.equals(BEAT)
                || name.chars().anyMatch(c -> c <= ' ' || c == ',')) {
            throw new IllegalArgumentException("Not a record's name: " + name);
        }
        lock.lock();
        try {
            newest.put(name, data);
            for (Client client : clients) {
                if (client.wanted.test(name)) {
                    client.pending.put(name, data);
                    client.something.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many clients listen now. */
    public int clients() {
        lock.lock();
        try {
            return clients.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all clients' connections and takes no more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            clients.forEach(client -> client.something.signal());
            clients.clear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Serves one client on the calling thread until the client is gone, may not listen any more, or
     * the stream is closed.
     *
     * @param still whether it may go on; asked before everything that is sent
     * @return false when there was no place for it; nothing was written then
     */
    boolean serve(Predicate<String> wanted, BooleanSupplier still, Sink sink)
            throws IOException, InterruptedException {
        Client client = new Client(wanted, lock.newCondition());
        lock.lock();
        try {
            if (closed || clients.size() >= mostClients) {
                return false;
            }
            newest.forEach(
                    (name, data) -> {
                        if (wanted.test(name)) {
                            client.pending.put(name, data);
                        }
                    });
            clients.add(client);
        } finally {
            lock.unlock();
        }
        try {
            // Two seconds before a browser tries again (WHATWG HTML, "retry" field).
            sink.write("retry: 2000\n\n");
            for (String text = next(client);
                    !text.isEmpty() && still.getAsBoolean();
                    text = next(client)) {
                sink.write(text);
            }
        } finally {
            lock.lock();
            try {
                clients.remove(client);
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    /** Waits for records or the heartbeat's time; empty when the stream is closed. */
    private String next(Client client) throws InterruptedException {
        lock.lock();
        try {
            long left = heartbeat.toNanos();
            while (!closed && client.pending.isEmpty() && left > 0) {
                left = client.something.awaitNanos(left);
            }
            if (closed) {
                return "";
            }
            StringBuilder text = new StringBuilder();
            if (client.pending.isEmpty()) {
                append(text, BEAT, "");
            }
            client.pending.forEach((name, data) -> append(text, name, data));
            client.pending.clear();
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    private static void append(StringBuilder text, String name, String data) {
        text.append("event: ").append(name).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) {
            text.append("data: \n");
        }
        text.append('\n');
    }
}
