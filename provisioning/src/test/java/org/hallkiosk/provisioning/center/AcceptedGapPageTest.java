package org.hallkiosk.provisioning.center;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.bus.LocalBroker;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.AccountSource;
import org.hallkiosk.core.web.login.Accounts;
import org.hallkiosk.core.web.login.Doorkeeper;
import org.hallkiosk.core.web.login.StaffRole;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gap that a hall can never fill, accepted on the center's page: by a technician alone. */
class AcceptedGapPageTest {

    private static final String HALL = "hall-1";
    private static final String ACCEPT = "/hall/hall-1/gap/1/4/5/accept";

    @TempDir Path folder = Path.of("replaced-by-junit");
    private final ThreadStrand strand = new ThreadStrand("test-broker", InstantSource.system());
    private final LocalBroker broker =
            new LocalBroker(Permissions.ofCenter("center"), strand, Duration.ofMillis(1));
    private final AtomicLong connections = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void aGap() throws IOException {
        TestJournal journal = TestJournal.first(HALL);
        for (int i = 1; i < 10; i++) {
            journal.addSome();
        }
        try (CollectorStore store = store()) {
            store.commit(journal.incoming(1, 3));
            store.commit(journal.incoming(6, 10));
        }
    }

    @AfterEach
    void close() {
        strand.close();
        client.close();
    }

    private CollectorStore store() throws IOException {
        return CollectorStore.open(folder.resolve("center.db"), TestJournal.READER);
    }

    private CenterApp app(AccountSource accounts, Doorkeeper.Without without) throws IOException {
        return new CenterApp(
                folder,
                TestJournal.READER,
                (on, counter) -> broker.bus("center", on, connections::incrementAndGet),
                new PagesAccess(WebServer.Settings.loopback(0), accounts, without),
                new SplittableRandom(1),
                TestJournal.ZONE,
                Optional.empty(),
                InstantSource.system());
    }

    private static AccountSource accounts() throws IOException {
        Accounts accounts =
                Accounts.parse(
                        List.of(line("jishu", StaffRole.TECHNICIAN), line("kan", StaffRole.VIEWER)),
                        "test");
        return () -> accounts;
    }

    private static String line(String name, StaffRole role) {
        return Accounts.line(
                new Account(name, Set.of(role), null), "long enough".getBytes(UTF_8), salt(), 5);
    }

    private static byte[] salt() {
        return new byte[16];
    }

    @Test
    void aTechnicianAcceptsItAndItStaysOnRecord() throws Exception {
        try (CenterApp app = app(accounts(), Doorkeeper.Without.NOTHING)) {
            int port = app.start();
            String viewer = login(port, "kan");
            String technician = login(port, "jishu");
            assertThat(pageWith(port, technician, "第 1 纪元，事件 4–5")).contains(ACCEPT);
            assertThat(pageWith(port, viewer, "缺失 1 段")).doesNotContain(ACCEPT);

            assertThat(post(port, ACCEPT, viewer).statusCode()).isEqualTo(403);
            assertThat(post(port, ACCEPT, "none=1").headers().firstValue("Location"))
                    .hasValueSatisfying(to -> assertThat(to).startsWith("/login"));
            assertThat(post(port, "/hall/hall-1/gap/1/4/4/accept", technician).statusCode())
                    .as("that is not the gap")
                    .isEqualTo(409);
            assertThat(post(port, "/hall/hall-1/gap/1/x/4/accept", technician).statusCode())
                    .isEqualTo(404);
            HttpResponse<String> accepted = post(port, ACCEPT, technician);
            assertThat(accepted.statusCode()).isEqualTo(303);
            assertThat(accepted.headers().firstValue("Location")).contains("/hall/hall-1");
            assertThat(pageWith(port, technician, "无缺失")).doesNotContain(ACCEPT);
            // Whoever may look sees what was accepted, and by whom.
            assertThat(pageWith(port, viewer, "已确认的永久缺失"))
                    .contains("<td>1</td><td>4–5</td><td>jishu</td>");
            assertThat(post(port, ACCEPT, technician).statusCode()).isEqualTo(409);
        }
        try (CollectorStore store = store()) {
            assertThat(store.gaps(HALL)).isEmpty();
            assertThat(store.prefix(HALL)).isEqualTo(new Position(1, 10));
            assertThat(store.acceptedGaps(HALL))
                    .singleElement()
                    .satisfies(
                            record -> {
                                assertThat(record.gap()).isEqualTo(new Gap(1, 4, 5));
                                assertThat(record.by()).isEqualTo("jishu");
                                assertThat(record.at()).isBefore(InstantSource.system().instant());
                            });
        }
    }

    @Test
    void whereNobodyCanLogInNothingCanBeAccepted() throws Exception {
        try (CenterApp app = app(Accounts::none, Doorkeeper.Without.LOOK)) {
            int port = app.start();
            assertThat(pageWith(port, "none=1", "缺失 1 段")).doesNotContain(ACCEPT);
            assertThat(post(port, ACCEPT, "none=1").statusCode()).isIn(303, 403);
        }
        try (CollectorStore store = store()) {
            assertThat(store.gaps(HALL)).containsExactly(new Gap(1, 4, 5));
        }
    }

    private static HttpRequest.Builder request(int port, String path, String cookie) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/html")
                .header("Cookie", cookie);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(int port, String path, String cookie) throws Exception {
        return send(request(port, path, cookie).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String login(int port, String name) throws Exception {
        return send(request(port, "/login", "none=1")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "name=" + name + "&password=long+enough&next=/")))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", -1)[0];
    }

    /** The hall's page once it says something; the pages follow the store within a second. */
    private String pageWith(int port, String cookie, String part) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        String page = "";
        for (int attempt = 0; attempt < 300 && !page.contains(part); attempt++) {
            page = send(request(port, "/hall/hall-1", cookie)).body();
            if (!page.contains(part)) {
                assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
        assertThat(page).contains(part);
        return page;
    }
}
