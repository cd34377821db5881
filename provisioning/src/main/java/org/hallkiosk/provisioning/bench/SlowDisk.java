package org.hallkiosk.provisioning.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a benchmark in a process of its own on a disk that takes 5 ms more for each sync: a disk as
 * kiosks have, and one that does not change its speed while it is measured.
 */
final class SlowDisk {

    private static final String SOURCE = "slow-sync.c";

    private final Path directory;

    /**
     * @param directory an empty one, for what is built
     */
    SlowDisk(Path directory) {
        this.directory = directory;
    }

    /** Runs the benchmark of this name, with {@code --lines}, in another JVM with our own flags. */
    List<Figure> run(String name) throws IOException, InterruptedException, CannotMeasure {
        Path library = directory.resolve("slow-sync.so");
        if (!Files.exists(library)) {
            build(library);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.hallkiosk.core.boot.Main",
                        "bench",
                        "--lines",
                        name));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_PRELOAD", library.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        List<Figure> figures = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                figures.add(Figure.ofLine(line));
            }
        } finally {
            process.destroy();
        }
        if (process.waitFor() != 0) {
            throw new IOException("its process on the slow disk failed");
        }
        return figures;
    }

    private void build(Path library) throws IOException, InterruptedException, CannotMeasure {
        Path source = directory.resolve(SOURCE);
        try (InputStream in = SlowDisk.class.getResourceAsStream(SOURCE)) {
            if (in == null) {
                throw new IOException(SOURCE + " is missing in the program");
            }
            Files.copy(in, source);
        }
        ProcessBuilder compiler =
                new ProcessBuilder(
                        "cc",
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        source.toString(),
                        "-ldl");
        compiler.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        int result;
        try {
            result = compiler.start().waitFor();
        } catch (IOException e) {
            throw new CannotMeasure(
                    "there is no C compiler for the slow disk (Debian: apt-get install gcc"
                            + " libc6-dev)");
        }
        if (result != 0) {
            throw new CannotMeasure(
                    "cc cannot build the slow disk (Debian: apt-get install gcc libc6-dev)");
        }
    }
}
