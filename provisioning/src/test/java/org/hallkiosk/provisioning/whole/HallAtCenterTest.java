package org.hallkiosk.provisioning.whole;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hallkiosk.core.boot.HallApp;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.bus.EmbeddedBroker;
import org.hallkiosk.core.bus.LocalBroker;
import org.hallkiosk.core.bus.MqttBus;
import org.hallkiosk.core.bus.MqttSettings;
import org.hallkiosk.core.bus.Passwords;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.journal.SqliteJournal;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.HallConfigCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;
import org.hallkiosk.provisioning.center.CenterApp;
import org.hallkiosk.provisioning.center.EventReader;
import org.hallkiosk.provisioning.demo.DemoCommand;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hall with its real journal and the real center, with a true broker between them: the journal is
 * damaged or gone, the broker drops what it has no room for. What was acknowledged is at the center
 * once, in one chain, and no number is given twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HallAtCenterTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final String HALL = "qingshan";
    private static final String CENTER = "center";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** How many messages the center's broker keeps for a center that is away. */
    private static final int QUEUE = 40;

    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");
    private static final String TAKE = "\"category\":\"general\",\"device\":null";

    @TempDir static Path shared = Path.of("replaced-by-junit");
    @TempDir Path folder = Path.of("replaced-by-junit");

    private final Random random = new Random(29);
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** The answers that were given to takes, by their ids. */
    private final Map<UUID, JsonNode> acknowledged = new LinkedHashMap<>();

    private EmbeddedBroker embedded;
    private final ThreadStrand localStrand =
            new ThreadStrand("hall-broker", InstantSource.system());
    private int port;
    private Function<String, Optional<byte[]>> passwords = name -> Optional.empty();
    private HallApp hall;
    private CenterApp center;

    // Of the events that came to the center.
    private final AtomicLong lastSeq = new AtomicLong();
    private final AtomicInteger gaps = new AtomicInteger();

    @BeforeAll
    @SuppressWarnings("NullAway.Init") // Each test starts its hall and its center.
    void startBroker() throws IOException {
        embedded =
                EmbeddedBroker.provider()
                        .orElseThrow()
                        .start(
                                new EmbeddedBroker.Settings(
                                        "127.0.0.1",
                                        Programs.freePort(),
                                        Permissions.ofCenter(CENTER),
                                        Passwords.of(
                                                Map.of(
                                                        HALL, secret(HALL).orElseThrow(),
                                                        CENTER, secret(CENTER).orElseThrow()),
                                                random),
                                        Optional.empty(),
                                        shared.resolve("broker"),
                                        QUEUE));
    }

    @AfterAll
    void stopBroker() {
        localStrand.close();
        embedded.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
        opened.clear();
        acknowledged.clear();
        lastSeq.set(0);
        gaps.set(0);
    }

    private void close(AutoCloseable one) throws Exception {
        opened.remove(one);
        one.close();
    }

    private static Optional<byte[]> secret(String name) {
        return Optional.of((name + "-secret").getBytes(UTF_8));
    }

    // ---- Restore

    @Test
    @ExpectLog("Journal: .*")
    void aDamagedJournalIsRestoredFromItsBackupAndTheCenter() throws Exception {
        atEmbeddedBroker();
        startCenter();
        startHall();
        takes(3);
        close(hall);
        backup();
        startHall();
        takes(4);
        awaitAllAtCenter();
        close(hall);
        overwrite(folder.resolve("hall/journal/live"));

        startHall();
        awaitRestored();
        goesOnWithoutLoss();
        assertThat(folder.resolve("hall/journal/aside")).isNotEmptyDirectory();
    }

    @Test
    void aJournalThatIsGoneComesBackFromTheCenter() throws Exception {
        atEmbeddedBroker();
        startCenter();
        startHall();
        takes(5);
        awaitAllAtCenter();
        close(hall);
        remove(folder.resolve("hall"));
        remove(folder.resolve("backups"));

        startHall();
        awaitRestored();
        goesOnWithoutLoss();
    }

    /** The hall gives other numbers, and both hold the same, all of it, once. */
    private void goesOnWithoutLoss() throws Exception {
        takes(3);
        awaitAllAtCenter();
        assertThat(atHall().ask(() -> state().recovering())).isFalse();
        Map<UUID, JsonNode> before = Map.copyOf(acknowledged);
        Set<String> numbers = new HashSet<>();
        before.values().forEach(answer -> numbers.add(answer.path("ticket").asText()));
        assertThat(numbers).as("no number twice").hasSameSizeAs(before.entrySet());
        close(hall);
        close(center);

        CenterRecord atCenter = CenterRecord.whole(folder.resolve("center/center.db"), HALL);
        Map<String, Integer> taken = atCenter.effects("TicketTaken");
        assertThat(taken).hasSize(before.size());
        before.keySet().forEach(id -> assertThat(taken).containsEntry(id.toString(), 1));
        onJournal(
                journal -> {
                    assertThat(journal.recovery().problems()).isEmpty();
                    List<byte[]> here =
                            journal.read(Position.START, 10_000).stream()
                                    .map(entry -> entry.bytes())
                                    .toList();
                    assertThat(here).containsExactlyElementsOf(atCenter.bytes());
                });
    }

    // ---- RELIABILITY.md T13, at the center's broker

    @Test
    void whatTheEmbeddedBrokerDropsForAnAbsentCenterIsSentAgain() throws Exception {
        atEmbeddedBroker();
        centerMissesSome();
        // Connected anew, the hall begins again at once.
        close(hall);
        startHall();
        awaitAllAtCenter();
        goesOnWithoutLoss();
    }

    @Test
    void whatMosquittoDropsForAnAbsentCenterIsSentAgain() throws Exception {
        ExampleHall example = ExampleHall.in(folder);
        port = Programs.freePort();
        example.replace("center-mosquitto.conf", "1885", Integer.toString(port));
        example.replace(
                "center-mosquitto.conf",
                "max_queued_messages 10000",
                "max_queued_messages " + QUEUE);
        Process broker = example.mosquitto("center", port);
        opened.add(() -> broker.destroyForcibly().onExit().join());
        passwords =
                name -> {
                    try {
                        String mine = name.equals(HALL) ? HALL + "-at-center" : name;
                        Path file = folder.resolve("secrets").resolve(mine);
                        return Optional.of(Files.readString(file).strip().getBytes(UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
        centerMissesSome();
        // It begins again by itself, after ten seconds.
        awaitAllAtCenter();
        goesOnWithoutLoss();
    }

    private void centerMissesSome() throws Exception {
        startCenter();
        startHall();
        takes(1);
        awaitAllAtCenter();
        // Its session stays at the broker.
        close(center);
        int away = QUEUE + 20;
        takes(away);
        startCenter();
        atHall().until(() -> hall.role().outbox().depth() < away);
        takes(1);
        atHall().until(() -> gaps.get() > 0);
    }

    /** Counts the events that came without the one before them. */
    private void sawAtCenter(Bus.Message message) {
        Matcher event = SEQ.matcher(new String(message.payload(), UTF_8));
        if (message.topic().endsWith("/event") && event.find()) {
            long seq = Long.parseLong(event.group(1));
            if (seq > lastSeq.getAndAccumulate(seq, Math::max) + 1) {
                gaps.incrementAndGet();
            }
        }
    }

    /** A bus that shows what it receives. */
    private record Watched(Bus bus, Consumer<Bus.Message> watcher) implements Bus {
        @Override
        public void open(Setup setup, Handler handler) {
            bus.open(
                    setup,
                    new Handler() {
                        @Override
                        public void connected(long connection) {
                            handler.connected(connection);
                        }

                        @Override
                        public void disconnected(String why) {
                            handler.disconnected(why);
                        }

                        @Override
                        public void received(Message message) {
                            watcher.accept(message);
                            handler.received(message);
                        }
                    });
        }

        @Override
        public CompletionStage<Void> publish(Message message) {
            return bus.publish(message);
        }

        @Override
        public void retain(String topic, byte[] payload) {
            bus.retain(topic, payload);
        }

        @Override
        public CompletionStage<Void> close() {
            return bus.close();
        }
    }

    // ---- helpers

    private void atEmbeddedBroker() {
        port = embedded.port();
        passwords = HallAtCenterTest::secret;
    }

    private BiFunction<Strand, ConnectionCounter, Bus> bus(String identity) {
        return (strand, counter) ->
                new MqttBus(
                        new MqttSettings(
                                identity,
                                List.of(new MqttSettings.Address("127.0.0.1", port)),
                                passwords.apply(identity),
                                Optional.empty(),
                                MqttSettings.Timing.STANDARD),
                        counter,
                        strand,
                        random);
    }

    private void startCenter() throws IOException {
        Path data = Files.createDirectories(folder.resolve("center"));
        center =
                new CenterApp(
                        data,
                        reader(),
                        (strand, counter) ->
                                new Watched(bus(CENTER).apply(strand, counter), this::sawAtCenter),
                        PagesAccess.loopback(0),
                        random,
                        ZONE,
                        Optional.empty(),
                        InstantSource.system());
        opened.add(center);
        center.start();
    }

    private final AtomicLong connections = new AtomicLong();

    private static EventReader reader() {
        return EventReader.of(new EventCodec(new Json(ZONE)));
    }

    private void startHall() throws Exception {
        LocalBroker nobody =
                new LocalBroker(Permissions.ofHall(HALL, false), localStrand, Duration.ofMillis(1));
        hall =
                new HallApp(
                        HALL,
                        ZONE,
                        Locale.SIMPLIFIED_CHINESE,
                        initial(),
                        false,
                        new HallApp.World(
                                (strand, counter) ->
                                        nobody.bus(HALL, strand, connections::incrementAndGet),
                                bus(HALL),
                                InstantSource.system(),
                                UUID::randomUUID,
                                random,
                                Files.createDirectories(folder.resolve("hall")),
                                Files.createDirectories(folder.resolve("backups"))));
        opened.add(hall);
        hall.start();
        assertThat(hall.awaitService(PATIENCE)).isTrue();
    }

    private static HallRole.Initial initial() throws Exception {
        try (InputStream in = DemoCommand.class.getResourceAsStream("county-hall.yaml")) {
            HallConfigCodec.Document document =
                    HallSetup.parseInitial(new String(in.readAllBytes(), UTF_8), "county-hall");
            return new HallRole.Initial(document.config(), document.staff());
        }
    }

    private OnStrand atHall() {
        return new OnStrand(hall.strand());
    }

    private HallState state() {
        return hall.role().hall().state();
    }

    private void takes(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            UUID id = UUID.randomUUID();
            byte[] body = ("{\"id\":\"" + id + "\"," + TAKE + "}").getBytes(UTF_8);
            CompletableFuture<byte[]> answer = new CompletableFuture<>();
            HallApp now = hall;
            now.strand().execute(() -> ask(now, body, answer));
            String text = new String(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), UTF_8);
            JsonNode json = Client.json(text);
            assertThat(json.path("ok").asBoolean()).as(text).isTrue();
            acknowledged.put(id, json);
        }
    }

    /** Asks until the hall knows what it had lost; before that it refuses. */
    private static void ask(HallApp at, byte[] body, CompletableFuture<byte[]> answer) {
        at.role()
                .desk()
                .request(Actor.demo(), "ticket.take", body)
                .thenAccept(
                        bytes -> {
                            if (new String(bytes, UTF_8).contains("\"recovering\"")) {
                                at.strand()
                                        .after(Duration.ofMillis(50), () -> ask(at, body, answer));
                            } else {
                                answer.complete(bytes);
                            }
                        });
    }

    /** Waits until a new hall has found at the center that it is not new. */
    private void awaitRestored() {
        atHall().until(() -> state().epoch() > 1 && !state().recovering());
    }

    /** Waits until the center has acknowledged everything that the journal holds. */
    private void awaitAllAtCenter() {
        atHall().until(() -> hall.role().outbox().depth() == 0);
    }

    private interface JournalWork {
        void run(SqliteJournal journal);
    }

    /** Opens the hall's journal while the hall is not running. */
    private void onJournal(JournalWork work) throws Exception {
        try (ThreadStrand strand = new ThreadStrand("journal-test", InstantSource.system())) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            try (SqliteJournal journal =
                    SqliteJournal.open(
                            new SqliteJournal.Setup(
                                    HALL,
                                    folder.resolve("hall/journal"),
                                    folder.resolve("backups"),
                                    3),
                            strand,
                            health -> {})) {
                strand.execute(
                        () -> {
                            try {
                                work.run(journal);
                                done.complete(null);
                            } catch (RuntimeException | AssertionError e) {
                                done.completeExceptionally(e);
                            }
                        });
                done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private void backup() throws Exception {
        CompletableFuture<Outcome> made = new CompletableFuture<>();
        onJournal(
                journal -> {
                    journal.backup(made::complete);
                });
        assertThat(made.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Committed.class);
    }

    /** Noise over everything behind the first page of each file. */
    private void overwrite(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".db")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                byte[] noise = new byte[bytes.length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, 4096, bytes.length - 4096);
                Files.write(file, bytes);
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
