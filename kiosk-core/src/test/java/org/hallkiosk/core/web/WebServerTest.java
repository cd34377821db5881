package org.hallkiosk.core.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.hal.time.ThreadStrand;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {

    private static final int BODY = 4096;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final ThreadStrand strand = new ThreadStrand("web-test", InstantSource.system());
    private final Metrics metrics = new Metrics();
    private final EventStream events = new EventStream(2, Duration.ofMillis(100));
    private final AtomicReference<Optional<String>> trouble =
            new AtomicReference<>(Optional.empty());
    private final HttpClient client = HttpClient.newHttpClient();
    private WebServer server = make();
    private int port;

    private WebServer make() {
        WebServer.Limits limits =
                new WebServer.Limits(
                        BODY,
                        Duration.ofMillis(400),
                        Duration.ofMillis(400),
                        Duration.ofMillis(600),
                        Duration.ofSeconds(2),
                        64);
        Health health =
                new Health(List.of(), List.of(new Health.Check("disk", () -> trouble.get())));
        return new WebServer(
                new WebServer.Settings(
                        "127.0.0.1", 0, Set.of("hall.example"), limits, Optional.empty()),
                health,
                metrics,
                strand::nanoTime,
                List.of(this::routes));
    }

    private void routes(Routes routes) {
        routes.get("/hello/{who}", request -> Response.text("hello " + request.param("who")).now());
        routes.post(
                "/echo",
                Handler.on(
                        strand,
                        request ->
                                Response.text(
                                                Thread.currentThread().getName()
                                                        + ' '
                                                        + request.text())
                                        .now()));
        routes.get("/language", request -> Response.text(request.language().toString()).now());
        routes.get(
                "/fails",
                request -> {
                    throw new IllegalStateException("secret of the house");
                });
        routes.get("/never", request -> new CompletableFuture<>());
        routes.get(
                "/later",
                request -> {
                    CompletableFuture<Response> later = new CompletableFuture<>();
                    strand.after(
                            Duration.ofMillis(20), () -> later.complete(Response.text("later")));
                    return later;
                });
        routes.get("/gone", request -> Response.status(404).now());
        routes.get("/elsewhere", request -> Response.seeOther("/hello/x").now());
        routes.events("/events", events, Routes.Admission.ALL);
    }

    @BeforeEach
    void start() throws IOException {
        port = server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        strand.close();
        client.close();
    }

    @Test
    void answersWithPathParametersAndSafetyHeaders() throws Exception {
        HttpResponse<String> answer = get("/hello/%E7%AA%97%E5%8F%A3");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello 窗口");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void runsAHandlerOnItsStrandAndWaitsForALateAnswer() throws Exception {
        assertThat(post("/echo", "{}").body()).isEqualTo("web-test {}");
        assertThat(get("/later").body()).isEqualTo("later");
    }

    @Test
    @ExpectLog("A web (request|handler) failed")
    void showsNothingOfAFailure() throws Exception {
        HttpResponse<String> answer = get("/fails");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("internal").doesNotContain("secret", "Exception", "at ");
    }

    @Test
    void tellsWhenNoAnswerComesInTime() throws Exception {
        assertThat(get("/never").statusCode()).isEqualTo(504);
    }

    @Test
    void showsErrorsAsPageOrJson() throws Exception {
        assertThat(get("/nothing").body())
                .isEqualTo(
                        "{\"ok\":false,\"error\":{\"code\":\"not-found\",\"args\":{},"
                                + "\"text\":\"没有这个页面。\"}}");
        HttpResponse<String> page = send(request("/gone").header("Accept", "text/html"));
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("<!doctype html>").contains("没有这个页面");
        assertThat(send(request("/echo").DELETE()).statusCode()).isIn(404, 405);
        assertThat(get("/elsewhere").headers().firstValue("Location")).contains("/hello/x");
    }

    @Test
    void remembersTheLanguage() throws Exception {
        assertThat(get("/language").body()).isEqualTo("zh_CN");
        HttpResponse<String> switched = get("/language?lang=en");
        assertThat(switched.body()).isEqualTo("en");
        String cookie = switched.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("lang=en").contains("SameSite=Strict");
        assertThat(send(request("/language").header("Cookie", "a=b; lang=en")).body())
                .isEqualTo("en");
    }

    @Test
    void knowsOnlyItsOwnHostNames() throws Exception {
        assertThat(raw("GET /hello/a HTTP/1.1\r\nHost: evil.example:" + port + "\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /hello/a HTTP/1.1\r\nHost: HALL.example:1\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /hello/a HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /hello/a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 403");
    }

    @Test
    void refusesActionsOfOtherOrigins() throws Exception {
        String here = "http://127.0.0.1:" + port;
        assertThat(postFrom(here).statusCode()).isEqualTo(200);
        for (String origin :
                List.of(
                        "http://evil.example",
                        "http://127.0.0.1:" + (port + 1),
                        "null",
                        "http://127.0.0.1:" + port + ".evil.example",
                        "not a uri")) {
            assertThat(postFrom(origin).statusCode()).describedAs(origin).isEqualTo(403);
        }
        HttpResponse<String> cross =
                send(request("/echo").header("Sec-Fetch-Site", "cross-site").POST(body("{}")));
        assertThat(cross.statusCode()).isEqualTo(403);
    }

    @Test
    void refusesALargeBodyBeforeReadingIt() throws Exception {
        String head = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10485760\r\n\r\n";
        assertThat(raw(head)).startsWith("HTTP/1.1 413").contains("Connection: close");
    }

    @Test
    void refusesALargeBodyOfUnknownLength() throws Exception {
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        String all =
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk
                        + "1\r\nx\r\n0\r\n\r\n";
        assertThat(raw(all)).startsWith("HTTP/1.1 413");
        assertThat(post("/echo", "x".repeat(BODY)).statusCode()).isEqualTo(200);
    }

    @Test
    void closesAConnectionThatDripsItsHead() throws Exception {
        try (Socket socket = new Socket(HERE, port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /hello/a HT".getBytes(UTF_8));
            socket.getOutputStream().flush();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void endsABodyThatDrips() throws Exception {
        try (Socket socket = new Socket(HERE, port);
                ThreadStrand drip = new ThreadStrand("drip", InstantSource.system())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n"
                            .getBytes(UTF_8));
            out.flush();
            dripOn(drip, out);
            assertThat(line(socket)).startsWith("HTTP/1.1 408");
        }
    }

    private static void dripOn(ThreadStrand drip, OutputStream out) {
        drip.after(
                Duration.ofMillis(50),
                () -> {
                    try {
                        out.write('x');
                        out.flush();
                        dripOn(drip, out);
                    } catch (IOException e) {
                        // The server has closed: that is what the test waits for.
                    }
                });
    }

    @Test
    void servesTheStyleWithAnETagAndNothingBesideIt() throws Exception {
        HttpResponse<String> style = get("/static/hall.css");
        assertThat(style.body()).contains("--brand");
        String tag = style.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = send(request("/static/hall.css").header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        for (String path :
                List.of(
                        "/static/texts_zh.properties",
                        "/static/../static/hall.css/..",
                        "/static/..%2F..%2Fweb%2FWebServer.class",
                        "/static/%2e%2e/WebServer.class",
                        "/static/WebServer.class")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .describedAs(path)
                    .containsPattern("^HTTP/1.1 4\\d\\d");
        }
    }

    @Test
    void tellsHealthAndFigures() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).contains("\"up\"");
        trouble.set(Optional.of("the disk is full"));
        HttpResponse<String> down = get("/health/ready");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("the disk is full");
        metrics.gauge("queue_waiting", "People who wait", () -> 3, "category", "a\"b");
        assertThat(get("/metrics").body())
                .contains("# TYPE queue_waiting gauge\nqueue_waiting{category=\"a\\\"b\"} 3\n")
                .contains("web_requests_total 3\n");
    }

    @Test
    void sendsTheNewestOfEachNameAtConnectAndThenWhatChanges() throws Exception {
        events.publish("hall", "old");
        events.publish("hall", "one\ntwo");
        events.publish("other", "not wanted");
        try (Socket socket = stream("/events?names=hall,absent")) {
            BufferedReader in = reader(socket);
            assertThat(until(in, "data: two"))
                    .contains("event: hall", "data: one")
                    .doesNotContain("data: old", "event: other");
            assertThat(until(in, "event: beat")).isNotEmpty();
            events.publish("hall", "three");
            assertThat(until(in, "data: three")).contains("event: hall");
        }
    }

    @Test
    void takesNoMoreClientsThanItMay() throws Exception {
        try (Socket one = stream("/events");
                Socket two = stream("/events")) {
            until(reader(one), "retry: 2000");
            until(reader(two), "retry: 2000");
            assertThat(events.clients()).isEqualTo(2);
            assertThat(get("/events").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void dropsAClientThatDoesNotRead() throws Exception {
        try (Socket socket = stream("/events")) {
            until(reader(socket), "retry: 2000");
            String large = "x".repeat(4 << 20);
            CountDownLatch gone = new CountDownLatch(1);
            events.publish("large", large);
            watch(gone, large);
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void watch(CountDownLatch gone, String large) {
        if (events.clients() == 0) {
            gone.countDown();
        } else {
            events.publish("large", large);
            strand.after(Duration.ofMillis(100), () -> watch(gone, large));
        }
    }

    @Test
    void stopsWhileAStreamIsOpenAndGivesThePortBack() throws Exception {
        try (Socket socket = stream("/events")) {
            until(reader(socket), "retry: 2000");
            server.close();
            assertThat(events.clients()).isZero();
        }
        try (ServerSocket again = new ServerSocket()) {
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress(HERE, port));
            WebServer second =
                    new WebServer(
                            WebServer.Settings.loopback(port),
                            Health.none(),
                            new Metrics(),
                            strand::nanoTime,
                            List.of());
            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void refusesTheSamePathTwice() {
        RouteTable table = new RouteTable();
        table.get("/a", request -> Response.text("").now());
        assertThatThrownBy(() -> table.events("/a", events, Routes.Admission.ALL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasTheSameTextsInBothLanguages() throws IOException {
        assertThat(keys("_zh")).isNotEmpty().isEqualTo(keys(""));
    }

    private static Set<Object> keys(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Pages.class.getResourceAsStream("texts" + language + ".properties")) {
            texts.load(new InputStreamReader(in, UTF_8));
        }
        return texts.keySet();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(body(body)));
    }

    private HttpResponse<String> postFrom(String origin) throws Exception {
        return send(request("/echo").header("Origin", origin).POST(body("{}")));
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the server answers to these bytes, until it closes or its first body is there. */
    private String raw(String bytes) throws IOException {
        try (Socket socket = new Socket(HERE, port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(bytes.getBytes(UTF_8));
            socket.getOutputStream().flush();
            BufferedReader in = reader(socket);
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine();
                    line != null && !line.isEmpty();
                    line = in.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        }
    }

    private Socket stream(String path) throws IOException {
        Socket socket = new Socket(HERE, port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        return String.valueOf(reader(socket).readLine());
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    private static List<String> until(BufferedReader in, String start) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (line.startsWith(start)) {
                return lines;
            }
        }
        throw new AssertionError("The stream ended before " + start + ": " + lines);
    }
}
