package org.hallkiosk.provisioning.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hallkiosk.core.bus.FaultProxy;
import org.hallkiosk.provisioning.whole.KioskProcess;
import org.hallkiosk.provisioning.whole.Listening;

/** The demo in a JVM of its own, on free ports. */
final class DemoProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int LOOKS = 8;

    private final KioskProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int httpPort;
    final int mqttPort;

    private DemoProcess(KioskProcess process, int httpPort, int mqttPort) {
        this.process = process;
        this.httpPort = httpPort;
        this.mqttPort = mqttPort;
    }

    /** Starts it on a folder and waits until it says ready. */
    static DemoProcess start(Path directory) throws IOException, InterruptedException {
        return start(directory, Map.of(), freePort(), freePort());
    }

    /** Starts it with its screens on a display. */
    static DemoProcess start(Path directory, Display display)
            throws IOException, InterruptedException {
        return start(directory, Map.of("DISPLAY", display.name()), freePort(), freePort());
    }

    /** Starts it where another one was. */
    static DemoProcess again(DemoProcess before, Path directory)
            throws IOException, InterruptedException {
        return start(directory, Map.of(), before.httpPort, before.mqttPort);
    }

    private static DemoProcess start(
            Path directory, Map<String, String> environment, int http, int mqtt)
            throws IOException, InterruptedException {
        KioskProcess process =
                KioskProcess.start(
                        directory,
                        environment,
                        "demo",
                        "--http",
                        Integer.toString(http),
                        "--mqtt",
                        Integer.toString(mqtt),
                        "--dir",
                        directory.toString());
        return new DemoProcess(process.awaitReady(), http, mqtt);
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

    /** What a panel, a pad or a screen of the demo shows, once it shows a part. */
    String shows(String face, String part) throws IOException, InterruptedException {
        String shown = "";
        for (int look = 0; look < LOOKS && !shown.contains(part); look++) {
            shown = look(face, part);
        }
        assertThat(shown).as(face).contains(part);
        return shown;
    }

    /** The same, or what is shown after 8 s. */
    String look(String face, String part) throws IOException, InterruptedException {
        return get("/demo/" + face + ".txt?until=" + URLEncoder.encode(part, UTF_8));
    }

    /** Waits until a page of the center, which is on the next port, has it. */
    boolean centerUntil(String path, String part) throws IOException, InterruptedException {
        try (Stream<String> live =
                http.send(
                                HttpRequest.newBuilder(center("/events")).timeout(PATIENCE).build(),
                                HttpResponse.BodyHandlers.ofLines())
                        .body()) {
            String page =
                    http.send(
                                    HttpRequest.newBuilder(center(path)).timeout(PATIENCE).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return page.contains(part) || live.anyMatch(line -> line.contains(part));
        }
    }

    private URI center(String path) {
        return URI.create("http://127.0.0.1:" + (httpPort + 1) + path);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    /** Where a page is. */
    String url(String path) {
        return uri(path).toString();
    }

    /** A line to the pages that can be disturbed. */
    FaultProxy line() throws IOException {
        return FaultProxy.ofBytes(httpPort);
    }

    /** Listens to the hall's events at its broker until closed. */
    Listening events() throws IOException {
        return new Listening(
                new ProcessBuilder(
                                "mosquitto_sub",
                                "-V",
                                "5",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(mqttPort),
                                "-v",
                                "-t",
                                "hk/1/demo-hall/event")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    /** The password that it has printed for somebody. */
    String password(String name) {
        return process.output()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(name + "  "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }
}
