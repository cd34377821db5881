package org.hallkiosk.provisioning.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A citizen and a clerk in the demo, by HTTP and by Mosquitto's programs, and kill -9. */
class DemoTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RATING = "\"window\":2,\"level\":5";
    private static final String TAKE = "/api/v1/dispenser/dispenser-1/take";

    @TempDir Path directory = Path.of("replaced-by-junit");

    private static JsonNode answer(String text) throws IOException {
        return JSON.readTree(text);
    }

    private static JsonNode good(String text) throws IOException {
        JsonNode answer = answer(text);
        assertThat(answer.path("ok").asBoolean()).as(text).isTrue();
        return answer;
    }

    @Test
    void aTicketIsTakenPrintedCalledAndRated() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory)) {
            JsonNode taken = good(demo.post(TAKE, UUID.randomUUID(), "\"category\":\"social\""));
            assertThat(taken.path("ticket").asText()).isEqualTo("E001");
            assertThat(taken.path("proof").asText()).isEqualTo("cut");
            assertThat(taken.path("offline").asBoolean()).isFalse();

            // What is on the paper, read by a program of somebody else.
            Path paper = directory.resolve("paper/dispenser-1/1.png");
            assertThat(directory.resolve("paper/dispenser-1/1.bin")).isNotEmptyFile();
            String read = run(List.of("zbarimg", "-q", "--raw", paper.toString()));
            assertThat(read).startsWith("HK1:demo-hall:" + taken.path("ticketId").asText() + ":");

            UUID press = UUID.randomUUID();
            good(
                    demo.post(
                            "/api/v1/window.open",
                            UUID.randomUUID(),
                            "\"window\":2,\"staff\":\"1002\""));
            assertThat(
                            good(demo.post(
                                            "/api/v1/ticket.call-next",
                                            UUID.randomUUID(),
                                            "\"window\":2"))
                                    .path("ticket")
                                    .asText())
                    .isEqualTo("E001");
            good(demo.post("/api/v1/ticket.finish", UUID.randomUUID(), "\"window\":2"));
            good(pressUntilOpen(demo, press));
            // The same press again is the same press.
            good(demo.post("/api/v1/evaluator/window-1/press", press, "\"window\":2,\"level\":5"));
            assertThat(demo.get("/")).contains("青山县政务服务中心").doesNotContain("token");

            // An independent MQTT program asks as the demo's identity, and reads an event.
            String asked =
                    run(
                            List.of(
                                    "mosquitto_rr",
                                    "-V",
                                    "5",
                                    "-h",
                                    "127.0.0.1",
                                    "-p",
                                    Integer.toString(demo.mqttPort),
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
                            List.of(
                                    "mosquitto_sub",
                                    "-V",
                                    "5",
                                    "-h",
                                    "127.0.0.1",
                                    "-p",
                                    Integer.toString(demo.mqttPort),
                                    "-t",
                                    "hk/1/demo-hall/window/2/state",
                                    "-C",
                                    "1",
                                    "-W",
                                    "20"));
            assertThat(answer(state).path("window").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aClerkWithNothingButACallPad() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory)) {
            good(demo.post(TAKE, UUID.randomUUID(), "\"category\":\"social\""));
            good(
                    demo.post(
                            "/api/v1/window.open",
                            UUID.randomUUID(),
                            "\"window\":2,\"staff\":\"1002\""));
            awaitText(demo, "/demo/pad-2.txt", "waiting 001");

            good(press(demo, "next"));
            awaitText(demo, "/demo/panel-2.txt", "E001");
            awaitText(demo, "/demo/pad-2.txt", "ticket 001");
            assertThat(demo.get("/demo/panel-1.txt")).doesNotContain("E001");

            // Nobody is missed before he could come.
            good(press(demo, "next"));
            awaitText(demo, "/demo/pad-2.txt", "beeps 1");

            good(press(demo, "evaluate"));
            awaitText(demo, "/demo/pad-2.txt", "evaluator asking");
            awaitText(demo, "/demo/pad-2.txt", "ticket 000");
            UUID rating = UUID.randomUUID();
            assertThat(good(demo.post("/api/v1/evaluator/window-1/press", rating, RATING)).size())
                    .as("ok, and no token")
                    .isEqualTo(1);
            awaitText(demo, "/demo/pad-2.txt", "evaluator thanking");
            good(demo.post("/api/v1/evaluator/window-1/press", rating, RATING));
            awaitText(demo, "/demo/pad-2.txt", "evaluator resting");
            assertThat(demo.post("/api/v1/evaluator/window-1/press", UUID.randomUUID(), RATING))
                    .contains("evaluator-closed");
            awaitText(() -> demo.center("/hall/demo-hall"), "value=\"1\" aria-label=\"非常满意\"");

            // A pad whose plug is pulled does not stand in the way of the other on its line.
            good(
                    demo.post(
                            "/api/v1/device/window-1/emulator.fault",
                            UUID.randomUUID(),
                            "\"unit\":\"pad-1\",\"fault\":\"power-off\""));
            assertThat(demo.get("/demo/pad-1.txt")).contains("waiting    ");
            good(demo.post(TAKE, UUID.randomUUID(), "\"category\":\"medical\""));
            good(press(demo, "next"));
            awaitText(demo, "/demo/panel-2.txt", "F001");
            assertThat(
                            demo.post(
                                    "/api/v1/device/window-1/emulator.press",
                                    UUID.randomUUID(),
                                    "\"unit\":\"panel-1\",\"key\":\"next\""))
                    .contains("not-simulated");
        }
    }

    private static String press(DemoProcess demo, String key) throws Exception {
        return demo.post(
                "/api/v1/device/window-1/emulator.press",
                UUID.randomUUID(),
                "\"unit\":\"pad-2\",\"key\":\"" + key + "\"");
    }

    /** Asks again and again: what is shown follows by wires and broker. */
    private static void awaitText(DemoProcess demo, String path, String part) throws Exception {
        awaitText(() -> demo.get(path), part);
    }

    private static void awaitText(Callable<String> page, String part) throws Exception {
        String shown = "";
        for (int attempt = 0; attempt < 5000 && !shown.contains(part); attempt++) {
            shown = page.call();
        }
        assertThat(shown).contains(part);
    }

    /** The evaluator opens by a command on its way; a press before it is refused and harmless. */
    private static String pressUntilOpen(DemoProcess demo, UUID press) throws Exception {
        String answer = "";
        for (int attempt = 0; attempt < 200; attempt++) {
            answer =
                    demo.post(
                            "/api/v1/evaluator/window-1/press", press, "\"window\":2,\"level\":5");
            if (!answer.contains("evaluator-closed")) {
                break;
            }
        }
        return answer;
    }

    @Test
    void killedAtAnyMomentEveryAcknowledgedRequestIsThereOnce() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 20 : 2;
        Map<UUID, String> acknowledged = new HashMap<>();
        Set<String> numbers = new HashSet<>();
        for (int round = 0; round < rounds; round++) {
            try (DemoProcess demo = DemoProcess.start(directory)) {
                for (Map.Entry<UUID, String> before : acknowledged.entrySet()) {
                    assertThat(take(demo, before.getKey()))
                            .as("a request that was answered before the kill")
                            .isEqualTo(before.getValue());
                }
                int takes = random.nextInt(5, 25);
                for (int i = 0; i < takes; i++) {
                    UUID id = new UUID(random.nextLong(), random.nextLong());
                    String answer = take(demo, id);
                    String number = good(answer).path("ticket").asText();
                    assertThat(numbers.add(number)).as(number).isTrue();
                    acknowledged.put(id, answer);
                }
                UUID last = new UUID(random.nextLong(), random.nextLong());
                Thread.ofVirtual().start(() -> takeAndForget(demo, last));
                demo.kill();
            }
        }
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

    private static String run(List<String> command) throws Exception {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command.getFirst() + " is missing; .ci/test-prerequisites installs it", e);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return requireNonNull(out);
    }

    @Test
    void theFolderIsHeldByOneProcess() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory)) {
            assertThat(Files.exists(directory.resolve("lock"))).isTrue();
            assertThatThrownBy(() -> DemoProcess.start(directory))
                    .hasMessageContaining("is in use by another running process");
            assertThat(demo.get("/health/live")).isNotEmpty();
        }
    }

    @Test
    void aBookingsCodeChecksInAndACallIsSpokenOnce() throws Exception {
        try (DemoProcess demo = DemoProcess.start(directory)) {
            Path papers = directory.resolve("paper/dispenser-1");
            scan(demo, "DEMO-BOOKING-01");
            awaitFile(papers, () -> Files.exists(papers.resolve("1.png")));
            String read =
                    run(List.of("zbarimg", "-q", "--raw", papers.resolve("1.png").toString()));
            assertThat(read).startsWith("HK1:demo-hall:");

            // Used, unknown, too early, too late, hostile: no paper and no harm.
            for (String code :
                    List.of(
                            "DEMO-BOOKING-01",
                            "DEMO-BOOKING-08",
                            "DEMO-BOOKING-10",
                            "DEMO-BOOKING-11",
                            "\\u0002\\u00010000#SCNMOD0\\u0006;\\u0003")) {
                scan(demo, code);
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
    }

    private static void scan(DemoProcess demo, String code) throws Exception {
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
