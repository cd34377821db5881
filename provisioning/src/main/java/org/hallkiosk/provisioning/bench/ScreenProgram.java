package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.hal.time.Strand;

/**
 * A program that paints a full screen, started and measured from outside only.
 *
 * @param command how it is started; DISPLAY is added to its environment
 */
record ScreenProgram(List<String> command) {

    private static final Duration STILL = Duration.ofSeconds(1);
    private static final int SECONDS_TO_END = 10;

    /**
     * How a start went.
     *
     * @param painted milliseconds from its start to its painted picture
     * @param memory of it and all its processes then
     */
    record Start(double painted, Memory memory) {}

    /** Starts it on a fresh screen and ends it when it has painted. Blocks for some seconds. */
    Start start(XvfbScreen screen, Strand strand, Path log)
            throws IOException, InterruptedException {
        PictureWatch watch = new PictureWatch(screen, strand, STILL);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DISPLAY", screen.display());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        long begin = strand.nanoTime();
        Process process = builder.start();
        try {
            double painted = (watch.await() - begin) / 1e6;
            List<Long> all =
                    Stream.concat(Stream.of(process.toHandle()), process.descendants())
                            .map(ProcessHandle::pid)
                            .toList();
            return new Start(painted, Memory.of(all));
        } finally {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            children.forEach(ProcessHandle::destroyForcibly);
            children.forEach(child -> child.onExit().join());
        }
    }
}
