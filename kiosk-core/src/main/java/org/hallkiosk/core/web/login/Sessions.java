package org.hallkiosk.core.web.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Who is logged in. In memory alone: a restart ends all sessions, and a page keeps what it had not
 * delivered until its clerk has logged in again. The ids are kept as hashes.
 *
 * <p>Safe for all threads; blocks on a short lock only.
 */
final class Sessions {

    /** 256 bits cannot be guessed. */
    private static final int ID_BYTES = 32;

    private static final int MOST = 1000;

    private final AccountSource accounts;
    private final Limits limits;
    private final RandomGenerator secrets;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /**
     * When a session ends by itself.
     *
     * @param idle after the last request of a person; a page that merely stays open is none
     * @param absolute after the login
     */
    record Limits(Duration idle, Duration absolute) {
        /** An hour without a press; a working day with its evening hours (R28). */
        static Limits standard() {
            return new Limits(Duration.ofHours(1), Duration.ofHours(12));
        }
    }

    private static final class Session {
        final Account account;
        final String mark;
        final long began;
        long used;

        Session(Account account, String mark, long now) {
            this.account = account;
            this.mark = mark;
            this.began = now;
            this.used = now;
        }
    }

    Sessions(
            AccountSource accounts, Limits limits, RandomGenerator secrets, LongSupplier nanoTime) {
        this.accounts = accounts;
        this.limits = limits;
        this.secrets = secrets;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens a session under a new id, whatever the browser brought along.
     *
     * @param mark what the login was checked against, see {@link Accounts#mark}
     * @return the id
     */
    String open(Account account, String mark) {
        byte[] bytes = new byte[ID_BYTES];
        secrets.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        lock.lock();
        try {
            sessions.values().removeIf(this::isOver);
            while (sessions.size() >= MOST) {
                sessions.remove(sessions.keySet().iterator().next());
            }
            sessions.put(hash(id), new Session(account, mark, nanoTime.getAsLong()));
        } finally {
            lock.unlock();
        }
        return id;
    }

    /**
     * Whose session this is.
     *
     * @param use whether a person did something, which keeps it alive
     */
    Optional<Account> find(String id, boolean use) {
        Accounts now = accounts.now();
        lock.lock();
        try {
            String key = hash(id);
            Session session = sessions.get(key);
            if (session == null) {
                return Optional.empty();
            }
            if (isOver(session) || !session.mark.equals(now.mark(session.account.name()))) {
                sessions.remove(key);
                return Optional.empty();
            }
            if (use) {
                session.used = nanoTime.getAsLong();
            }
            return Optional.of(session.account);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver(Session session) {
        long now = nanoTime.getAsLong();
        return now - session.used >= limits.idle.toNanos()
                || now - session.began >= limits.absolute.toNanos();
    }

    /** Ends a session; whose it was, empty when there was none. */
    Optional<Account> close(String id) {
        lock.lock();
        try {
            return Optional.ofNullable(sessions.remove(hash(id))).map(session -> session.account);
        } finally {
            lock.unlock();
        }
    }

    /** How many there are, those that nobody has found over yet too. */
    int count() {
        lock.lock();
        try {
            return sessions.size();
        } finally {
            lock.unlock();
        }
    }

    private static String hash(String id) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
