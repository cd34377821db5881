package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * From a touch on the dispenser's screen to what it changes there, against the same on a page of
 * Chromium in kiosk mode. Each is a process on a screen of its own; they are touched in turn. Each
 * one's first touch is not counted.
 */
final class TouchBench implements Benchmark {

    private static final int TOUCHES = 200;
    private static final double GOAL = 0.8;
    private static final long SEED = 1;

    // How long a finger rests between two touches: at any moment of a browser's frame.
    private static final int LEAST_REST_MILLIS = 20;
    private static final int MOST_REST_MILLIS = 60;

    private final Path directory;
    private final InstantSource clock;
    private final Optional<Path> launcher;

    /**
     * @param launcher {@code ./kiosk}, which knows the flags of each kind of process
     */
    TouchBench(Path directory, InstantSource clock, Optional<Path> launcher) {
        this.directory = directory;
        this.clock = clock;
        this.launcher = launcher;
    }

    private record Touch(double ours, double chromium) {}

    @Override
    public List<Figure> run() throws IOException, InterruptedException, CannotMeasure {
        List<String> chromium = BrowserPage.in(directory).command();
        List<Touch> touches;
        try (HallBroker broker = SmallHall.embeddedBroker(directory);
                SmallHall hall =
                        new SmallHall(
                                directory, clock, broker, BrowserPage.categories(), bytes -> {})) {
            touches =
                    touches(
                            DispenserProcess.of(launcher, hall, directory, true).command(),
                            chromium);
        }
        return List.of(
                Figure.ratio(
                        "touch to drawn ÷ Chromium --kiosk",
                        new Goal.AtMost(GOAL),
                        touches.stream().map(t -> t.ours / t.chromium).toList()),
                Figure.reported("touch to drawn", "ms", touches.stream().map(Touch::ours).toList()),
                Figure.reported(
                        "Chromium --kiosk, touch to drawn",
                        "ms",
                        touches.stream().map(Touch::chromium).toList()));
    }

    /** Both are shown, each on a screen of its own, and are touched in turn. */
    private List<Touch> touches(List<String> ours, List<String> chromium)
            throws IOException, InterruptedException, CannotMeasure {
        Path one = Files.createTempDirectory(directory, "touch");
        Path other = Files.createTempDirectory(directory, "touch");
        Random random = new Random(SEED);
        List<Touch> touches = new ArrayList<>();
        try (XvfbScreen ourScreen = new XvfbScreen(BrowserPage.WIDTH, BrowserPage.HEIGHT, one);
                XvfbScreen theirScreen =
                        new XvfbScreen(BrowserPage.WIDTH, BrowserPage.HEIGHT, other);
                ThreadStrand strand = new ThreadStrand("bench-touch", clock);
                ScreenProgram our = new ScreenProgram(ours, ourScreen, strand, one.resolve("log"));
                ScreenProgram their =
                        new ScreenProgram(chromium, theirScreen, strand, other.resolve("log"));
                TouchedScreen ourTouched = new TouchedScreen(ourScreen, strand);
                TouchedScreen theirTouched = new TouchedScreen(theirScreen, strand)) {
            our.awaitPicture();
            their.awaitPicture();
            ourTouched.awaitAnswer(BrowserPage.x(0), BrowserPage.y(0));
            theirTouched.awaitAnswer(BrowserPage.x(0), BrowserPage.y(0));
            for (int i = 0; i < TOUCHES; i++) {
                int x = BrowserPage.x(random.nextInt(BrowserPage.COLUMNS));
                int y = BrowserPage.y(random.nextInt(BrowserPage.ROWS));
                ourTouched.rest(rest(random));
                double mine = ourTouched.touch(x, y);
                theirTouched.rest(rest(random));
                touches.add(new Touch(mine, theirTouched.touch(x, y)));
            }
        }
        return touches;
    }

    private static Duration rest(Random random) {
        return Duration.ofMillis(random.nextInt(LEAST_REST_MILLIS, MOST_REST_MILLIS));
    }
}
