package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.hal.time.Strand;

/** A program that paints a full screen, started and measured from outside only. */
final class ScreenProgram implements AutoCloseable {

    private static final Duration STILL = Duration.ofSeconds(1);

    /** A JVM that was told to keep what it learnt writes for some seconds. */
    private static final int SECONDS_TO_END = 120;

    private final Process process;
    private final PictureWatch watch;
    private final long begin;

    /** Starts it on an empty screen. */
    ScreenProgram(List<String> command, XvfbScreen screen, Strand strand, Path log)
            throws IOException {
        this.watch = new PictureWatch(screen, strand, STILL);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DISPLAY", screen.display());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        this.begin = strand.nanoTime();
        this.process = builder.start();
    }

    /**
     * How it came up, in milliseconds from its start.
     *
     * @param first to its first picture with something to read
     * @param last to the picture that stays
     */
    record Painted(double first, double last) {}

    /**
     * Blocks until its picture has stood for a second.
     *
     * @throws IOException when that does not come
     */
    Painted awaitPicture() throws IOException, InterruptedException {
        PictureWatch.Painted painted = watch.await();
        return new Painted((painted.first() - begin) / 1e6, (painted.last() - begin) / 1e6);
    }

    /** Of it and all its processes now. */
    Memory memory() throws IOException {
        return Memory.of(
                Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .map(ProcessHandle::pid)
                        .toList());
    }

    /** Ends it in order, and what it leaves behind too. Blocks until all of it has ended. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
    }
}
