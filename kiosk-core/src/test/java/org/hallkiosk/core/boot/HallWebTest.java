package org.hallkiosk.core.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.contract.ContractSchemas;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.Accounts;
import org.hallkiosk.core.web.login.Doorkeeper;
import org.hallkiosk.core.web.login.StaffRole;
import org.hallkiosk.core.web.technician.Workshop;
import org.hallkiosk.core.wire.HallConfigCodec;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hall with its own journal and nobody on its bus, by HTTP, as each kind of person. */
class HallWebTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final String PASSWORD = "a long password";
    private static final String HOSTILE = "<script>alert(1)</script>\"'&";

    private static final String HALL =
            """
            name: "青山 <b>县</b>"
            areas: []
            categories:
              - {id: general, name: "综合 <script>alert(1)</script>\\"'&", prefix: A}
            windows:
              - {no: 1, label: "1", device: window-1, categories: [general], evaluator: true}
              - {no: 2, label: "<i>2</i>", device: window-1, categories: [general]}
            ranges:
              hall: {from: 1, to: 699}
              blocks: {from: 700, to: 899}
              recovery: {from: 900, to: 999}
            rules: {evaluationSeconds: 300, priorityRun: 2, typicalServiceSeconds: 300}
            hours: []
            texts: {}
            staff:
              - {no: "1001", name: "王芳", title: "窗口"}
              - {no: "1002", name: "<img src=x>", title: "窗口"}
            """;

    @TempDir Path directory = Path.of("replaced-by-junit");

    private final InstantSource clock = UntilStopped.clock();
    private final Random random = new Random(3);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private volatile Runnable onLogin = () -> {};
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = start(Doorkeeper.Without.NOTHING, "hall");
    }

    private int start(Doorkeeper.Without without, String name) throws Exception {
        HallConfigCodec.Document document = HallSetup.parseInitial(HALL, "test");
        Path data = Files.createDirectories(directory.resolve(name));
        HallApp hall =
                new HallApp(
                        "qingshan",
                        ZONE,
                        Locale.SIMPLIFIED_CHINESE,
                        new HallRole.Initial(document.config(), document.staff()),
                        false,
                        new HallApp.World(
                                (strand, counter) -> new NoBus(),
                                null,
                                clock,
                                new TimeOrderedIds(clock, random),
                                random,
                                data,
                                Files.createDirectories(data.resolve("backup"))));
        parts.addFirst(hall);
        hall.start();
        // The business day opens by itself, a moment after the start.
        assertThat(hall.awaitService(Duration.ofSeconds(30))).isTrue();
        Accounts accounts =
                Accounts.parse(
                        List.of(
                                line("wangfang", StaffRole.CLERK, "1001"),
                                line("xss", StaffRole.CLERK, "1002"),
                                line("jishu", StaffRole.TECHNICIAN, ""),
                                line("yuyue", StaffRole.BOOKING, ""),
                                line("heping", StaffRole.VIEWER, "")),
                        "test");
        HallWeb web =
                new HallWeb(
                        hall,
                        new HallWeb.Setup(
                                WebServer.Settings.loopback(0),
                                () -> accounts,
                                without,
                                ZONE,
                                Locale.SIMPLIFIED_CHINESE,
                                Workshop.EMPTY,
                                Optional.empty(),
                                List.of(),
                                new TimeOrderedIds(clock, random),
                                random,
                                (outcome, user, address) -> onLogin.run()));
        parts.addFirst(web);
        return web.start();
    }

    private static String line(String name, StaffRole role, String staff) {
        return Accounts.line(
                new Account(name, Set.of(role), staff.isEmpty() ? null : staff),
                PASSWORD.getBytes(UTF_8),
                new byte[16],
                5);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        client.close();
    }

    private HttpRequest.Builder request(int at, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return send(request(port, path).header("Cookie", cookie).header("Accept", "text/html"));
    }

    private HttpResponse<String> post(String path, String cookie, String fields) throws Exception {
        return send(
                request(port, path)
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"id\":\"" + UUID.randomUUID() + "\"" + fields + "}")));
    }

    private HttpResponse<String> login(String name, String password, String cookie, String next)
            throws Exception {
        return send(
                request(port, "/login")
                        .header("Cookie", cookie)
                        .header("Accept", "text/html")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "name="
                                                + name
                                                + "&password="
                                                + URLEncoder.encode(password, UTF_8)
                                                + "&next="
                                                + URLEncoder.encode(next, UTF_8))));
    }

    private String as(String name) throws Exception {
        return login(name, PASSWORD, "x=y", "/")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", -1)[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/clerk", "/clerk/1", "/technician", "/technician/wire/window-1/panel"})
    void aPageLeadsToTheLoginFirst(String path) throws Exception {
        HttpResponse<String> sent = get(path, "x=y");
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(sent.headers().firstValue("Location"))
                .contains("/login?next=" + URLEncoder.encode(path, UTF_8));
        assertThat(sent.body()).doesNotContain("青山");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/events", "/clerk-events", "/technician-events"})
    void nobodyListensWithoutALogin(String path) throws Exception {
        assertThat(get(path, "kiosk=guess").statusCode()).isEqualTo(401);
    }

    @Test
    void nobodyWritesWithoutALogin() throws Exception {
        List<String> paths = new ArrayList<>(documented());
        paths.addAll(List.of("/api/v1/nonsense", "/api/v1/device/d/identify"));
        assertThat(paths).hasSizeGreaterThan(25);
        for (String path : paths) {
            HttpResponse<String> refused = post(path, "kiosk=guess", "");
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.body()).contains("login-required");
        }
    }

    @Test
    void whoMayLookMayDoNothingThatIsDocumented() throws Exception {
        String cookie = as("heping");
        for (String path : documented()) {
            int status = post(path, cookie, "").statusCode();
            assertThat(status).as(path).isEqualTo(path.endsWith("/config.get") ? 200 : 403);
        }
    }

    /** What {@code openapi.yaml} knows to be posted to the API. */
    private static List<String> documented() throws IOException {
        Path file = ContractSchemas.root().resolve("docs/contract/openapi.yaml");
        return new YAMLMapper()
                .readTree(file.toFile()).path("paths").properties().stream()
                        .filter(path -> path.getValue().has("post"))
                        .map(path -> path.getKey().replaceAll("\\{[a-z]+}", "x"))
                        .filter(path -> path.startsWith("/api/v1/"))
                        .toList();
    }

    @Test
    void ticketsAreTakenWhileAPasswordIsChecked() throws Exception {
        String cookie = as("wangfang");
        CountDownLatch checking = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        onLogin =
                () -> {
                    checking.countDown();
                    awaitQuietly(go);
                };
        try (ExecutorService flood = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> guesses = new ArrayList<>();
            for (int i = 0; i < 19; i++) {
                String name = "guess" + i;
                guesses.add(flood.submit(() -> login(name, "wrong", "x=y", "/")));
            }
            assertThat(checking.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20; i++) {
                assertThat(
                                post(
                                                "/api/v1/ticket.take",
                                                cookie,
                                                ",\"category\":\"general\",\"device\":null")
                                        .statusCode())
                        .isEqualTo(200);
            }
            assertThat(go.getCount()).as("the password is still being checked").isEqualTo(1);
            onLogin = () -> {};
            go.countDown();
            for (Future<HttpResponse<String>> guess : guesses) {
                assertThat(guess.get().statusCode()).isIn(401, 503);
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eachRoleDoesItsOwnAndNoMore() throws Exception {
        Map<String, List<Integer>> expected =
                Map.of(
                        // take, config.put, device command, clerk's page, technician's page
                        "wangfang", List.of(200, 403, 403, 200, 403),
                        "jishu", List.of(403, 409, 409, 403, 200),
                        "heping", List.of(403, 403, 403, 403, 403));
        for (Map.Entry<String, List<Integer>> one : expected.entrySet()) {
            String cookie = as(one.getKey());
            assertThat(
                            List.of(
                                    post(
                                                    "/api/v1/ticket.take",
                                                    cookie,
                                                    ",\"category\":\"general\",\"device\":null")
                                            .statusCode(),
                                    post("/api/v1/config.put", cookie, "").statusCode(),
                                    post("/api/v1/device/window-1/identify", cookie, "")
                                            .statusCode(),
                                    get("/clerk/1", cookie).statusCode(),
                                    get("/technician", cookie).statusCode()))
                    .as(one.getKey())
                    .isEqualTo(one.getValue());
            assertThat(get("/", cookie).statusCode()).isEqualTo(200);
            // What devices alone do, and what nobody on a page may: rate.
            for (String verb : List.of("ticket.proof", "block.lease", "evaluation.submit")) {
                assertThat(post("/api/v1/" + verb, cookie, "").statusCode()).isEqualTo(403);
            }
            assertThat(
                            post(
                                            "/api/v1/evaluator/window-1/press",
                                            cookie,
                                            ",\"window\":1,\"level\":5")
                                    .statusCode())
                    .isEqualTo(403);
            assertThat(post("/api/v1/device/window-1/evaluator.open", cookie, "").statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void aClerkWorksAtAWindowUnderHisOwnNumber() throws Exception {
        String cookie = as("wangfang");
        post("/api/v1/ticket.take", cookie, ",\"category\":\"general\",\"device\":null");
        assertThat(post("/api/v1/window.open", cookie, ",\"window\":1,\"staff\":\"1002\"").body())
                .contains("not-yours");
        assertThat(
                        post("/api/v1/window.open", cookie, ",\"window\":1,\"staff\":\"1001\"")
                                .statusCode())
                .isEqualTo(200);
        // Another's window is not his.
        assertThat(post("/api/v1/ticket.call-next", as("xss"), ",\"window\":1").body())
                .contains("not-yours");
        assertThat(get("/clerk/1", cookie).body())
                .contains("data-staff=\"1001\"", "ticket.call-next")
                .doesNotContain("token", "/press\"");
    }

    @Test
    void aPressFromAnotherSiteIsRefusedEvenWithTheCookie() throws Exception {
        String cookie = as("wangfang");
        for (String origin : List.of("https://evil.example", "null")) {
            HttpResponse<String> refused =
                    send(
                            request(port, "/api/v1/window.open")
                                    .header("Cookie", cookie)
                                    .header("Origin", origin)
                                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("other-origin");
        }
        HttpResponse<String> login =
                send(
                        request(port, "/login")
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(HttpRequest.BodyPublishers.ofString("name=wangfang")));
        assertThat(login.statusCode()).isEqualTo(403);
    }

    @Test
    void aSessionIdBroughtAlongIsNeverTakenOver() throws Exception {
        String planted = "kiosk=" + "A".repeat(43);
        HttpResponse<String> in = login("wangfang", PASSWORD, planted, "/clerk/1");
        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(in.headers().firstValue("Location")).contains("/clerk/1");
        String given = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(given)
                .startsWith("kiosk=")
                .doesNotStartWith(planted)
                .contains("HttpOnly", "SameSite=Strict");
        assertThat(get("/", planted).statusCode()).isEqualTo(303);

        // Who logs in again gets a new one, and the old one is over.
        String first = given.split(";", -1)[0];
        login("wangfang", PASSWORD, first, "/");
        assertThat(get("/", first).statusCode()).isEqualTo(303);
    }

    @Test
    void aLogoutEndsTheSession() throws Exception {
        String cookie = as("heping");
        HttpResponse<String> out = post("/logout", cookie, "");
        assertThat(out.statusCode()).isEqualTo(303);
        assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(get("/", cookie).statusCode()).isEqualTo(303);
    }

    @Test
    @ExpectLog("are locked for a while")
    void guessingIsLockedOut() throws Exception {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> wrong = login("wangfang", "guess" + i, "x=y", "/");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).contains("用户名或密码不正确").doesNotContain("guess" + i);
        }
        HttpResponse<String> locked = login("wangfang", PASSWORD, "x=y", "/");
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/",
                "https://evil.example",
                "/\\evil.example",
                "/a\r\nSet-Cookie: x=y",
                "javascript:alert(1)",
                ""
            })
    void aLoginLeadsToThisServerAlone(String next) throws Exception {
        HttpResponse<String> in = login("wangfang", PASSWORD, "x=y", next);
        assertThat(in.headers().firstValue("Location")).contains("/");
        assertThat(in.headers().allValues("Set-Cookie")).hasSize(1);
    }

    @Test
    void whatIsTypedIntoTheLoginComesBackHarmless() throws Exception {
        HttpResponse<String> wrong =
                login(URLEncoder.encode(HOSTILE, UTF_8), "x", "x=y", "/" + HOSTILE);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).doesNotContain("<script>alert", "\"'&");
    }

    @Test
    void hostileNamesInTheHallsConfigurationAreShownAsText() throws Exception {
        String cookie = as("xss");
        post("/api/v1/window.open", cookie, ",\"window\":2,\"staff\":\"1002\"");
        post(
                "/api/v1/window.pause",
                cookie,
                ",\"window\":2,\"staff\":\"1002\",\"reason\":\"<script>alert(2)</script>\"");
        for (String path : List.of("/", "/clerk", "/clerk/2")) {
            String page = get(path, cookie).body();
            assertThat(page)
                    .as(path)
                    .doesNotContain(
                            "<script>alert", "<b>县", "<i>2", "<img src=x", "alert(1)</script>");
            assertThat(page).contains("&lt;");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/clerk/0",
                "/clerk/999999999999",
                "/clerk/..%2f..%2fetc%2fpasswd",
                "/clerk/%00",
                "/technician/wire/..%2f..%2f/etc",
                "/static/..%2f..%2ftexts.properties",
                "/../../../etc/passwd"
            })
    void nothingLiesBesideThePages(String path) throws Exception {
        String cookie = as("jishu");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: localhost\r\nCookie: "
                                            + cookie
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            assertThat(in.readLine()).containsPattern("^HTTP/1.1 4\\d\\d");
            assertThat(in.lines().toList()).noneMatch(line -> line.contains("root:"));
        }
    }

    @Test
    void aBodyThatIsTooLargeOrNoJsonIsRefused() throws Exception {
        String cookie = as("wangfang");
        for (String body : List.of("{", "[]", "\0", "{\"id\":1}", "{\"id\":\"" + HOSTILE + "\"}")) {
            HttpResponse<String> refused =
                    send(
                            request(port, "/api/v1/ticket.take")
                                    .header("Cookie", cookie)
                                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(refused.statusCode()).as(body).isEqualTo(409);
            assertThat(refused.body()).contains("bad-request");
        }
        for (String path : List.of("/api/v1/ticket.take", "/login")) {
            HttpResponse<String> large =
                    send(
                            request(port, path)
                                    .header("Cookie", cookie)
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "x".repeat(300_000))));
            assertThat(large.statusCode()).isEqualTo(413);
        }
    }

    @Test
    void theBookingSystemRegistersAndCancelsAndDoesNothingElse() throws Exception {
        String booking =
                ",\"booking\":\"YY-1\",\"category\":\"general\",\"from\":\"2026-11-23T09:00:00+08:00\","
                        + "\"to\":\"2036-11-23T10:00:00+08:00\",\"name\":\"王*\"";
        for (String other : List.of("wangfang", "jishu", "heping")) {
            String cookie = as(other);
            assertThat(post("/api/v1/booking.register", cookie, booking).statusCode())
                    .as(other)
                    .isEqualTo(403);
        }
        String cookie = as("yuyue");
        assertThat(post("/api/v1/booking.register", cookie, booking).body())
                .isEqualTo("{\"ok\":true}");
        assertThat(post("/api/v1/booking.register", cookie, booking).body())
                .as("the same again")
                .isEqualTo("{\"ok\":true}");
        assertThat(post("/api/v1/booking.register", cookie, booking.replace("王*", "王小明")).body())
                .contains("bad-request");
        assertThat(post("/api/v1/booking.cancel", cookie, ",\"booking\":\"YY-1\"").body())
                .isEqualTo("{\"ok\":true}");
        assertThat(post("/api/v1/booking.cancel", cookie, ",\"booking\":\"YY-1\"").body())
                .contains("booking-unknown");
        assertThat(post("/api/v1/ticket.take", cookie, ",\"category\":\"general\"").statusCode())
                .isEqualTo(403);
    }

    @Test
    void figuresAndHealthAreToldWithoutALogin() throws Exception {
        HttpResponse<String> ready = send(request(port, "/health/ready"));
        // Nobody is on this hall's bus, and it says so; the day is open and the journal writes.
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("broker").doesNotContain("journal", "day");
        assertThat(send(request(port, "/health/live")).statusCode()).isEqualTo(200);
        String cookie = as("wangfang");
        post("/api/v1/ticket.take", cookie, ",\"category\":\"general\",\"device\":null");
        String figures = "";
        for (int i = 0; i < 2000 && !figures.contains("outcome=\"accepted\"} 1"); i++) {
            figures = send(request(port, "/metrics")).body();
        }
        assertThat(figures)
                .contains("hall_requests_total{outcome=\"accepted\"} 1\n")
                .contains("hall_windows{status=\"closed\"} 2\n")
                .contains("hall_broker_connected 0\n", "hall_journal_writable 1\n")
                .contains(
                        "# TYPE hall_events_total counter\n", "hall_waiting{category=\"general\"}")
                .containsPattern("hall_outbox_events [1-9]")
                .contains("web_logins_total 1\n")
                .doesNotContain("wangfang");
    }

    @Test
    void onLoopbackWithoutUsersEverybodyMayLookAndNobodyMayPress() throws Exception {
        port = start(Doorkeeper.Without.LOOK, "open");
        assertThat(get("/", "x=y").statusCode()).isEqualTo(200);
        assertThat(get("/clerk/1", "x=y").statusCode()).isEqualTo(303);
        assertThat(post("/api/v1/ticket.take", "x=y", "").statusCode()).isEqualTo(401);
        assertThat(post("/api/v1/config.get", "x=y", "").statusCode()).isEqualTo(401);
    }
}
