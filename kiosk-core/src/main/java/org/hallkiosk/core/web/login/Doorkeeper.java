package org.hallkiosk.core.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.web.Request;

/**
 * Lets people in: checks names and passwords, keeps their sessions, knows who asks. Safe for all
 * threads.
 */
public final class Doorkeeper {

    private static final System.Logger LOG = System.getLogger(Doorkeeper.class.getName());

    /** A longer name or password is no try at all; hashing it would only cost time. */
    private static final int LONGEST = 256;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AccountSource accounts;
    private final Sessions sessions;
    private final LockOut lockOut;
    private final Account otherwise;
    private final boolean open;
    private final LoginLog log;
    private final String cookie;
    private final boolean secure;
    private final Metrics.Counter accepted;
    private final Metrics.Counter refused;
    private final Metrics.Counter locked;

    /** One hash at a time: guesses cost one processor at most, and the hall has others. */
    private final Semaphore hashing = new Semaphore(1);

    /** What a login came to. */
    public sealed interface Login {
        /**
         * He is in.
         *
         * @param cookie the header to set
         */
        record In(Account account, String cookie) implements Login {}

        /** Name or password is wrong. */
        record Wrong() implements Login {}

        /** Too many have failed; the right password would not help now. */
        record Locked() implements Login {}

        /** Too many try at once. */
        record Busy() implements Login {}
    }

    /** Who may do what without a login. */
    public enum Without {
        /** The demo: the built-in identity may do everything. */
        DEMO,
        /** On loopback, while no users are configured: everybody on this machine may look. */
        LOOK,
        /** Nothing. */
        NOTHING
    }

    /**
     * @param secure whether the pages are served by TLS; the cookie is then sent by nothing else
     * @param secrets makes session ids; cannot be guessed, outside tests
     * @param log keeps who has logged in and who has tried
     */
    public Doorkeeper(
            AccountSource accounts,
            Without without,
            boolean secure,
            RandomGenerator secrets,
            LongSupplier nanoTime,
            Metrics metrics,
            LoginLog log) {
        this(
                accounts,
                without,
                secure,
                secrets,
                nanoTime,
                metrics,
                log,
                Sessions.Limits.standard());
    }

    Doorkeeper(
            AccountSource accounts,
            Without without,
            boolean secure,
            RandomGenerator secrets,
            LongSupplier nanoTime,
            Metrics metrics,
            LoginLog log,
            Sessions.Limits limits) {
        this.log = log;
        this.accounts = accounts;
        this.sessions = new Sessions(accounts, limits, secrets, nanoTime);
        this.lockOut = new LockOut(nanoTime);
        this.otherwise = without == Without.DEMO ? Account.DEMO : Account.NOBODY;
        this.open = without != Without.NOTHING;
        this.secure = secure;
        // A browser takes a cookie of this prefix from this very host alone (RFC 6265bis 4.1.3).
        this.cookie = secure ? "__Host-kiosk" : "kiosk";
        this.accepted = metrics.counter("web_logins_total", "Logins that succeeded");
        this.refused = metrics.counter("web_logins_refused_total", "Logins that failed");
        this.locked =
                metrics.counter(
                        "web_logins_locked_total", "Logins refused after too many failures");
        metrics.gauge("web_sessions", "Who is logged in", sessions::count);
    }

    /** Checks a name and a password; blocks for the hashing of it. */
    Login login(String name, String password, String address) {
        if (lockOut.isLocked(name, address)) {
            locked.increment();
            return new Login.Locked();
        }
        if (name.isEmpty() || name.length() > LONGEST || password.length() > LONGEST) {
            return wrong("", "", address);
        }
        try {
            if (!hashing.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Login.Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Login.Busy();
        }
        try {
            return check(name, password, address);
        } finally {
            hashing.release();
        }
    }

    private Login check(String name, String password, String address) {
        // Again, since others may have failed while this one waited.
        if (lockOut.isLocked(name, address)) {
            locked.increment();
            return new Login.Locked();
        }
        Accounts now = accounts.now();
        Optional<Account> account = now.find(name, password.getBytes(UTF_8));
        String mark = now.mark(name);
        if (account.isEmpty() || mark == null) {
            // Somebody may have typed his password for his name.
            return wrong(name, mark == null ? "" : name, address);
        }
        lockOut.succeeded(name, address);
        accepted.increment();
        log.add(LoginLog.Outcome.IN, name, address);
        String id = sessions.open(account.get(), mark);
        return new Login.In(account.get(), set(id) + "; Max-Age=" + 24 * 3600);
    }

    /**
     * @param known the name if there is such an account
     */
    private Login wrong(String name, String known, String address) {
        lockOut.failed(name, address);
        refused.increment();
        log.add(LoginLog.Outcome.WRONG, known, address);
        if (lockOut.isLocked(name, address)) {
            log.add(LoginLog.Outcome.LOCKED, known, address);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Logins from {0} are locked for a while: too many failed",
                    address);
        }
        return new Login.Wrong();
    }

    private String set(String value) {
        return cookie
                + '='
                + value
                + "; Path=/; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /** Ends the session of whoever asks; gives the header that takes the cookie away. */
    String logout(Request request) {
        request.cookie(cookie)
                .flatMap(sessions::close)
                .ifPresent(who -> log.add(LoginLog.Outcome.OUT, who.name(), request.remote()));
        return set("") + "; Max-Age=0";
    }

    /** Who asks by a press or a page: this keeps a session alive. */
    Optional<Account> who(Request request) {
        return find(request, true);
    }

    /** Who listens: an open page alone keeps no session alive. */
    Optional<Account> listener(Request request) {
        return find(request, false);
    }

    private Optional<Account> find(Request request, boolean use) {
        Optional<Account> found = request.cookie(cookie).flatMap(id -> sessions.find(id, use));
        return found.isPresent() || !open ? found : Optional.of(otherwise);
    }
}
