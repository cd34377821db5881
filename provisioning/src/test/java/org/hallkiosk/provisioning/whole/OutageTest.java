package org.hallkiosk.provisioning.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.hallkiosk.core.boot.Brokers;
import org.hallkiosk.core.boot.DeviceApp;
import org.hallkiosk.core.boot.HallApp;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.bus.FaultProxy;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.config.CenterConfig;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.core.role.dispenser.Taking;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.hal.emulator.ff68.PadKey;
import org.hallkiosk.hal.emulator.ff68.PadLineEmulator;
import org.hallkiosk.hal.emulator.ff68.PadSink;
import org.hallkiosk.hal.emulator.ff68.PadSpec;
import org.hallkiosk.hal.glyph.FontGlyphs;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;
import org.hallkiosk.provisioning.center.CenterApp;
import org.hallkiosk.provisioning.center.EventReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coordinator, dispenser, window, board and center, wired as their processes wire them, on two
 * Mosquittos. The line, the coordinator and each broker go away while people take tickets and are
 * called; at the end everything that anybody was told is at the center, once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageTest {

    private static final String CLERK = "1001";

    /** What each screen says while the hall is not heard (ui-swing's texts). */
    private static final Map<String, String> STALE =
            Map.of(
                    "dispenser", "与大厅的连接中断，仍可取号",
                    "window", "连接中断，以上为",
                    "board", "与大厅的连接中断，所示为",
                    "evaluator", "连接中断");

    @TempDir static Path directory = Path.of("replaced-by-junit");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Random random = new Random(31);
    private final PaintedScreens screens = new PaintedScreens();

    private ExampleHall example;
    private int hallPort;
    private int centerPort;
    private Process hallBroker;
    private Process centerBroker;
    private FaultProxy line;
    private Listening statuses;
    private Counter counter;
    private ThreadStrand padStrand;
    private PadLineEmulator pads;
    private SystemLinks links;
    private CenterApp center;
    private HallApp hall;
    private DeviceApp dispenser;

    /** Every ticket that a citizen has in his hand, by the id of his touch. */
    private final Map<UUID, Taking.Issued> taken = new LinkedHashMap<>();

    /** The ids of the clerk's calls that were answered. */
    private final List<UUID> called = new ArrayList<>();

    @BeforeAll
    @SuppressWarnings("NullAway.Init") // All of it is made here.
    void start() throws Exception {
        example = ExampleHall.in(directory);
        hallPort = Programs.freePort();
        centerPort = Programs.freePort();
        line = keep(new FaultProxy(hallPort));
        int printerPort = Programs.freePort();
        example.replace(
                Map.of(
                        "1884", Integer.toString(hallPort),
                        "1885", Integer.toString(centerPort),
                        "127.0.0.1:9100", "127.0.0.1:" + printerPort));
        example.replace("dispenser.yaml", ":" + hallPort, ":" + line.port());
        Files.writeString(
                directory.resolve("dispenser.yaml"),
                "\nscreens:\n  - {shows: dispenser}\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                directory.resolve("window.yaml"),
                """
                identity: {device: window-1, hall: qingshan}
                data: data/window-1
                roles: [window, board]
                bus: {addresses: ["mqtt://127.0.0.1:%d"], passwordFile: secrets/window-1}
                links: {pads: "loop:pads?baud=9600"}
                units:
                  - {id: pad-1, driver: ff68, link: pads, address: "1", window: 1, simulated: true}
                screens:
                  - {shows: window, window: 1}
                  - {shows: evaluator, window: 1}
                  - {shows: board}
                """
                        .formatted(line.port()));
        // Without hours it never closes.
        Path hallFile = directory.resolve("hall.yaml");
        Files.writeString(
                hallFile,
                Files.readString(hallFile)
                        .replaceAll("(?m)^ *(hours:|- \\{day:.*)\\n", "")
                        .replace(
                                "addresses: [\"mqtt://127.0.0.1:" + hallPort,
                                "addresses: [\"mqtt://127.0.0.1:" + line.port()));
        example.letTestersIn("hall", 0);
        hallBroker = example.mosquitto("hall", hallPort);
        centerBroker = example.mosquitto("center", centerPort);
        statuses =
                keep(
                        new Client(directory, hallPort, ExampleHall.AUDITOR)
                                .listen("hk/1/qingshan/device/+/status"));
        counter = keep(new Counter(printerPort, directory.resolve("paper")));
        padStrand = keep(new ThreadStrand("pads", InstantSource.system()));
        links = keep(new SystemLinks(new LocalLinks(padStrand)));
        pads =
                new PadLineEmulator(
                        links,
                        LinkAddress.parse("loop:pads?baud=9600"),
                        padStrand,
                        List.of(PadSpec.of("pad-1", 1)),
                        PadSink.NONE);
        padStrand.execute(pads::open);

        startCenter();
        startHall();
        dispenser = startDevice("dispenser.yaml");
        startDevice("window.yaml");
        new OnStrand(dispenser.strand())
                .until(() -> dispenser.dispenser().map(Dispenser::isConfigured).orElse(false));
        atHall().until(() -> state().blocks().size() == 2);
        for (String device : List.of("dispenser-1", "window-1")) {
            statuses.await(status -> status.contains(device) && status.contains("\"online\""));
        }
        desk("window.open", "\"window\":1,\"staff\":\"" + CLERK + "\"");
    }

    @AfterAll
    void stop() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        hallBroker.destroyForcibly().waitFor();
        centerBroker.destroyForcibly().waitFor();
    }

    // ---- the line

    @Test
    @Order(1)
    void aShortDropOfTheLineGivesOneNumberToEachTouch() throws Exception {
        Taking.Issued before = take();
        assertThat(before.offline()).isFalse();
        awaitWaiting(before);
        callNext();
        screens.await("window", texts -> texts.contains(before.ticket()));

        // Dead without an end: the request is on its way when the dispenser gives its own number.
        line.mode(FaultProxy.Mode.HOLD);
        Taking.Issued meanwhile = take();
        assertThat(meanwhile.offline()).isTrue();
        line.mode(FaultProxy.Mode.PASS);
        awaitWaiting(meanwhile);

        line.mode(FaultProxy.Mode.CUT);
        Taking.Issued cut = take();
        assertThat(cut.offline()).isTrue();
        CompletableFuture<Void> threeSeconds = new CompletableFuture<>();
        padStrand.after(Duration.ofSeconds(3), () -> threeSeconds.complete(null));
        OnStrand.within(threeSeconds);
        line.mode(FaultProxy.Mode.PASS);
        awaitWaiting(cut);
        Taking.Issued after = take();
        assertThat(after.offline()).isFalse();
        awaitWaiting(after);
        for (String screen : List.of("board", "dispenser")) {
            screens.await(screen, texts -> texts.lines().anyMatch("3"::equals));
        }
    }

    // ---- the coordinator

    @Test
    @Order(2)
    void withoutTheHallEachScreenSaysSoUntilItIsBack() throws Exception {
        Ticket atWindow = atWindow();
        screens.pictures("hall-there");
        hall.close();
        opened.remove(hall);
        Taking.Issued alone = take();
        assertThat(alone.offline()).isTrue();
        // A clerk cut off may still finish what he has.
        padStrand.execute(() -> pads.pad("pad-1").press(PadKey.EVALUATE));
        for (Map.Entry<String, String> each : STALE.entrySet()) {
            screens.await(each.getKey(), texts -> texts.contains(each.getValue()));
        }
        screens.await("window", texts -> texts.contains(atWindow.number()));
        screens.pictures("hall-gone");

        startHall();
        for (Map.Entry<String, String> each : STALE.entrySet()) {
            screens.await(each.getKey(), texts -> !texts.contains(each.getValue()));
        }
        screens.pictures("hall-back");
        awaitWaiting(alone);
        awaitStatus(atWindow.id(), TicketStatus.FINISHED);
        assertThat(take().offline()).isFalse();
    }

    // ---- the brokers

    @Test
    @Order(3)
    void theCentersBrokerIsKilledAndStartedAgain() throws Exception {
        atHall().until(() -> hall.role().outbox().depth() == 0);
        centerBroker.destroyForcibly().waitFor();
        assertThat(take().offline()).isFalse();
        callNext();
        desk("ticket.finish", "\"window\":1");
        assertThat(atHall().ask(() -> hall.role().outbox().depth())).isPositive();
        centerBroker = example.mosquitto("center", centerPort);
        take();
        // That all of it has come is looked at in the end.
    }

    @Test
    @Order(4)
    void theHallsBrokerIsKilledAndStartedAgain() throws Exception {
        hallBroker.destroyForcibly().waitFor();
        Taking.Issued first = take();
        Taking.Issued second = take();
        assertThat(first.offline() && second.offline()).isTrue();
        // The clerk's page does not need the broker.
        String ticket = callNext();
        hallBroker = example.mosquitto("hall", hallPort);

        screens.await("window", texts -> texts.contains(ticket));
        screens.await("board", texts -> texts.contains(ticket));
        awaitWaiting(first);
        awaitWaiting(second);
        assertThat(take().offline()).isFalse();
        // What stood in its memory is announced anew by those whom it concerns.
        Client reader = new Client(directory, hallPort, ExampleHall.AUDITOR);
        statuses.close();
        for (String device : List.of("dispenser-1", "window-1")) {
            assertThat(reader.read("hk/1/qingshan/device/" + device + "/status", 1, 15))
                    .singleElement()
                    .asString()
                    .contains("\"online\"");
        }
    }

    // ---- the account

    @Test
    @Order(5)
    void whatAnybodyWasToldIsAtTheCenterOnce() throws Exception {
        assertThat(statuses.heard()).noneMatch(status -> status.contains("\"offline\""));
        for (Taking.Issued each : taken.values()) {
            assertThat(counter.papers(each.ticket())).as(each.ticket()).hasSize(1);
        }
        assertThat(counter.all()).hasSameSizeAs(taken.values());

        atHall().until(() -> hall.role().outbox().depth() == 0);
        hall.close();
        opened.remove(hall);
        center.close();
        opened.remove(center);
        CenterRecord record =
                CenterRecord.whole(directory.resolve("data/center/center.db"), "qingshan");
        List<String> numbers = new ArrayList<>(record.numbers("TicketTaken"));
        numbers.addAll(record.numbers("TicketAdopted"));
        assertThat(numbers)
                .doesNotHaveDuplicates()
                .containsAll(taken.values().stream().map(Taking.Issued::ticket).toList());
        // A number that the hall gave to a touch which had got another one was withdrawn.
        assertThat(numbers.size() - record.events("TicketWithdrawn").size())
                .isEqualTo(taken.size());
        assertThat(record.effects("TicketCalled").values()).containsOnly(1);
        assertThat(record.effects("TicketCalled").keySet())
                .containsExactlyElementsOf(called.stream().map(UUID::toString).toList());
    }

    // ---- the roles, as their processes wire them

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    private void startCenter() throws Exception {
        CenterConfig config = CenterConfig.read(directory.resolve("center.yaml"));
        BiFunction<Strand, ConnectionCounter, Bus> bus =
                Brokers.access(config.bus(), config.center(), random);
        center =
                keep(
                        new CenterApp(
                                Files.createDirectories(config.data()),
                                EventReader.of(new EventCodec(new Json(config.zone()))),
                                bus,
                                PagesAccess.loopback(0),
                                random,
                                config.zone(),
                                config.keepDays(),
                                InstantSource.system()));
        center.start();
    }

    private void startHall() throws Exception {
        DeviceConfig config = DeviceConfig.read(directory.resolve("hall.yaml"));
        HallSetup setup = requireNonNull(config.setup());
        hall =
                keep(
                        new HallApp(
                                config.hall(),
                                config.zone(),
                                Locale.SIMPLIFIED_CHINESE,
                                new HallRole.Initial(
                                        setup.initial().config(), setup.initial().staff()),
                                false,
                                new HallApp.World(
                                        Brokers.access(
                                                new BusAccess(
                                                        config.bus().addresses(),
                                                        config.bus().caFile(),
                                                        setup.login()),
                                                config.hall(),
                                                random),
                                        Brokers.access(
                                                requireNonNull(setup.center()),
                                                config.hall(),
                                                random),
                                        InstantSource.system(),
                                        UUID::randomUUID,
                                        random,
                                        Files.createDirectories(config.data().resolve("hall")),
                                        Files.createDirectories(config.data().resolve("backup")))));
        hall.start();
        assertThat(hall.awaitService(Duration.ofMinutes(1))).isTrue();
    }

    private DeviceApp startDevice(String file) throws Exception {
        DeviceConfig config = DeviceConfig.read(directory.resolve(file));
        Files.createDirectories(config.data());
        DeviceApp device =
                keep(
                        new DeviceApp(
                                config,
                                new DeviceApp.World(
                                        links,
                                        Brokers.access(config.bus(), config.device(), random),
                                        InstantSource.system(),
                                        UUID::randomUUID,
                                        random,
                                        new FontGlyphs(),
                                        Troubles.NONE,
                                        Optional.of(screens))));
        device.start();
        return device;
    }

    // ---- what people do

    /** A citizen touches the dispenser and gets a ticket. */
    private Taking.Issued take() {
        UUID touch = UUID.randomUUID();
        CompletableFuture<Taking> end = new CompletableFuture<>();
        dispenser
                .strand()
                .execute(
                        () ->
                                dispenser
                                        .dispenser()
                                        .orElseThrow()
                                        .take(
                                                new TakeIntent(touch, "general", Priority.NONE),
                                                news -> {
                                                    if (news.over()) {
                                                        end.complete(news);
                                                    }
                                                }));
        if (OnStrand.within(end) instanceof Taking.Issued issued) {
            taken.put(touch, issued);
            return issued;
        }
        throw new AssertionError("No ticket: " + end.join());
    }

    /** The clerk presses at his page; the answer. */
    private JsonNode desk(String verb, String fields) throws Exception {
        return desk(UUID.randomUUID(), verb, fields);
    }

    private JsonNode desk(UUID id, String verb, String fields) throws Exception {
        byte[] body = ("{\"id\":\"" + id + "\"," + fields + "}").getBytes(UTF_8);
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        HallApp at = hall;
        at.strand()
                .execute(
                        () ->
                                at.role()
                                        .desk()
                                        .request(Actor.staff(CLERK), verb, body)
                                        .thenAccept(answer::complete));
        JsonNode json = Client.json(new String(OnStrand.within(answer), UTF_8));
        assertThat(json.path("ok").asBoolean()).as(json.toString()).isTrue();
        return json;
    }

    /** The number that he called. */
    private String callNext() throws Exception {
        UUID id = UUID.randomUUID();
        String ticket = desk(id, "ticket.call-next", "\"window\":1").path("ticket").asText();
        called.add(id);
        return ticket;
    }

    // ---- what the hall holds

    private OnStrand atHall() {
        return new OnStrand(hall.strand());
    }

    private HallState state() {
        return hall.role().hall().state();
    }

    /** The ticket that is called at window 1. */
    private Ticket atWindow() {
        return atHall().ask(
                        () ->
                                state().tickets().stream()
                                        .filter(t -> t.status() == TicketStatus.CALLED)
                                        .findFirst()
                                        .orElseThrow());
    }

    private void awaitWaiting(Taking.Issued issued) {
        awaitStatus(issued.ticketId(), TicketStatus.WAITING);
    }

    private void awaitStatus(UUID ticketId, TicketStatus status) {
        atHall().until(
                        () -> {
                            Ticket ticket = state().ticket(ticketId);
                            return ticket != null && ticket.status() == status;
                        });
    }
}
