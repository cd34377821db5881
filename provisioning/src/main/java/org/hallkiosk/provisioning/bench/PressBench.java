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
    private static final int WARM_UP = 40;
    private static final int SECONDS_FOR_A_TICKET = 30;

    private final Path directory;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    PressBench(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public List<Figure> run() throws IOException, InterruptedException {
        try (ThreadStrand wires = new ThreadStrand("bench-links", clock)) {
            return run(wires, new FirstTicketByte(wires));
        }
    }

    private List<Figure> run(ThreadStrand wires, FirstTicketByte tap)
            throws IOException, InterruptedException {
        try (SmallHall hall = new SmallHall(directory, clock, tap);
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
            int pressed = 0;
            while (pressed < WARM_UP) {
                press(device.strand(), dispenser, tap);
                awaitQuiet(hall, proofs, ++pressed);
            }
            List<Double> medians = new ArrayList<>();
            List<Double> slowest = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double[] presses = new double[PRESSES];
                double[] syncs = new double[PRESSES];
                for (int i = 0; i < PRESSES; i++) {
                    presses[i] = press(device.strand(), dispenser, tap);
                    awaitQuiet(hall, proofs, ++pressed);
                    syncs[i] = raw.once();
                }
                double sync = Figure.median(syncs);
                medians.add(Figure.median(presses) / sync);
                Arrays.sort(presses);
                slowest.add(presses[PRESSES - 1] / sync);
            }
            return List.of(
                    Figure.ratio(
                            "press to first byte at the printer ÷ one raw sync, median of a round",
                            new Goal.AtMost(1.3),
                            medians),
                    Figure.ratio("the same, the slowest of a round", new Goal.None(), slowest));
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
    private static double press(Strand strand, Dispenser dispenser, FirstTicketByte tap)
            throws IOException, InterruptedException {
        CompletableFuture<Taking> over = new CompletableFuture<>();
        CompletableFuture<Long> first = tap.expect();
        TakeIntent intent = new TakeIntent(UUID.randomUUID(), SmallHall.CATEGORY, Priority.NONE);
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
