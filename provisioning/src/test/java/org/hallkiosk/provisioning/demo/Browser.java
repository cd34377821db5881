package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Chromium without a screen, steered by the W3C WebDriver protocol over HTTP. What is looked
 * for is waited for: the browser itself looks until it is there.
 */
final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern STARTED = Pattern.compile("successfully on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long the browser looks for an element (WebDriver, implicit wait timeout). */
    private static final int LOOK_MILLIS = 20_000;

    /** The key under which WebDriver names an element (WebDriver 12.3). */
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final Process driver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String session;

    private Browser(Process driver, int port) throws IOException, InterruptedException {
        this.driver = driver;
        this.base = "http://127.0.0.1:" + port + "/session";
        Map<String, Object> options =
                Map.of(
                        "args",
                        List.of(
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run",
                                "--hide-scrollbars"));
        this.session =
                send(
                                "POST",
                                base,
                                Map.of(
                                        "capabilities",
                                        Map.of(
                                                "alwaysMatch",
                                                Map.of("goog:chromeOptions", options))))
                        .path("sessionId")
                        .asText();
        post("/timeouts", Map.of("implicit", LOOK_MILLIS));
    }

    static Browser start() throws IOException, InterruptedException {
        Process driver;
        try {
            driver =
                    new ProcessBuilder("chromedriver", "--port=0")
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            throw new AssertionError(
                    "chromedriver is missing; .ci/test-prerequisites installs it", e);
        }
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = STARTED.matcher(line);
            if (matcher.find()) {
                Thread.ofVirtual().start(() -> drain(out));
                return new Browser(driver, Integer.parseInt(matcher.group(1)));
            }
        }
        throw new IOException("chromedriver did not start");
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

    private JsonNode send(String method, String uri, Object body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher sent =
                method.equals("POST")
                        ? HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))
                        : HttpRequest.BodyPublishers.noBody();
        HttpResponse<byte[]> response =
                http.send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .timeout(PATIENCE)
                                .header("Content-Type", "application/json")
                                .method(method, sent)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        JsonNode value = JSON.readTree(response.body()).path("value");
        assertThat(response.statusCode()).as("%s %s: %s", method, body, value).isEqualTo(200);
        return value;
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send("POST", base + "/" + session + path, body);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", base + "/" + session + path, Map.of());
    }

    /** Makes the window so large. */
    void size(int width, int height) throws IOException, InterruptedException {
        post("/window/rect", Map.of("width", width, "height", height));
    }

    void go(String url) throws IOException, InterruptedException {
        post("/url", Map.of("url", url));
    }

    String url() throws IOException, InterruptedException {
        return get("/url").asText();
    }

    /** Waits for an element. */
    private String find(String css) throws IOException, InterruptedException {
        return post("/element", Map.of("using", "css selector", "value", css))
                .path(ELEMENT)
                .asText();
    }

    /** Waits until a visible element holds a text. */
    void awaitText(String text) throws IOException, InterruptedException {
        post(
                "/element",
                Map.of(
                        "using",
                        "xpath",
                        "value",
                        "//main//*[not(ancestor-or-self::*[@hidden]) and contains(normalize-space(.), '"
                                + text
                                + "')]"));
    }

    /** Waits until there is an element. */
    void await(String css) throws IOException, InterruptedException {
        find(css);
    }

    /** Waits until there is no element with the text any more. */
    void awaitNo(String css) throws IOException, InterruptedException {
        post("/element", Map.of("using", "css selector", "value", "body:not(:has(" + css + "))"));
    }

    String text(String css) throws IOException, InterruptedException {
        return get("/element/" + find(css) + "/text").asText();
    }

    /** Clicks; an element that an event of the page has just replaced is looked for again. */
    void click(String css) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                post("/element/" + find(css) + "/click", Map.of());
                return;
            } catch (AssertionError failed) {
                boolean replaced = String.valueOf(failed.getMessage()).contains("stale element");
                if (!replaced || attempt == 5) {
                    throw failed;
                }
            }
        }
    }

    void type(String css, String text) throws IOException, InterruptedException {
        post("/element/" + find(css) + "/value", Map.of("text", text));
    }

    /** Presses keys, one after the other, wherever the focus is. */
    void keys(String keys) throws IOException, InterruptedException {
        List<Map<String, String>> steps =
                keys.chars()
                        .mapToObj(c -> String.valueOf((char) c))
                        .flatMap(
                                key ->
                                        List.of(
                                                Map.of("type", "keyDown", "value", key),
                                                Map.of("type", "keyUp", "value", key))
                                                .stream())
                        .toList();
        post(
                "/actions",
                Map.of(
                        "actions",
                        List.of(Map.of("type", "key", "id", "keyboard", "actions", steps))));
    }

    JsonNode script(String script) throws IOException, InterruptedException {
        return post("/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Keeps a picture of the whole page as test output. */
    void picture(String name) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(
                folder.resolve(name + ".png"),
                Base64.getDecoder().decode(get("/screenshot").asText()));
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", base + "/" + session, Map.of());
            driver.destroy();
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly();
            http.close();
        }
    }
}
