package org.hallkiosk.core.web.login;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Counts failed logins and says who must wait. Five for one name from one address within 15 minutes
 * (RELIABILITY.md, security row 1), twenty for one name from anywhere, twenty from one address for
 * any names: a colleague elsewhere is not kept out by somebody who guesses here, and nobody guesses
 * for long.
 *
 * <p>Safe for all threads; blocks on a short lock only.
 */
final class LockOut {

    static final Duration WINDOW = Duration.ofMinutes(15);
    static final int PAIR = 5;
    static final int ALONE = 20;

    /** More keys than this are not kept: the one unused for longest is forgotten. */
    private static final int MOST_KEYS = 10_000;

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Deque<Long>> failures = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String name, String address) {
        int limit() {
            return name.isEmpty() || address.isEmpty() ? ALONE : PAIR;
        }
    }

    LockOut(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static List<Key> keys(String name, String address) {
        return List.of(new Key(name, address), new Key(name, ""), new Key("", address));
    }

    /** Whether a login by this name from this address is refused unseen. */
    boolean isLocked(String name, String address) {
        lock.lock();
        try {
            return keys(name, address).stream().anyMatch(key -> recent(key) >= key.limit());
        } finally {
            lock.unlock();
        }
    }

    private int recent(Key key) {
        Deque<Long> times = failures.get(key);
        if (times == null) {
            return 0;
        }
        while (!times.isEmpty() && nanoTime.getAsLong() - times.peekFirst() > WINDOW.toNanos()) {
            times.removeFirst();
        }
        return times.size();
    }

    /** A login failed. */
    void failed(String name, String address) {
        lock.lock();
        try {
            for (Key key : keys(name, address)) {
                Deque<Long> times = failures.computeIfAbsent(key, k -> new ArrayDeque<>());
                times.addLast(nanoTime.getAsLong());
                if (times.size() > key.limit()) {
                    times.removeFirst();
                }
            }
            while (failures.size() > MOST_KEYS) {
                failures.remove(failures.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** A login succeeded: what failed for this name from this address is forgiven. */
    void succeeded(String name, String address) {
        lock.lock();
        try {
            failures.remove(new Key(name, address));
        } finally {
            lock.unlock();
        }
    }
}
