package org.hallkiosk.provisioning.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.core.boot.TraceCommand;
import org.hallkiosk.core.bus.FaultProxy;
import org.hallkiosk.hal.emulator.escpos.Paper;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A hall of separate processes: coordinator, dispenser, windows, center, and a Mosquitto for the
 * hall and one for the center, all from {@code docs/examples}. Each is killed in turn; what was
 * acknowledged is there once, as the center's broker and a repeated request tell.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WholeHallTest {

    private static final boolean LONG = Boolean.getBoolean("hallkiosk.long");
    private static final int ASKERS = 4;
    private static final int PUBLISH = 3; // MQTT 5 §2.1.2
    private static final String TAKE = "\"category\":\"general\",\"device\":\"desk-3\"";

    @TempDir static Path directory = Path.of("replaced-by-junit");

    private ExampleHall example;
    private int hallPort;
    private int centerPort;
    private Process hallBroker;
    private Process centerBroker;
    private FaultProxy hallLine;
    private Counter counter;
    private KioskProcess hall;
    private KioskProcess dispenser;
    private KioskProcess window;
    private KioskProcess center;
    private KioskProcess panels;
    private Client operator;
    private Client observer;
    private final List<Client> askers = new ArrayList<>();
    private Listening events;

    /** Every answer that was given to a request, by the request's id. */
    private final Map<UUID, String> acknowledged = new ConcurrentHashMap<>();

    @BeforeAll
    void start() throws Exception {
        example = ExampleHall.in(directory);
        hallPort = Programs.freePort();
        centerPort = Programs.freePort();
        int printerPort = Programs.freePort();
        hallLine = new FaultProxy(hallPort);
        Path led = directory.resolve("led");
        example.replace(
                Map.of(
                        "1884",
                        Integer.toString(hallPort),
                        "1885",
                        Integer.toString(centerPort),
                        "port: 8081",
                        "port: 0",
                        "port: 8082",
                        "port: 0",
                        "127.0.0.1:9100",
                        "127.0.0.1:" + printerPort,
                        "/tmp/hallkiosk-led",
                        led.toString()));
        // Mosquitto serves the hall, which is reached over a line that can be disturbed.
        example.replace(
                "hall.yaml",
                "  broker:\n    port: " + hallPort + "\n    passwordsFile: secrets/hall-broker\n",
                "");
        example.replace("hall.yaml", "127.0.0.1:" + hallPort, "127.0.0.1:" + hallLine.port());
        example.letTestersIn("hall", 1 + ASKERS);
        example.letTestersIn("center", 0);
        hallBroker = example.mosquitto("hall", hallPort);
        centerBroker = example.mosquitto("center", centerPort);
        operator = new Client(directory, hallPort, ExampleHall.operator(0));
        observer = new Client(directory, hallPort, ExampleHall.AUDITOR);
        for (int number = 1; number <= ASKERS; number++) {
            askers.add(new Client(directory, hallPort, ExampleHall.operator(number)));
        }
        events = listenAtCenter();
        counter = new Counter(printerPort, directory.resolve("paper"));

        panels =
                KioskProcess.start(
                        directory,
                        "emulate",
                        "onbon",
                        "--panels",
                        "2",
                        "--link",
                        "pty:" + led,
                        "--out",
                        directory.resolve("out").toString());
        center = example.start("center", "center.yaml");
        hall = example.start("run", "hall.yaml");
        panels.awaitReady();
        dispenser = example.start("run", "dispenser.yaml");
        window = example.start("run", "window.yaml");
        for (KioskProcess each : List.of(center, hall, dispenser, window)) {
            each.awaitReady();
        }
        awaitOnline("dispenser-1");
        awaitOnline("window-1");
    }

    @AfterAll
    void stop() throws Exception {
        for (KioskProcess each : List.of(window, dispenser, hall, center, panels)) {
            each.close();
        }
        counter.close();
        events.close();
        hallLine.close();
        hallBroker.destroyForcibly().waitFor();
        centerBroker.destroyForcibly().waitFor();
    }

    // ---- A visit

    @Test
    @Order(1)
    void aTicketIsTakenPrintedCalledServedAndRated() throws Exception {
        JsonNode taken = good(takeAtDispenser(UUID.randomUUID(), "social"));
        String ticket = taken.path("ticket").asText();
        String ticketId = taken.path("ticketId").asText();
        assertThat(ticket).isEqualTo("B001");
        awaitCut(ticketId);
        assertThat(taken.path("offline").asBoolean()).isFalse();
        Paper paper = counter.await(ticket, 1).getFirst();
        assertThat(paper.qrCodes().getFirst()).startsWith("HK1:qingshan:" + ticketId + ":");
        assertThat(Programs.run(directory, List.of("zbarimg", "-q", "--raw", "paper/1.png")))
                .isEqualTo(paper.qrCodes().getFirst());

        good(asWindow("window.open", "\"window\":2,\"staff\":\"1002\""));
        assertThat(good(asWindow("ticket.call-next", "\"window\":2")).path("ticket").asText())
                .isEqualTo(ticket);
        good(asWindow("ticket.start", "\"window\":2"));
        try (Listening commands =
                observer.listen("hk/1/qingshan/device/window-1/command/evaluator.open")) {
            good(asWindow("ticket.finish", "\"window\":2"));
            String open = commands.await(line -> line.contains(ticketId));
            String token = Client.json(open.substring(open.indexOf('{'))).path("token").asText();
            good(
                    asWindow(
                            "evaluation.submit",
                            "\"ticketId\":\""
                                    + ticketId
                                    + "\",\"token\":\""
                                    + token
                                    + "\",\"level\":5"));
        }
        String rated =
                events.await(
                        line ->
                                line.contains("\"EvaluationSubmitted\"")
                                        && line.contains(ticketId));
        assertThat(rated).doesNotContain("token");
    }

    @Test
    @Order(2)
    void aWireOfARunningDeviceCanBeRead() throws Exception {
        try (KioskProcess trace =
                KioskProcess.start(
                        directory,
                        "trace",
                        "printer",
                        "--config",
                        directory.resolve("dispenser.yaml").toString())) {
            assertThat(trace.awaitEnd()).isZero();
            assertThat(trace.output()).contains("-- Opened tcp:", " <- ").contains("B001");
        }
        CommandLine line = new CommandLine(new TraceCommand());
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out));
        String window = directory.resolve("window.yaml").toString();
        assertThat(line.execute("panel-2", "--config", window)).isZero();
        assertThat(out.toString()).contains("-- Opened serial:", " -> A5 A5");
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    out.write(String.valueOf(failure.getMessage()));
                    return 2;
                });
        assertThat(line.execute("panel-9", "--config", window)).isEqualTo(2);
        assertThat(out.toString()).contains("There is no panel-9 here. There are: panel-1");
        String nowhere = directory.resolve("nowhere").toString();
        assertThat(line.execute("printer", "--data", nowhere)).isEqualTo(2);
        assertThat(out.toString()).contains("No running device answers at");
    }

    // ---- kill -9 of the hall alone

    @Test
    @Order(3)
    void theHallKilledUnderLoadForgetsNothingAndTheOthersGoOn() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        int rounds = LONG ? 20 : 1;
        // A dispenser that found the day not open yet asks again a little later.
        events.await(line -> line.contains("\"BlockLeased\"") && line.contains("\"general\""));
        for (int round = 0; round < rounds; round++) {
            underLoad(random.nextInt(5, 30), hall::kill);
            assertThat(dispenser.isAlive()).isTrue();
            assertThat(window.isAlive()).isTrue();

            // The dispenser serves alone, from its block.
            JsonNode alone = good(takeAtDispenser(UUID.randomUUID(), "general"));
            assertThat(alone.path("offline").asBoolean()).isTrue();
            String ticket = alone.path("ticket").asText();
            assertThat(Integer.parseInt(ticket.substring(1))).isBetween(700, 899);
            assertThat(counter.await(ticket, 1)).hasSize(1);

            hall = example.start("run", "hall.yaml").awaitReady();
            everyAnswerIsRepeated();
            String adopted =
                    events.await(
                            line ->
                                    line.contains("\"TicketAdopted\"")
                                            && line.contains(alone.path("ticketId").asText()));
            assertThat(adopted).contains("\"" + ticket + "\"");
        }
    }

    // ---- between commit and answer

    @Test
    @Order(4)
    void killedBetweenCommitAndAnswerItAnswersTheSameRequestOnce() throws Exception {
        for (int round = 0; round < (LONG ? 10 : 1); round++) {
            UUID id = UUID.randomUUID();
            hallLine.swallowOfClients(PUBLISH, true);
            Optional<String> first;
            try (ExecutorService asker = Executors.newSingleThreadExecutor()) {
                Future<Optional<String>> answer =
                        asker.submit(() -> operator.request("desk-3", "ticket.take", id, TAKE, 6));
                // The center has the event: it is committed. The answer is lost on the line.
                events.await(line -> line.contains(id.toString()));
                hall.kill();
                hallLine.swallowOfClients(PUBLISH, false);
                hall = example.start("run", "hall.yaml").awaitReady();
                first = answer.get();
            }
            String answer = again(operator, id);
            good(answer);
            assertThat(again(operator, id)).isEqualTo(answer);
            // Nothing, or what the hall that came after has sent.
            first.ifPresent(text -> assertThat(text).isEqualTo(answer));
            acknowledged.put(id, answer);
            assertThat(effects(id)).hasSize(1);
        }
    }

    // ---- kill -9 of the dispenser in mid-print

    @Test
    @Order(5)
    void theDispenserKilledInMidPrintLeavesOnePaperAndAMarkedTicket() throws Exception {
        for (int round = 0; round < (LONG ? 10 : 1); round++) {
            UUID take = UUID.randomUUID();
            counter.begin(PrinterTrouble.STUCK);
            try (ExecutorService asker = Executors.newSingleThreadExecutor()) {
                Future<Optional<String>> answer =
                        asker.submit(
                                () ->
                                        operator.command(
                                                "dispenser-1",
                                                "dispenser.take",
                                                take,
                                                "\"category\":\"social\"",
                                                4));
                counter.awaitHeld(200);
                dispenser.kill();
                answer.get();
            }
            String taken = events.await(line -> line.contains(take.toString()));
            JsonNode event = Client.json(taken.substring(taken.indexOf('{')));
            String ticket = event.path("data").path("ticket").asText();
            String ticketId = event.path("data").path("ticketId").asText();
            assertThat(counter.papers(ticket)).isEmpty();
            counter.end(PrinterTrouble.STUCK);

            dispenser = example.start("run", "dispenser.yaml").awaitReady();
            // Nobody can vouch for it any more: unconfirmed, which is callable and marked.
            events.await(line -> line.contains("\"TicketUnconfirmed\"") && line.contains(ticketId));
            assertThat(counter.await(ticket, 1)).hasSize(1);
            // The same touch again, by somebody who repeats what was not answered.
            awaitOnline("dispenser-1");
            JsonNode repeated = good(takeAtDispenser(take, "social"));
            assertThat(repeated.path("ticket").asText()).isEqualTo(ticket);
            List<Paper> both = counter.await(ticket, 2);
            assertThat(both.get(0).lines()).doesNotContain("补打，与前一张为同一号");
            assertThat(both.get(1).lines()).contains("补打，与前一张为同一号");

            awaitCut(repeated.path("ticketId").asText());
            // And once more after another restart: its paper is proved now, so there is no third.
            dispenser.kill();
            dispenser = example.start("run", "dispenser.yaml").awaitReady();
            awaitOnline("dispenser-1");
            JsonNode proved = good(takeAtDispenser(take, "social"));
            assertThat(proved.path("ticketId").asText()).isEqualTo(ticketId);
            assertThat(proved.path("proof").asText()).isEqualTo("cut");
            assertThat(counter.papers(ticket)).hasSize(2);
        }
    }

    // ---- RELIABILITY.md T12

    @Test
    @Order(6)
    void whatWaitedForTheHallIsDoneOnceEach() throws Exception {
        JsonNode taken = good(again(operator, UUID.randomUUID()));
        prove(taken.path("ticketId").asText());
        good(asDesk("window.open", "\"window\":3,\"staff\":\"1001\""));
        good(asDesk("ticket.call-next", "\"window\":3"));
        List<UUID> recalls = Stream.generate(UUID::randomUUID).limit(LONG ? 5000 : 300).toList();
        List<UUID> open = recalls;
        while (!open.isEmpty()) {
            hallLine.mode(FaultProxy.Mode.CUT);
            operator.requests("desk-3", "ticket.recall", open, "\"window\":3");
            hallLine.mode(FaultProxy.Mode.PASS);
            // The line is in order: when this one is answered, all before it were, or expired.
            answer(operator, "ticket.recall", open.getLast(), "\"window\":3");
            Set<String> done = recalled();
            open = recalls.stream().filter(id -> !done.contains(id.toString())).toList();
        }
        List<String> state = observer.read("hk/1/qingshan/window/3/state", 1, 10);
        assertThat(state.getFirst()).contains("\"count\":" + (1 + recalls.size()) + "}");
        good(asDesk("ticket.finish", "\"window\":3"));
    }

    private Set<String> recalled() throws IOException {
        Set<String> ids = new HashSet<>();
        for (String line : events.heard()) {
            if (line.contains("\"TicketRecalled\"")) {
                ids.add(Client.json(line.substring(line.indexOf('{'))).path("requestId").asText());
            }
        }
        return ids;
    }

    private void prove(String ticketId) throws Exception {
        good(
                asDesk(
                        "ticket.proof",
                        "\"ticketId\":\"" + ticketId + "\",\"level\":\"printed\",\"final\":true"));
    }

    private String asDesk(String verb, String fields) throws Exception {
        return answer(operator, verb, UUID.randomUUID(), fields);
    }

    // ---- at random moments under load

    @Test
    @Order(7)
    void killedAtRandomMomentsEveryAcknowledgedRequestIsThereOnce() throws Exception {
        SplittableRandom random = new SplittableRandom(23);
        for (int round = 0; round < (LONG ? 30 : 1); round++) {
            int after = random.nextInt(1, 40);
            switch (round % 3) {
                case 1 -> {
                    underLoad(after, hall::kill);
                    hall = example.start("run", "hall.yaml").awaitReady();
                }
                case 2 -> {
                    underLoad(after, center::kill);
                    center = example.start("center", "center.yaml").awaitReady();
                }
                default -> {
                    underLoad(
                            after,
                            () -> {
                                hall.kill();
                                center.kill();
                            });
                    hall = example.start("run", "hall.yaml");
                    center = example.start("center", "center.yaml").awaitReady();
                    hall.awaitReady();
                }
            }
            everyAnswerIsRepeated();
        }
    }

    // ---- RELIABILITY.md T13: kill -9 of each broker

    @Test
    @Order(8)
    void theBrokersKilledUnderLoadLoseNothing() throws Exception {
        SplittableRandom random = new SplittableRandom(37);
        for (int round = 0; round < (LONG ? 10 : 1); round++) {
            underLoad(
                    random.nextInt(1, 20),
                    () -> {
                        hallBroker.destroyForcibly().waitFor();
                        hallBroker = example.mosquitto("hall", hallPort);
                    });
            underLoad(
                    random.nextInt(1, 20),
                    () -> {
                        centerBroker.destroyForcibly().waitFor();
                        centerBroker = example.mosquitto("center", centerPort);
                    });
            everyAnswerIsRepeated();
        }
        events.close();
        events = listenAtCenter();
        events.await(line -> line.contains("/link "));
        assertThat(dispenser.isAlive() && window.isAlive() && hall.isAlive()).isTrue();
    }

    // ---- the account

    @Test
    @Order(9)
    void theCenterHasEveryEventOnceInOneChain() throws Exception {
        assertThat(acknowledged).isNotEmpty();
        // Everything is at the center when it has acknowledged the newest event.
        String last = again(operator, UUID.randomUUID());
        String ticketId = good(last).path("ticketId").asText();
        JsonNode newest = payload(events.await(line -> line.contains(ticketId)));
        events.await(line -> line.contains("/center/ack ") && isUpTo(newest, payload(line)));
        hall.close();
        center.close();
        CenterRecord record =
                CenterRecord.whole(directory.resolve("data/center/center.db"), "qingshan");
        assertThat(record.numbers("TicketTaken")).doesNotHaveDuplicates();
        Map<String, Integer> taken = record.effects("TicketTaken");
        assertThat(taken.values()).containsOnly(1);
        assertThat(record.effects("TicketRecalled").values()).containsOnly(1);
        acknowledged.keySet().forEach(id -> assertThat(taken).containsKey(id.toString()));
    }

    // ---- helpers

    private static JsonNode payload(String line) {
        return Client.json(line.substring(line.indexOf(' ') + 1));
    }

    private static boolean isUpTo(JsonNode event, JsonNode ack) {
        return ack.path("epoch").asLong() == event.path("epoch").asLong()
                && ack.path("seq").asLong() >= event.path("seq").asLong();
    }

    private interface Deed {
        void run() throws Exception;
    }

    /** Some ask for tickets; after so many answers the deed is done, and they end. */
    private void underLoad(int answers, Deed deed) throws Exception {
        CountDownLatch wanted = new CountDownLatch(answers);
        CountDownLatch done = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(ASKERS)) {
            List<Future<?>> asking = new ArrayList<>();
            for (Client asker : askers) {
                asking.add(
                        pool.submit(
                                () -> {
                                    while (done.getCount() > 0) {
                                        takeOne(asker);
                                        wanted.countDown();
                                    }
                                    return null;
                                }));
            }
            assertThat(wanted.await(60, TimeUnit.SECONDS)).isTrue();
            deed.run();
            done.countDown();
            for (Future<?> each : asking) {
                each.get();
            }
        }
    }

    private void takeOne(Client asker) throws Exception {
        UUID id = UUID.randomUUID();
        Optional<String> answer = asker.request("desk-3", "ticket.take", id, TAKE, 2);
        if (answer.isPresent() && Client.json(answer.get()).path("ok").asBoolean()) {
            acknowledged.put(id, answer.get());
        }
    }

    /** Each request that was ever answered has the same answer still, and one effect. */
    private void everyAnswerIsRepeated() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(ASKERS)) {
            List<UUID> ids = List.copyOf(acknowledged.keySet());
            List<Future<?>> asking = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                int mine = i;
                asking.add(
                        pool.submit(
                                () -> {
                                    for (int n = mine; n < ids.size(); n += ASKERS) {
                                        assertThat(again(askers.get(mine), ids.get(n)))
                                                .isEqualTo(acknowledged.get(ids.get(n)));
                                    }
                                    return null;
                                }));
            }
            for (Future<?> each : asking) {
                each.get();
            }
        }
    }

    private static String again(Client asker, UUID id) throws Exception {
        return answer(asker, "ticket.take", id, TAKE);
    }

    private static String answer(Client asker, String verb, UUID id, String fields)
            throws Exception {
        // The hall may still be on its way to its broker: a request without answer is repeated.
        for (int attempt = 0; attempt < 10; attempt++) {
            Optional<String> answer = asker.request("desk-3", verb, id, fields, 5);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError("The hall does not answer");
    }

    /** The positions of the events that came of a request. */
    private Set<String> effects(UUID request) throws IOException {
        Set<String> positions = new TreeSet<>();
        for (String line : events.heard()) {
            JsonNode event = Client.json(line.substring(line.indexOf('{')));
            if (event.path("requestId").asText().equals(request.toString())) {
                positions.add(event.path("epoch") + "/" + event.path("seq"));
            }
        }
        return positions;
    }

    private Listening listenAtCenter() throws IOException {
        return new Client(directory, centerPort, ExampleHall.AUDITOR)
                .listen("hk/1/qingshan/event", "hk/1/qingshan/link", "hk/1/qingshan/center/ack");
    }

    private String takeAtDispenser(UUID id, String category) throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            Optional<String> answer =
                    operator.command(
                            "dispenser-1",
                            "dispenser.take",
                            id,
                            "\"category\":\"" + category + "\"",
                            8);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError("The dispenser does not answer");
    }

    /** The answer to a take does not wait for a slow printer's last word; the hall has it. */
    private void awaitCut(String ticketId) throws Exception {
        events.await(
                line ->
                        line.contains("\"TicketProved\"")
                                && line.contains(ticketId)
                                && line.contains("\"cut\""));
    }

    private String asWindow(String verb, String fields) throws Exception {
        return operator.request("window-1", verb, UUID.randomUUID(), fields, 10).orElseThrow();
    }

    private static JsonNode good(String text) throws IOException {
        JsonNode answer = Client.json(text);
        assertThat(answer.path("ok").asBoolean()).as(text).isTrue();
        return answer;
    }

    private void awaitOnline(String device) throws Exception {
        try (Listening status = observer.listen("hk/1/qingshan/device/" + device + "/status")) {
            status.await(line -> line.contains("\"state\":\"online\""));
        }
    }
}
