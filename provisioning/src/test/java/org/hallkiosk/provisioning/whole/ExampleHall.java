package org.hallkiosk.provisioning.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The examples of {@code docs/examples} in a folder of their own, on free ports and with fresh
 * passwords: what a technician would do with them, done for a test.
 */
final class ExampleHall {

    /** Who may read everything. */
    static final String AUDITOR = "auditor";

    final Path directory;

    private ExampleHall(Path directory) {
        this.directory = directory;
    }

    /** Copies the examples into the folder and makes their secrets. */
    static ExampleHall in(Path directory) throws IOException, InterruptedException {
        Path examples =
                Path.of(System.getProperty("hallkiosk.root", "..")).resolve("docs/examples");
        try (Stream<Path> files = Files.list(examples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Programs.run(directory, List.of("./make-secrets"));
        if (!Files.exists(directory.resolve("secrets/center-broker"))) {
            throw new AssertionError("make-secrets failed; mosquitto_passwd is missing?");
        }
        // It gives up the rights of root, with which it would not read the test's folder.
        for (String broker : List.of("hall", "center")) {
            Files.writeString(
                    directory.resolve(broker + "-mosquitto.conf"),
                    "user " + System.getProperty("user.name") + "\n",
                    StandardOpenOption.APPEND);
        }
        return new ExampleHall(directory);
    }

    /** Replaces texts in all configurations, each of which must stand in at least one. */
    void replace(Map<String, String> texts) throws IOException {
        Map<String, String> open = new TreeMap<>(texts);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(yaml|conf)")).toList()) {
                String text = Files.readString(file);
                for (Map.Entry<String, String> each : texts.entrySet()) {
                    if (text.contains(each.getKey())) {
                        text = text.replace(each.getKey(), each.getValue());
                        open.remove(each.getKey());
                    }
                }
                Files.writeString(file, text);
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError("No example holds " + open.keySet());
        }
    }

    /** Replaces a text in one configuration, where it must stand. */
    void replace(String file, String text, String by) throws IOException {
        String before = Files.readString(directory.resolve(file));
        if (!before.contains(text)) {
            throw new AssertionError(file + " does not hold " + text);
        }
        Files.writeString(directory.resolve(file), before.replace(text, by));
    }

    /** One who may command devices and speak for them; only a test's broker knows such. */
    static String operator(int number) {
        return "operator-" + number;
    }

    /** Gives {@link #AUDITOR} and some operators a password and rights at a broker. */
    void letTestersIn(String broker, int operators) throws IOException, InterruptedException {
        StringBuilder rights = new StringBuilder("\nuser " + AUDITOR + "\ntopic read hk/1/#\n");
        List<String> names = new ArrayList<>(List.of(AUDITOR));
        for (int number = 0; number < operators; number++) {
            names.add(operator(number));
            rights.append("\nuser ").append(operator(number)).append('\n');
            rights.append("topic write hk/1/qingshan/device/+/command/+\n");
            rights.append("topic write hk/1/qingshan/device/+/request/+\n");
            rights.append("topic read hk/1/qingshan/#\n");
        }
        for (String name : names) {
            Files.writeString(directory.resolve("secrets").resolve(name), name + "-secret\n");
            Programs.run(
                    directory,
                    List.of(
                            "mosquitto_passwd",
                            "-b",
                            "secrets/" + broker + "-broker",
                            name,
                            name + "-secret"));
        }
        Files.writeString(directory.resolve(broker + ".acl"), rights, StandardOpenOption.APPEND);
    }

    /** Starts a broker of this example, for the first time or again. */
    Process mosquitto(String broker, int port) throws IOException, InterruptedException {
        return Programs.mosquitto(directory, broker + "-mosquitto.conf", port);
    }

    /** Starts a command with one of the configurations; returns at once. */
    KioskProcess start(String command, String file) throws IOException {
        return KioskProcess.start(
                directory, command, "--config", directory.resolve(file).toString());
    }
}
