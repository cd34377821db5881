package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hallkiosk.core.boot.DeviceApp;
import org.hallkiosk.core.boot.TimeOrderedIds;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.HttpConfig;
import org.hallkiosk.core.config.Login;
import org.hallkiosk.core.config.Role;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.hall.Hall;
import org.hallkiosk.core.port.SlipPrinter;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.core.role.dispenser.Dispenser;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.core.role.dispenser.Taking;
import org.hallkiosk.hal.glyph.FontGlyphs;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * From the press to the first byte of the ticket at the printer ÷ one raw sync of the same disk, in
 * turn. The whole way is real: dispenser, bus and broker, hall, journal, driver, TCP.
 */
final class PressBench implements Benchmark {

    private static final int ROUNDS = 7;
    private static final int PRESSES = 12;

    /** Right after the start, while the Java machine still interprets most of it. */
    private static final int COLD = 40;

    /** Besides those; as many as a hall has behind it in the middle of a morning. */
    private static final int WARM_UP = 1_000;

    private static final int SECONDS_FOR_A_TICKET = 30;

    /** Starts the broker of the hall. */
    interface BrokerStart {
        HallBroker start(Path directory) throws IOException, InterruptedException, CannotMeasure;
    }

    private final Path directory;
    private final InstantSource clock;
    private final BrokerStart brokerStart;
    private final SecureRandom random = new SecureRandom();

    PressBench(Path directory, InstantSource clock, BrokerStart brokerStart) {
        this.directory = directory;
        this.clock = clock;
        this.brokerStart = brokerStart;
    }

    @Override
    public List<Figure> run() throws IOException, InterruptedException, CannotMeasure {
        try (ThreadStrand wires = new ThreadStrand("bench-links", clock);
                HallBroker broker = brokerStart.start(directory)) {
            return run(wires, broker, new FirstTicketByte(wires));
        }
    }

    private List<Figure> run(ThreadStrand wires, HallBroker broker, FirstTicketByte tap)
            throws IOException, InterruptedException {
        try (SmallHall hall = new SmallHall(directory, clock, broker, SmallHall.CATEGORIES, tap);
                SystemLinks links = new SystemLinks(new LocalLinks(wires));
                DeviceApp device = device(hall, links);
                RawSync raw = new RawSync(directory, wires)) {
            device.start();
            Dispenser dispenser = device.dispenser().orElseThrow();
            SmallHall.await(
                    "the dispenser",
                    device.strand(),
                    () ->
                            dispenser.isConfigured()
                                    && dispenser.printerReadiness() == SlipPrinter.Readiness.READY);
            FinalProofs proofs = new FinalProofs();
            hall.hall().strand().execute(() -> hall.hall().role().hall().addListener(proofs));
            Presses presses = new Presses(hall, device.strand(), dispenser, tap, proofs, raw);
            Round cold = presses.round(COLD);
            presses.round(WARM_UP);
            List<Round> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                rounds.add(presses.round(PRESSES));
            }
            return List.of(
                    Figure.ratio(
                            "press to first byte at the printer ÷ one raw sync, median of a round",
                            new Goal.AtMost(1.3),
                            rounds.stream().map(Round::median).toList()),
                    Figure.ratio(
                            "the same, the slowest of a round",
                            new Goal.None(),
                            rounds.stream().map(Round::slowest).toList()),
                    Figure.ratio(
                            "the same, the first " + COLD + " after the start",
                            new Goal.None(),
                            List.of(cold.median())));
        }
    }

    /** Nanoseconds of presses and of raw syncs, taken in turn. */
    private record Round(double[] presses, double[] syncs) {
        double median() {
            return Figure.median(presses) / Figure.median(syncs);
        }

        double slowest() {
            return Arrays.stream(presses).max().orElseThrow() / Figure.median(syncs);
        }
    }

    /** One press after the other, each with a raw sync after it. */
    private static final class Presses {
        private final SmallHall hall;
        private final Strand strand;
        private final Dispenser dispenser;
        private final FirstTicketByte tap;
        private final FinalProofs proofs;
        private final RawSync raw;
        private int made;

        Presses(
                SmallHall hall,
                Strand strand,
                Dispenser dispenser,
                FirstTicketByte tap,
                FinalProofs proofs,
                RawSync raw) {
            this.hall = hall;
            this.strand = strand;
            this.dispenser = dispenser;
            this.tap = tap;
            this.proofs = proofs;
            this.raw = raw;
        }

        Round round(int size) throws IOException, InterruptedException {
            Round round = new Round(new double[size], new double[size]);
            for (int i = 0; i < size; i++) {
                round.presses[i] = press(strand, dispenser, tap, category());
                made++;
                awaitQuiet(hall, proofs, made);
                round.syncs[i] = raw.once();
            }
            return round;
        }

        private String category() {
            return SmallHall.CATEGORIES.get(made % SmallHall.CATEGORIES.size()).id();
        }
    }

    /** Until the hall has written down the last proof, so that nothing is under way any more. */
    private static void awaitQuiet(SmallHall hall, FinalProofs proofs, int presses)
            throws IOException {
        SmallHall.await("the proof", hall.hall().strand(), () -> proofs.count == presses);
    }

    /** Counts, on the hall's strand, the tickets of which nothing more will be known. */
    private static final class FinalProofs implements Hall.Listener {
        private int count;

        @Override
        public void committed(List<EventRecord> records) {
            for (EventRecord entry : records) {
                if (entry.event() instanceof Event.TicketProved proved && proved.last()) {
                    count++;
                }
            }
        }
    }

    private DeviceApp device(SmallHall hall, SystemLinks links) throws IOException {
        Path data = Files.createDirectories(directory.resolve(SmallHall.DISPENSER));
        DeviceConfig config =
                new DeviceConfig(
                        SmallHall.DISPENSER,
                        SmallHall.HALL,
                        SmallHall.ZONE,
                        data,
                        Set.of(Role.DISPENSER),
                        new BusAccess(
                                List.of(
                                        URI.create(
                                                "mqtt://"
                                                        + SmallHall.LOOPBACK
                                                        + ":"
                                                        + hall.broker().port())),
                                null,
                                new Login(null, null)),
                        Map.of("printer", hall.printerLink()),
                        List.of(
                                new UnitConfig(
                                        "printer", "escpos", "printer", null, Map.of(), null, null,
                                        true)),
                        List.of(),
                        null,
                        new HttpConfig(SmallHall.LOOPBACK, 0, List.of(), null, null),
                        null);
        return new DeviceApp(
                config,
                new DeviceApp.World(
                        links,
                        hall.bus(SmallHall.DISPENSER),
                        clock,
                        new TimeOrderedIds(clock, random),
                        random,
                        new FontGlyphs(),
                        Troubles.NONE,
                        Optional.empty()));
    }

    /** One ticket, up to its proof; nanoseconds from the press to the first byte. */
    private static double press(
            Strand strand, Dispenser dispenser, FirstTicketByte tap, String category)
            throws IOException, InterruptedException {
        CompletableFuture<Taking> over = new CompletableFuture<>();
        CompletableFuture<Long> first = tap.expect();
        TakeIntent intent = new TakeIntent(UUID.randomUUID(), category, Priority.NONE);
        long start = strand.nanoTime();
        strand.execute(
                () ->
                        dispenser.take(
                                intent,
                                taking -> {
                                    if (taking.over()) {
                                        over.complete(taking);
                                    }
                                }));
        try {
            Taking end = over.get(SECONDS_FOR_A_TICKET, TimeUnit.SECONDS);
            if (end instanceof Taking.Issued issued && !issued.offline()) {
                return first.get(SECONDS_FOR_A_TICKET, TimeUnit.SECONDS) - start;
            }
            throw new IOException("No ticket of the hall's: " + end);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("A ticket did not come to its end", e);
        }
    }

    /**
     * Notes when the first byte of a ticket arrives. What the driver asks in between (DLE EOT n,
     * three bytes, printer-escpos.md §3) is not a ticket; no ticket holds a DLE before its end.
     */
    private static final class FirstTicketByte implements SmallHall.PrinterBytes {
        private static final int DLE = 0x10;
        private static final int QUESTION = 3;

        private final Strand time;
        private volatile CompletableFuture<Long> first = new CompletableFuture<>();
        private int ofQuestion;

        FirstTicketByte(Strand time) {
            this.time = time;
        }

        CompletableFuture<Long> expect() {
            CompletableFuture<Long> next = new CompletableFuture<>();
            first = next;
            return next;
        }

        @Override
        public void arrived(byte[] bytes) {
            long now = time.nanoTime();
            for (byte each : bytes) {
                if (ofQuestion > 0 || each == DLE) {
                    ofQuestion = (ofQuestion + 1) % QUESTION;
                } else {
                    first.complete(now);
                    return;
                }
            }
        }
    }
}
