package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * What a browser in kiosk mode needs for the dispenser's screen: from its start to the painted
 * picture, and its memory. The page is on the disk, the profile has been used before. It is the
 * peer of our own screens, which are measured with the same {@link ScreenProgram}.
 */
final class ScreenBench implements Benchmark {

    private static final int ROUNDS = 5;
    private static final int WIDTH = 1080;
    private static final int HEIGHT = 1920;
    private static final String PAGE = "dispenser-page.html";
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private final Path directory;
    private final InstantSource clock;

    ScreenBench(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public List<Figure> run() throws IOException, InterruptedException, CannotMeasure {
        ScreenProgram chromium = chromium();
        List<Double> millis = new ArrayList<>();
        List<Double> megabytes = new ArrayList<>();
        // The first start makes the profile and is not counted.
        for (int round = 0; round <= ROUNDS; round++) {
            ScreenProgram.Start start = start(chromium, round);
            if (round > 0) {
                millis.add(start.painted());
                megabytes.add(start.memory().pss());
            }
        }
        return List.of(
                Figure.reported("Chromium --kiosk, start to painted", "ms", millis),
                Figure.reported(
                        "Chromium --kiosk, memory (PSS) of its processes", "MB", megabytes));
    }

    private ScreenProgram.Start start(ScreenProgram program, int round)
            throws IOException, InterruptedException, CannotMeasure {
        Path folder = Files.createDirectory(directory.resolve("screen-" + round));
        try (XvfbScreen screen = new XvfbScreen(WIDTH, HEIGHT, folder);
                ThreadStrand strand = new ThreadStrand("bench-screen", clock)) {
            return program.start(screen, strand, folder.resolve("log"));
        }
    }

    private ScreenProgram chromium() throws IOException, CannotMeasure {
        if (!Files.isExecutable(CHROMIUM)) {
            throw new CannotMeasure("there is no Chromium (Debian: apt-get install chromium)");
        }
        Path page = directory.resolve(PAGE);
        try (InputStream in = ScreenBench.class.getResourceAsStream(PAGE)) {
            if (in == null) {
                throw new IOException(PAGE + " is missing in the program");
            }
            Files.copy(in, page);
        }
        return new ScreenProgram(
                List.of(
                        CHROMIUM.toString(),
                        "--kiosk",
                        "--no-sandbox",
                        "--no-first-run",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-features=Translate",
                        "--password-store=basic",
                        "--window-position=0,0",
                        "--window-size=" + WIDTH + "," + HEIGHT,
                        "--user-data-dir=" + directory.resolve("profile"),
                        page.toUri().toString()));
    }
}
