package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.provisioning.whole.CenterRecord;
import org.hallkiosk.provisioning.whole.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A citizen and a clerk in the demo, by HTTP and by Mosquitto's programs, and kill -9. All of it in
 * one hall: each test has a window of its own.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RATING = "\"window\":2,\"level\":5";
    private static final String TAKE = "/api/v1/dispenser/dispenser-1/take";

    @TempDir static Path directory = Path.of("replaced-by-junit");

    private DemoProcess demo;

    @BeforeAll
    void start() throws Exception {
        demo = DemoProcess.start(directory);
    }

    @AfterAll
    void stop() {
        demo.close();
    }

    private static JsonNode answer(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static JsonNode good(String text) throws IOException {
        JsonNode answer = answer(text);
        assertThat(answer.path("ok").asBoolean()).as(text).isTrue();
        return answer;
    }

    @Test
    @Order(3)
    void aTicketIsTakenPrintedCalledAndRated() throws Exception {
        JsonNode taken = good(demo.post(TAKE, UUID.randomUUID(), "\"category\":\"enterprise\""));
        assertThat(taken.path("ticket").asText()).isEqualTo("B001");
        assertThat(taken.path("proof").asText()).isEqualTo("cut");
        assertThat(taken.path("offline").asBoolean()).isFalse();

        // What is on the paper, read by a program of somebody else.
        Path paper = newestPaper();
        assertThat(Path.of(paper.toString().replace(".png", ".bin"))).isNotEmptyFile();
        String read = run(List.of("zbarimg", "-q", "--raw", paper.toString()));
        assertThat(read).startsWith("HK1:demo-hall:" + taken.path("ticketId").asText() + ":");

        UUID press = UUID.randomUUID();
        good(
                demo.post(
                        "/api/v1/window.open",
                        UUID.randomUUID(),
                        "\"window\":3,\"staff\":\"1003\""));
        assertThat(
                        good(demo.post(
                                        "/api/v1/ticket.call-next",
                                        UUID.randomUUID(),
                                        "\"window\":3"))
                                .path("ticket")
                                .asText())
                .isEqualTo("B001");
        good(demo.post("/api/v1/ticket.finish", UUID.randomUUID(), "\"window\":3"));
        demo.shows("pad-3", "evaluator asking");
        good(demo.post("/api/v1/evaluator/window-3/press", press, "\"window\":3,\"level\":5"));
        // The same press again is the same press.
        good(demo.post("/api/v1/evaluator/window-3/press", press, "\"window\":3,\"level\":5"));
        assertThat(demo.get("/")).contains("青山县政务服务中心").doesNotContain("token");

        // An independent MQTT program asks as the demo's identity, and reads an event.
        String asked =
                run(
                        Programs.client(
                                "mosquitto_rr",
                                demo.mqttPort,
                                "-t",
                                "hk/1/demo-hall/request/ticket.take",
                                "-e",
                                "answers/test",
                                "-W",
                                "20",
                                "-m",
                                "{\"id\":\""
                                        + UUID.randomUUID()
                                        + "\",\"category\":\"tax\",\"device\":null}"));
        assertThat(good(asked).path("ticket").asText()).isEqualTo("D001");
        String state =
                run(
                        Programs.client(
                                "mosquitto_sub",
                                demo.mqttPort,
                                "-t",
                                "hk/1/demo-hall/window/3/state",
                                "-C",
                                "1",
                                "-W",
                                "20"));
        assertThat(answer(state).path("window").asInt()).isEqualTo(3);
    }

    @Test
    @Order(2)
    void aClerkWithNothingButACallPad() throws Exception {
        good(demo.post(TAKE, UUID.randomUUID(), "\"category\":\"social\""));
        good(
                demo.post(
                        "/api/v1/window.open",
                        UUID.randomUUID(),
                        "\"window\":2,\"staff\":\"1002\""));
        demo.shows("pad-2", "waiting 001");

        good(press("next"));
        demo.shows("panel-2", "E001");
        demo.shows("pad-2", "ticket 001");
        assertThat(demo.get("/demo/panel-1.txt")).doesNotContain("E001");

        // Nobody is missed before he could come.
        good(press("next"));
        demo.shows("pad-2", "beeps 1");

        good(press("evaluate"));
        demo.shows("pad-2", "evaluator asking");
        demo.shows("pad-2", "ticket 000");
        UUID rating = UUID.randomUUID();
        assertThat(good(demo.post("/api/v1/evaluator/window-1/press", rating, RATING)).size())
                .as("ok, and no token")
                .isEqualTo(1);
        demo.shows("pad-2", "evaluator thanking");
        good(demo.post("/api/v1/evaluator/window-1/press", rating, RATING));
        demo.shows("pad-2", "evaluator resting");
        assertThat(demo.post("/api/v1/evaluator/window-1/press", UUID.randomUUID(), RATING))
                .contains("evaluator-closed");
        assertThat(demo.centerUntil("/hall/demo-hall", "value=\"1\" aria-label=\"非常满意\"")).isTrue();

        // A pad whose plug is pulled does not stand in the way of the other on its line.
        good(
                demo.post(
                        "/api/v1/device/window-1/emulator.fault",
                        UUID.randomUUID(),
                        "\"unit\":\"pad-1\",\"fault\":\"power-off\""));
        assertThat(demo.get("/demo/pad-1.txt")).contains("waiting    ");
        good(demo.post(TAKE, UUID.randomUUID(), "\"category\":\"medical\""));
        good(press("next"));
        demo.shows("panel-2", "F001");
        assertThat(
                        demo.post(
                                "/api/v1/device/window-1/emulator.press",
                                UUID.randomUUID(),
                                "\"unit\":\"panel-1\",\"key\":\"next\""))
                .contains("not-simulated");
    }

    private String press(String key) throws Exception {
        return demo.post(
                "/api/v1/device/window-1/emulator.press",
                UUID.randomUUID(),
                "\"unit\":\"pad-2\",\"key\":\"" + key + "\"");
    }

    private static Path newestPaper() throws IOException {
        try (Stream<Path> papers = Files.list(directory.resolve("paper/dispenser-1"))) {
            return papers.filter(paper -> paper.toString().endsWith(".png"))
                    .max(Comparator.comparing(paper -> paper.toFile().lastModified()))
                    .orElseThrow();
        }
    }

    @Test
    @Order(5)
    void killedAtAnyMomentEveryAcknowledgedRequestIsThereOnce() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 20 : 1;
        Map<UUID, String> acknowledged = new HashMap<>();
        Set<String> numbers = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            int takes = random.nextInt(5, 25);
            for (int i = 0; i < takes; i++) {
                UUID id = new UUID(random.nextLong(), random.nextLong());
                String answer = take(demo, id);
                String number = good(answer).path("ticket").asText();
                assertThat(numbers.add(number)).as(number).isTrue();
                acknowledged.put(id, answer);
            }
            UUID last = new UUID(random.nextLong(), random.nextLong());
            DemoProcess killed = demo;
            Thread.ofVirtual().start(() -> takeAndForget(killed, last));
            killed.kill();
            demo = DemoProcess.again(killed, directory);
            killed.close();
            for (Map.Entry<UUID, String> before : acknowledged.entrySet()) {
                assertThat(take(demo, before.getKey()))
                        .as("a request that was answered before the kill")
                        .isEqualTo(before.getValue());
            }
        }
        String last = good(take(demo, UUID.randomUUID())).path("ticket").asText();
        assertThat(demo.centerUntil("/hall/demo-hall", "<td>" + last + "</td>")).isTrue();
        demo.close();
        CenterRecord record =
                CenterRecord.whole(directory.resolve("data/center/center.db"), "demo-hall");
        assertThat(record.numbers("TicketTaken")).doesNotHaveDuplicates();
        Map<String, Integer> taken = record.effects("TicketTaken");
        acknowledged.keySet().forEach(id -> assertThat(taken).containsEntry(id.toString(), 1));
    }

    private static String take(DemoProcess demo, UUID id) throws Exception {
        return demo.post("/api/v1/ticket.take", id, "\"category\":\"general\",\"device\":null");
    }

    private static void takeAndForget(DemoProcess demo, UUID id) {
        try {
            take(demo, id);
        } catch (Exception killed) {
            // Nobody was told anything, so either outcome is right.
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        return Programs.run(directory, command);
    }

    @Test
    @Order(4)
    void theFolderIsHeldByOneProcess() throws Exception {
        assertThat(Files.exists(directory.resolve("lock"))).isTrue();
        assertThatThrownBy(() -> DemoProcess.start(directory))
                .hasMessageContaining("is in use by another running process");
        assertThat(demo.get("/health/live")).isNotEmpty();
    }

    @Test
    @Order(1)
    void aBookingsCodeChecksInAndACallIsSpokenOnce() throws Exception {
        Path papers = directory.resolve("paper/dispenser-1");
        scan("DEMO-BOOKING-01");
        awaitFile(papers, () -> Files.exists(papers.resolve("1.png")));
        String read = run(List.of("zbarimg", "-q", "--raw", papers.resolve("1.png").toString()));
        assertThat(read).startsWith("HK1:demo-hall:");

        // Used, unknown, too early, too late, hostile: no paper and no harm.
        for (String code :
                List.of(
                        "DEMO-BOOKING-01",
                        "DEMO-BOOKING-08",
                        "DEMO-BOOKING-10",
                        "DEMO-BOOKING-11",
                        "\\u0002\\u00010000#SCNMOD0\\u0006;\\u0003")) {
            scan(code);
        }
        JsonNode refused =
                answer(
                        demo.post(
                                "/api/v1/booking.check-in",
                                UUID.randomUUID(),
                                "\"booking\":\"DEMO-BOOKING-01\""));
        assertThat(refused.path("error").path("code").asText()).isEqualTo("booking-used");

        good(
                demo.post(
                        "/api/v1/window.open",
                        UUID.randomUUID(),
                        "\"window\":1,\"staff\":\"1001\""));
        UUID next = UUID.randomUUID();
        JsonNode called = good(demo.post("/api/v1/ticket.call-next", next, "\"window\":1"));
        assertThat(called.path("ticket").asText()).isEqualTo("A001");
        good(demo.post("/api/v1/ticket.call-next", next, "\"window\":1"));
        good(demo.post("/api/v1/ticket.recall", UUID.randomUUID(), "\"window\":1"));
        Path said = directory.resolve("said");
        awaitFile(said, () -> lines(said.resolve("hall-1f.txt")).size() >= 2);
        assertThat(lines(said.resolve("hall-1f.txt")))
                .containsExactly("请A零零一号到1号窗口", "请A零零一号到1号窗口");
        assertThat(demo.get("/api/v1/captions")).contains("请A001号到1号窗口");
        assertThat(Files.exists(papers.resolve("2.png"))).isFalse();
    }

    private void scan(String code) throws Exception {
        good(
                demo.post(
                        "/api/v1/device/dispenser-1/emulator.scan",
                        UUID.randomUUID(),
                        "\"unit\":\"scanner\",\"code\":\"" + code + "\""));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private interface Look {
        boolean there() throws IOException;
    }

    private static void awaitFile(Path folder, Look look) throws Exception {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY);
            while (!look.there()) {
                WatchKey changed = watch.poll(30, TimeUnit.SECONDS);
                assertThat(changed).as("something new in " + folder).isNotNull();
                changed.pollEvents();
                changed.reset();
            }
        }
    }
}
