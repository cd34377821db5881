package org.hallkiosk.provisioning.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One {@code ./kiosk} command in a JVM of its own. */
public final class KioskProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 90;

    private final Process process;
    private final List<String> said = new ArrayList<>();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch silent = new CountDownLatch(1);

    private KioskProcess(Process process) {
        this.process = process;
    }

    /** Starts it where there is no display, and returns at once. */
    public static KioskProcess start(Path directory, String... command) throws IOException {
        return start(directory, Map.of(), command);
    }

    /**
     * Starts it and returns at once.
     *
     * @param environment what it finds in its environment besides
     */
    public static KioskProcess start(
            Path directory, Map<String, String> environment, String... command) throws IOException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx384m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-Dlogback.configurationFile=hallkiosk-logback.xml",
                                "-Dstdout.encoding=UTF-8",
                                "-Dstderr.encoding=UTF-8",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.hallkiosk.core.boot.Main"));
        line.addAll(List.of(command));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().remove("DISPLAY");
        builder.environment().putAll(environment);
        KioskProcess started = new KioskProcess(builder.start());
        Thread.ofPlatform().name("kiosk-output").daemon(true).start(started::listen);
        return started;
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (said) {
                    said.add(line);
                }
                if (line.equals("ready")) {
                    ready.countDown();
                }
            }
        } catch (IOException killed) {
            // It says no more.
        } finally {
            ready.countDown();
            silent.countDown();
        }
    }

    /** Waits until it says {@code ready}. */
    public KioskProcess awaitReady() throws IOException, InterruptedException {
        if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || !output().contains("ready\n")) {
            throw new IOException("It is not ready:\n" + output());
        }
        return this;
    }

    /** Waits for its end by itself; its exit code. */
    public int awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("It does not end:\n" + output());
        }
        silent.await();
        return process.exitValue();
    }

    /** What it has said so far. */
    public String output() {
        synchronized (said) {
            return String.join("\n", said) + "\n";
        }
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Types a line. */
    public void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        silent.await();
    }

    /** Asks it to stop, as Ctrl-C does, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
            silent.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
