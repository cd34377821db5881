package org.hallkiosk.provisioning.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The demo in a JVM of its own, on free ports. */
final class DemoProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final String said;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int httpPort;
    final int mqttPort;

    private DemoProcess(Process process, String said, int httpPort, int mqttPort) {
        this.process = process;
        this.said = said;
        this.httpPort = httpPort;
        this.mqttPort = mqttPort;
    }

    /** Starts it on a folder and waits until it says ready. */
    static DemoProcess start(Path directory) throws IOException {
        return start(directory, freePort(), freePort());
    }

    /** Starts it where another one was. */
    static DemoProcess again(DemoProcess before, Path directory) throws IOException {
        return start(directory, before.httpPort, before.mqttPort);
    }

    private static DemoProcess start(Path directory, int http, int mqtt) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx512m",
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-Dstdout.encoding=UTF-8",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        "org.hallkiosk.core.boot.Main",
                                        "demo",
                                        "--http",
                                        Integer.toString(http),
                                        "--mqtt",
                                        Integer.toString(mqtt),
                                        "--dir",
                                        directory.toString()))
                        .redirectErrorStream(true)
                        .start();
        StringBuilder said = new StringBuilder();
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.equals("ready")) {
                // What it says later is of no interest, but must not fill the pipe.
                Thread.ofVirtual().start(() -> drain(out));
                return new DemoProcess(process, said.toString(), http, mqtt);
            }
        }
        throw new IOException("The demo ended before it was ready:\n" + said);
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // Thrown away.
            }
        } catch (IOException ended) {
            // The process is gone.
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** POSTs to the API; the answer's body. */
    String post(String path, UUID id, String fields) throws IOException, InterruptedException {
        String body = "{\"id\":\"" + id + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}";
        return http.send(
                        HttpRequest.newBuilder(uri(path))
                                .timeout(PATIENCE)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The body of a page. */
    String get(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    /** Where a page is. */
    String url(String path) {
        return uri(path).toString();
    }

    /** The password that it has printed for somebody. */
    String password(String name) {
        return said.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + "  "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
