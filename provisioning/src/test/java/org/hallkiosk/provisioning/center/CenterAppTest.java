package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.bus.LocalBroker;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole center on real threads, seen through its pages. */
class CenterAppTest {

    @TempDir Path folder;
    private final ThreadStrand brokerStrand =
            new ThreadStrand("test-broker", InstantSource.system());
    private final ThreadStrand hallStrand = new ThreadStrand("test-hall", InstantSource.system());
    private final LocalBroker broker =
            new LocalBroker(Permissions.ofCenter("center"), brokerStrand, Duration.ofMillis(1));
    private final AtomicLong connections = new AtomicLong();
    private final TestJournal journal = TestJournal.first("hall-1");
    private final HttpClient client = HttpClient.newHttpClient();
    private CenterApp app;
    private SendingHall hall;
    private int port;

    @BeforeEach
    void start() throws IOException {
        app =
                new CenterApp(
                        folder,
                        TestJournal.READER,
                        (strand, counter) ->
                                broker.bus("center", strand, connections::incrementAndGet),
                        PagesAccess.loopback(0),
                        new SplittableRandom(1),
                        TestJournal.ZONE,
                        Optional.empty(),
                        InstantSource.system());
        port = app.start();
        hall =
                new SendingHall(
                        journal,
                        broker.bus("hall-1", hallStrand, connections::incrementAndGet),
                        hallStrand);
    }

    @AfterEach
    void stop() throws IOException {
        app.close();
        hallStrand.close();
        brokerStrand.close();
        client.close();
    }

    @Test
    void showsAHallAndKeepsThePageLive() throws Exception {
        assertThat(get("/")).contains("尚无大厅上报");
        journal.add(new Event.DayOpened(LocalDate.of(2026, 11, 23)));
        journal.take(TestJournal.MORNING, "A001", "<b>社保</b>");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            "GET /events?names=hall.hall-1.zh HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(UTF_8));
            socket.getOutputStream().flush();
            BufferedReader live =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            until(live, "retry");
            hallStrand.execute(hall::open);
            until(live, "A001");
        }
        assertThat(get("/"))
                .contains("href=\"/hall/hall-1\"", "在线", "3 条事件，无缺失")
                .doesNotContain("尚无大厅上报");
        assertThat(get("/hall/hall-1"))
                .contains("取号", "2026-11-23", "&lt;b&gt;社保&lt;/b&gt;", journal.headHash())
                .doesNotContain("<b>社保");
        assertThat(get("/hall/hall-1?lang=en")).contains("3 events, none missing");
        assertThat(get("/hall/other")).contains("not-found");
        assertThat(get("/health/ready")).contains("up");
        assertThat(get("/metrics")).contains("center_events_total 3");
    }

    @Test
    void hasTheSameTextsInBothLanguages() throws IOException {
        assertThat(keys("_zh")).isNotEmpty().isEqualTo(keys(""));
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            assertThat(keys("")).contains("event." + type.getSimpleName());
        }
    }

    private static Set<Object> keys(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in =
                CenterPages.class.getResourceAsStream("texts" + language + ".properties")) {
            texts.load(new InputStreamReader(in, UTF_8));
        }
        return texts.keySet();
    }

    private static void until(BufferedReader in, String part) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.contains(part)) {
                return;
            }
        }
        throw new AssertionError("The stream ended before " + part);
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
