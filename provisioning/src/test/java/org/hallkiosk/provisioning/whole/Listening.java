package org.hallkiosk.provisioning.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@code mosquitto_sub} that runs; the lines that it prints are topic and text. */
public final class Listening implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final Process process;
    private final List<String> heard = new ArrayList<>();
    private boolean over;

    /** Reads what a started one prints. */
    public Listening(Process process) {
        this.process = process;
        Thread.ofPlatform().name("mosquitto-sub").daemon(true).start(this::listen);
    }

    private void listen() {
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (heard) {
                    heard.add(line);
                    heard.notifyAll();
                }
            }
        } catch (IOException closed) {
            // Nothing follows.
        }
        synchronized (heard) {
            over = true;
            heard.notifyAll();
        }
    }

    /** Waits for a line, heard already or to come. */
    public String await(Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        synchronized (heard) {
            int looked = 0;
            while (true) {
                for (; looked < heard.size(); looked++) {
                    if (wanted.test(heard.get(looked))) {
                        return heard.get(looked);
                    }
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (over || left <= 0) {
                    throw new AssertionError("Not heard; heard was " + heard);
                }
                heard.wait(left);
            }
        }
    }

    /** What has been heard. */
    public List<String> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
