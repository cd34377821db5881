package org.hallkiosk.provisioning.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.hal.time.Strand;

/**
 * A dispenser without screen as a process: from its start until it says ready and until the hall
 * knows it online, and its memory then; without and with an AOT cache made just before, in turn.
 */
final class StartBench implements Benchmark {

    private static final int ROUNDS = 5;
    private static final double GOAL_MILLIS = 500;
    private static final double GOAL_MEGABYTES = 96;
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final int SECONDS_TO_END = 120;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Path directory;
    private final InstantSource clock;
    private final Optional<Path> launcher;

    /**
     * @param launcher {@code ./kiosk}, which knows the flags of each kind of process
     */
    StartBench(Path directory, InstantSource clock, Optional<Path> launcher) {
        this.directory = directory;
        this.clock = clock;
        this.launcher = launcher;
    }

    /** The newest connection under which the dispenser was not offline, and when that was heard. */
    private record Online(long connection, long at) {}

    private volatile Online online = new Online(0, 0);

    private record Start(double ready, double online, double pss, double rss) {}

    @Override
    public List<Figure> run() throws IOException, InterruptedException, CannotMeasure {
        try (HallBroker broker = SmallHall.embeddedBroker(directory);
                SmallHall hall =
                        new SmallHall(
                                directory, clock, broker, SmallHall.CATEGORIES, bytes -> {})) {
            hall.hall()
                    .strand()
                    .execute(
                            () ->
                                    hall.hall()
                                            .role()
                                            .board()
                                            .onStatus(
                                                    notice -> heard(hall.hall().strand(), notice)));
            DispenserProcess dispenser = DispenserProcess.of(launcher, hall, directory, false);
            Path cache = directory.resolve("device.aot");
            start(hall, dispenser.training(cache));
            if (!Files.exists(cache)) {
                throw new IOException("The JVM made no AOT cache");
            }
            List<Start> plain = new ArrayList<>();
            List<Start> quick = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                plain.add(start(hall, dispenser.command()));
                quick.add(start(hall, dispenser.cached(cache)));
            }
            return figures(plain, quick);
        }
    }

    private static List<Figure> figures(List<Start> plain, List<Start> quick) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ratios.add(quick.get(round).ready / plain.get(round).ready);
        }
        return List.of(
                Figure.ratio(
                        "dispenser without screen, start to ready, AOT cache ÷ none",
                        new Goal.None(),
                        ratios),
                Figure.reported(
                        "the same without cache", "ms", plain.stream().map(Start::ready).toList()),
                new Figure(
                        "the same with cache",
                        "ms",
                        new Goal.AtMost(GOAL_MILLIS),
                        quick.stream().map(Start::ready).toList()),
                Figure.reported(
                        "start to online at the hall, with cache",
                        "ms",
                        quick.stream().map(Start::online).toList()),
                new Figure(
                        "memory of its own (PSS), with cache",
                        "MB",
                        new Goal.AtMost(GOAL_MEGABYTES),
                        quick.stream().map(Start::pss).toList()),
                Figure.reported(
                        "memory with what it shares (RSS), with cache",
                        "MB",
                        quick.stream().map(Start::rss).toList()));
    }

    private Start start(SmallHall hall, List<String> command)
            throws IOException, InterruptedException {
        Strand strand = hall.hall().strand();
        long before = online.connection;
        long begin = strand.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectError(directory.resolve("errors").toFile())
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            awaitReady(out);
            long ready = strand.nanoTime();
            SmallHall.await("the dispenser's process", strand, () -> online.connection > before);
            long known = Math.max(ready, online.at);
            SmallHall.await(
                    "a quiet moment", strand, () -> strand.nanoTime() - known > SETTLED.toNanos());
            Memory memory = Memory.of(List.of(process.pid()));
            return new Start(
                    (ready - begin) / NANOS_PER_MILLI,
                    (known - begin) / NANOS_PER_MILLI,
                    memory.pss(),
                    memory.rss());
        } finally {
            process.destroy();
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static void awaitReady(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("ready")) {
                return;
            }
        }
        throw new IOException("The dispenser's process ended before it was ready");
    }

    private void heard(Strand strand, DeviceNotice notice) {
        if (notice.state() != DeviceNotice.State.OFFLINE
                && notice.connection() > online.connection) {
            online = new Online(notice.connection(), strand.nanoTime());
        }
    }
}
