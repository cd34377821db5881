package org.hallkiosk.provisioning.whole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Somebody with an identity at a broker, who uses Mosquitto's own programs. */
final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "hk/1/qingshan/";

    private final Path directory;
    private final int port;
    private final String user;

    /** The password is in {@code secrets/} under the user's name. */
    Client(Path directory, int port, String user) {
        this.directory = directory;
        this.port = port;
        this.user = user;
    }

    private List<String> program(String name) throws IOException {
        return Programs.client(
                name,
                port,
                "-i",
                user,
                "-u",
                user,
                "-P",
                Files.readString(directory.resolve("secrets").resolve(user)).strip());
    }

    /**
     * Sends a request as a device and waits for the answer.
     *
     * @param seconds how long
     * @return empty when none came
     */
    Optional<String> request(String device, String verb, UUID id, String fields, int seconds)
            throws IOException, InterruptedException {
        String own = BASE + "device/" + device + "/";
        return ask(
                own + "request/" + verb,
                own + "response/" + UUID.randomUUID(),
                id,
                fields,
                seconds);
    }

    /** Sends a command to a device, as the hall does. */
    Optional<String> command(String device, String verb, UUID id, String fields, int seconds)
            throws IOException, InterruptedException {
        String own = BASE + "device/" + device + "/";
        return ask(own + "command/" + verb, own + "reply/" + id, id, fields, seconds);
    }

    /** Sends many requests of one verb as a device, in order, and waits for no answer. */
    void requests(String device, String verb, List<UUID> ids, String fields)
            throws IOException, InterruptedException {
        String own = BASE + "device/" + device + "/";
        List<String> line = program("mosquitto_pub");
        line.addAll(
                List.of(
                        "-q",
                        "1",
                        "-t",
                        own + "request/" + verb,
                        "-D",
                        "publish",
                        "message-expiry-interval",
                        "10",
                        "-D",
                        "publish",
                        "response-topic",
                        own + "response/" + UUID.randomUUID(),
                        "-l"));
        Programs.run(
                directory,
                line,
                ids.stream()
                        .map(id -> "{\"id\":\"" + id + "\"," + fields + "}\n")
                        .collect(Collectors.joining()));
    }

    private Optional<String> ask(String topic, String answers, UUID id, String fields, int seconds)
            throws IOException, InterruptedException {
        List<String> line = program("mosquitto_rr");
        line.addAll(
                List.of(
                        "-q",
                        "1",
                        "-t",
                        topic,
                        "-e",
                        answers,
                        "-D",
                        "publish",
                        "message-expiry-interval",
                        "10",
                        "-W",
                        Integer.toString(seconds),
                        "-m",
                        "{\"id\":\"" + id + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}"));
        String answer = Programs.run(directory, line);
        return answer.startsWith("{") ? Optional.of(answer) : Optional.empty();
    }

    /** Reads messages until so many have come or the seconds are over; each is topic and text. */
    List<String> read(String filter, int count, int seconds)
            throws IOException, InterruptedException {
        List<String> line = program("mosquitto_sub");
        line.addAll(
                List.of(
                        "-q",
                        "1",
                        "-v",
                        "-t",
                        filter,
                        "-C",
                        Integer.toString(count),
                        "-W",
                        Integer.toString(seconds)));
        return Programs.run(directory, line).lines().filter(l -> l.startsWith("hk/")).toList();
    }

    /** Listens until closed. */
    Listening listen(String... filters) throws IOException {
        List<String> line = program("mosquitto_sub");
        line.addAll(List.of("-q", "1", "-v"));
        for (String filter : filters) {
            line.addAll(List.of("-t", filter));
        }
        return new Listening(
                new ProcessBuilder(line)
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }
}
