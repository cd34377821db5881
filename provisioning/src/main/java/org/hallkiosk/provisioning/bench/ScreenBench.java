package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * A dispenser with a touch screen as a process, against a browser in kiosk mode with a page that
 * looks the same: from the start to the picture, and the memory then. The page is on the disk and
 * asks nobody for anything, the browser's profile has been used before; the dispenser connects to a
 * hall and gets its categories from there.
 */
final class ScreenBench implements Benchmark {

    private static final int ROUNDS = 7;
    private static final double GOAL_TIME = 0.8;
    private static final double GOAL_MEMORY = 0.25;

    private final Path directory;
    private final InstantSource clock;
    private final Optional<Path> launcher;

    /**
     * @param launcher {@code ./kiosk}, which knows the flags of each kind of process
     */
    ScreenBench(Path directory, InstantSource clock, Optional<Path> launcher) {
        this.directory = directory;
        this.clock = clock;
        this.launcher = launcher;
    }

    private record Start(ScreenProgram.Painted painted, Memory memory) {}

    /** The starts of one round. */
    private record Round(Start plain, Start cached, Start chromium) {}

    @Override
    public List<Figure> run() throws IOException, InterruptedException, CannotMeasure {
        List<String> chromium = BrowserPage.in(directory).command();
        List<Round> rounds = new ArrayList<>();
        try (HallBroker broker = SmallHall.embeddedBroker(directory);
                SmallHall hall =
                        new SmallHall(
                                directory, clock, broker, BrowserPage.categories(), bytes -> {})) {
            DispenserProcess dispenser = DispenserProcess.of(launcher, hall, directory, true);
            Path cache = directory.resolve("device.aot");
            // The first start of each makes the profile and the cache, and is not counted.
            start(chromium);
            start(dispenser.training(cache));
            if (!Files.exists(cache)) {
                throw new IOException("The JVM made no AOT cache");
            }
            for (int round = 0; round < ROUNDS; round++) {
                Start plain = start(dispenser.command());
                Start cached = start(dispenser.cached(cache));
                rounds.add(new Round(plain, cached, start(chromium)));
            }
        }
        return figures(rounds);
    }

    private static List<Figure> figures(List<Round> rounds) {
        ToDoubleFunction<Start> first = start -> start.painted.first();
        ToDoubleFunction<Start> last = start -> start.painted.last();
        ToDoubleFunction<Start> memory = start -> start.memory.pss();
        return List.of(
                Figure.ratio(
                        "first paint, AOT cache ÷ Chromium",
                        new Goal.AtMost(GOAL_TIME),
                        rounds.stream().map(r -> ratio(first, r.cached, r.chromium)).toList()),
                Figure.ratio(
                        "first paint, no cache ÷ Chromium",
                        new Goal.None(),
                        rounds.stream().map(r -> ratio(first, r.plain, r.chromium)).toList()),
                Figure.ratio(
                        "the hall's categories painted, AOT cache ÷ Chromium",
                        new Goal.None(),
                        rounds.stream().map(r -> ratio(last, r.cached, r.chromium)).toList()),
                reported("first paint, AOT cache", "ms", first, rounds, Round::cached),
                reported("first paint, no cache", "ms", first, rounds, Round::plain),
                reported("Chromium, first paint", "ms", first, rounds, Round::chromium),
                reported("categories painted, AOT cache", "ms", last, rounds, Round::cached),
                reported("categories painted, no cache", "ms", last, rounds, Round::plain),
                reported("Chromium, page painted", "ms", last, rounds, Round::chromium),
                Figure.ratio(
                        "memory (PSS) with a screen, AOT cache ÷ Chromium",
                        new Goal.AtMost(GOAL_MEMORY),
                        rounds.stream().map(r -> ratio(memory, r.cached, r.chromium)).toList()),
                reported("memory (PSS), AOT cache", "MB", memory, rounds, Round::cached),
                reported("memory (PSS), no cache", "MB", memory, rounds, Round::plain),
                reported("Chromium, memory (PSS)", "MB", memory, rounds, Round::chromium));
    }

    private static double ratio(ToDoubleFunction<Start> of, Start ours, Start theirs) {
        return of.applyAsDouble(ours) / of.applyAsDouble(theirs);
    }

    private static Figure reported(
            String what,
            String unit,
            ToDoubleFunction<Start> of,
            List<Round> rounds,
            Function<Round, Start> side) {
        return Figure.reported(
                what,
                unit,
                rounds.stream().map(round -> of.applyAsDouble(side.apply(round))).toList());
    }

    private Start start(List<String> command)
            throws IOException, InterruptedException, CannotMeasure {
        Path folder = Files.createTempDirectory(directory, "start");
        try (XvfbScreen screen = new XvfbScreen(BrowserPage.WIDTH, BrowserPage.HEIGHT, folder);
                ThreadStrand strand = new ThreadStrand("bench-screen", clock);
                ScreenProgram program =
                        new ScreenProgram(command, screen, strand, folder.resolve("log"))) {
            ScreenProgram.Painted painted = program.awaitPicture();
            return new Start(painted, program.memory());
        }
    }
}
