package org.hallkiosk.core.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.web.Request;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorkeeperTest {

    private static final Account CLERK = new Account("wangfang", Set.of(StaffRole.CLERK), "1001");
    private static final Account TECHNICIAN =
            new Account("jishu", Set.of(StaffRole.TECHNICIAN), null);
    private static final String PASSWORD = "correct horse 马";

    private final SimulatedTime time = new SimulatedTime(Instant.EPOCH);
    private final Metrics metrics = new Metrics();
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final AtomicInteger looked = new AtomicInteger();
    private Accounts accounts = accounts(PASSWORD, CLERK, TECHNICIAN);

    private final Doorkeeper keeper = keeper(Doorkeeper.Without.NOTHING, false);

    private Doorkeeper keeper(Doorkeeper.Without without, boolean secure) {
        return new Doorkeeper(
                () -> {
                    looked.incrementAndGet();
                    return accounts;
                },
                without,
                secure,
                new SplittableRandom(1),
                time::nanoTime,
                secure ? new Metrics() : metrics,
                (outcome, name, address) ->
                        logged.add(String.join(" ", outcome.name(), name, address)));
    }

    private static Accounts accounts(String password, Account... who) {
        try {
            return Accounts.parse(lines(password, who), "test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> lines(String password, Account... who) {
        return List.of(who).stream()
                .map(account -> Accounts.line(account, password.getBytes(UTF_8), new byte[16], 7))
                .toList();
    }

    private static Request with(String cookie) {
        return new Request(
                "GET",
                "/",
                Map.of(),
                Map.of(),
                Map.of("cookie", cookie.split(";", -1)[0]),
                new byte[0],
                "127.0.0.1");
    }

    private static String in(Doorkeeper at) {
        return switch (at.login("wangfang", PASSWORD, "10.0.0.1")) {
            case Doorkeeper.Login.In in -> in.cookie();
            default -> throw new AssertionError("not let in");
        };
    }

    @Test
    void knowsWhoHasLoggedIn() {
        String cookie = in(keeper);
        assertThat(cookie)
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        assertThat(keeper.who(with(cookie))).contains(CLERK);
        assertThat(keeper.who(with("kiosk=guess"))).isEmpty();
        assertThat(keeper.who(with("lang=zh"))).isEmpty();
        keeper.logout(with(cookie));
        assertThat(keeper.who(with(cookie))).isEmpty();
    }

    @Test
    void aCookieUnderTlsIsSecureAndOfThisHostAlone() {
        assertThat(in(keeper(Doorkeeper.Without.NOTHING, true)))
                .startsWith("__Host-kiosk=")
                .contains("; Secure");
    }

    @Test
    void whatIsAllowedWithoutALoginIsSaid() {
        assertThat(keeper(Doorkeeper.Without.LOOK, true).who(with("")))
                .contains(Account.NOBODY)
                .hasValueSatisfying(nobody -> assertThat(nobody.may(StaffRole.CLERK)).isFalse());
        assertThat(keeper(Doorkeeper.Without.DEMO, true).who(with(""))).contains(Account.DEMO);
    }

    @Test
    @ExpectLog("Logins from 10.0.0.9 are locked for a while")
    void fiveFailuresLockOutThatNameFromThereForFifteenMinutes() {
        for (int i = 0; i < 5; i++) {
            assertThat(keeper.login("wangfang", "wrong " + i, "10.0.0.9"))
                    .isInstanceOf(Doorkeeper.Login.Wrong.class);
        }
        assertThat(keeper.login("wangfang", PASSWORD, "10.0.0.9"))
                .isInstanceOf(Doorkeeper.Login.Locked.class);
        // Nobody keeps a colleague out from another place.
        assertThat(keeper.login("wangfang", PASSWORD, "10.0.0.1"))
                .isInstanceOf(Doorkeeper.Login.In.class);
        time.advance(Duration.ofMinutes(15).plusSeconds(1));
        assertThat(keeper.login("wangfang", PASSWORD, "10.0.0.9"))
                .isInstanceOf(Doorkeeper.Login.In.class);
        assertThat(metrics.render())
                .contains("web_logins_total 2", "web_logins_refused_total 5")
                .contains("web_logins_locked_total 1");
    }

    @Test
    @ExpectLog("are locked for a while")
    void guessesFromManyPlacesLockTheName() {
        for (int i = 0; i < 20; i++) {
            keeper.login("wangfang", "wrong", "10.0.1." + i);
        }
        assertThat(keeper.login("wangfang", PASSWORD, "10.0.0.1"))
                .isInstanceOf(Doorkeeper.Login.Locked.class);
    }

    @Test
    @ExpectLog("are locked for a while")
    void guessesOfManyNamesLockThePlace() {
        for (int i = 0; i < 20; i++) {
            keeper.login("nobody" + i, "wrong", "10.0.0.9");
        }
        assertThat(keeper.login("wangfang", PASSWORD, "10.0.0.9"))
                .isInstanceOf(Doorkeeper.Login.Locked.class);
        assertThat(keeper.login("wangfang", PASSWORD, "10.0.0.1"))
                .isInstanceOf(Doorkeeper.Login.In.class);
    }

    @Test
    @ExpectLog("Logins from 10.0.0.9 are locked for a while")
    void whoLoggedInAndWhoTriedIsKeptAndNoTypedSecret() {
        String cookie = in(keeper);
        keeper.login("my password", "typed in the wrong field", "10.0.0.1");
        keeper.logout(with(cookie));
        keeper.logout(with(cookie));
        for (int i = 0; i < 7; i++) {
            keeper.login("wangfang", "wrong", "10.0.0.9");
        }
        assertThat(logged)
                .containsExactly(
                        "IN wangfang 10.0.0.1",
                        "WRONG  10.0.0.1",
                        "OUT wangfang 127.0.0.1",
                        "WRONG wangfang 10.0.0.9",
                        "WRONG wangfang 10.0.0.9",
                        "WRONG wangfang 10.0.0.9",
                        "WRONG wangfang 10.0.0.9",
                        "WRONG wangfang 10.0.0.9",
                        "LOCKED wangfang 10.0.0.9");
    }

    @Test
    @ExpectLog("are locked for a while")
    void aFloodOfLoginsIsHashedTwentyTimes() {
        for (int i = 0; i < 1000; i++) {
            keeper.login("nobody" + i, "wrong", "10.0.0.9");
        }
        assertThat(looked).as("how often a password was checked").hasValue(20);
        assertThat(logged).as("lines on the disk").hasSize(21);
    }

    @Test
    void whileAPasswordIsCheckedNobodyWhoIsInWaits() throws Exception {
        CountDownLatch checking = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        Doorkeeper busy =
                new Doorkeeper(
                        () -> accounts,
                        Doorkeeper.Without.NOTHING,
                        false,
                        new SplittableRandom(1),
                        time::nanoTime,
                        new Metrics(),
                        (outcome, name, address) -> {
                            if (outcome == LoginLog.Outcome.WRONG) {
                                checking.countDown();
                                awaitQuietly(go);
                                done.add(address);
                            }
                        });
        Request cook = with(in(busy));
        try (ExecutorService flood = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 19; i++) {
                String from = "10.0.1." + i;
                flood.execute(() -> busy.login("jishu", "wrong", from));
            }
            assertThat(checking.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 100; i++) {
                assertThat(busy.who(cook)).contains(CLERK);
            }
            assertThat(done).isEmpty();
            go.countDown();
        }
        assertThat(done).isNotEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anEndlessPasswordIsNotHashed() {
        assertThat(keeper.login("wangfang", "x".repeat(300_000), "10.0.0.1"))
                .isInstanceOf(Doorkeeper.Login.Wrong.class);
        assertThat(keeper.login("", "", "10.0.0.1")).isInstanceOf(Doorkeeper.Login.Wrong.class);
    }

    @Test
    void aSessionEndsWhenNobodyDoesAnythingForAnHour() {
        String cookie = in(keeper);
        for (int i = 0; i < 5; i++) {
            time.advance(Duration.ofMinutes(59));
            assertThat(keeper.who(with(cookie))).isPresent();
        }
        time.advance(Duration.ofMinutes(40));
        // A page that merely stays open listens, and that keeps nothing alive.
        assertThat(keeper.listener(with(cookie))).isPresent();
        time.advance(Duration.ofMinutes(21));
        assertThat(keeper.listener(with(cookie))).isEmpty();
        assertThat(keeper.who(with(cookie))).isEmpty();
    }

    @Test
    void aSessionEndsAfterTwelveHoursWhateverIsDone() {
        String cookie = in(keeper);
        for (int i = 0; i < 23; i++) {
            time.advance(Duration.ofMinutes(30));
            assertThat(keeper.who(with(cookie))).isPresent();
        }
        time.advance(Duration.ofMinutes(31));
        assertThat(keeper.who(with(cookie))).isEmpty();
    }

    @Test
    void anotherPasswordOrRoleOrNoAccountEndsTheSession() {
        String first = in(keeper);
        accounts = accounts("another password", CLERK);
        assertThat(keeper.who(with(first))).isEmpty();
        accounts = accounts(PASSWORD, CLERK);
        String second = in(keeper);
        accounts = accounts(PASSWORD, new Account("wangfang", Set.of(StaffRole.VIEWER), null));
        assertThat(keeper.who(with(second))).isEmpty();
        accounts = accounts(PASSWORD, CLERK);
        String third = in(keeper);
        accounts = accounts(PASSWORD, TECHNICIAN);
        assertThat(keeper.who(with(third))).isEmpty();
    }

    @Test
    void aFileIsReplacedAsAWholeAndSeenAtOnce(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("users");
        assertThat(AccountFile.replace(file, "wangfang", lines("one", CLERK).getFirst())).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        AccountFile open = AccountFile.open(file);
        assertThat(open.now().find("wangfang", "one".getBytes(UTF_8))).contains(CLERK);
        assertThat(AccountFile.replace(file, "wangfang", lines("two", CLERK).getFirst())).isTrue();
        assertThat(open.now().find("wangfang", "one".getBytes(UTF_8))).isEmpty();
        assertThat(open.now().find("wangfang", "two".getBytes(UTF_8))).contains(CLERK);
        assertThat(AccountFile.replace(file, "wangfang", null)).isTrue();
        assertThat(open.now().knows("wangfang")).isFalse();
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    @ExpectLog("The users are as they were read before")
    void aFileThatCannotBeReadAnyMoreLeavesThePeopleInForce(@TempDir Path directory)
            throws Exception {
        Path file = directory.resolve("users");
        AccountFile.replace(file, "wangfang", lines("one", CLERK).getFirst());
        AccountFile open = AccountFile.open(file);
        Files.writeString(file, "not a user");
        for (int i = 0; i < 3; i++) {
            assertThat(open.now().find("wangfang", "one".getBytes(UTF_8))).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wangfang",
                "wangfang:$7$7$AAAA$AAAA:clerk",
                "wangfang:$7$7$AAAA$AAAA:clerk:",
                "wangfang:$7$7$AAAA$AAAA:king:1001",
                "wangfang:$7$7$AAAA$AAAA:clerk:a b",
                "wangfang:secret:clerk:1001",
                "demo:$7$7$AAAA$AAAA:clerk:1001",
                "a/b:$7$7$AAAA$AAAA:viewer:",
            })
    void linesOfAnotherFormAreRefusedWithoutBeingRepeated(String line) {
        assertThatThrownBy(() -> Accounts.parse(List.of(line), "file"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file line 1 ")
                .hasMessageNotContaining("AAAA")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aNameStandsOnce() {
        String line = lines("one", CLERK).getFirst();
        assertThatThrownBy(() -> Accounts.parse(List.of("# people", line, line), "file"))
                .hasMessage("file line 3 names somebody again");
    }

    @Test
    void aClerkActsUnderTheStaffNumber() {
        assertThat(CLERK.actor().id()).isEqualTo("1001");
        assertThat(TECHNICIAN.actor().id()).isEqualTo("jishu");
        assertThat(Optional.of(Account.DEMO.actor().kind().word())).contains("demo");
    }
}
