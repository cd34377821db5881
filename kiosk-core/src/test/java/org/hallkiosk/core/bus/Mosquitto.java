package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Debian's Mosquitto as a child process, configured by {@link MosquittoFiles}. */
final class Mosquitto implements TestBroker {

    private final Path directory;
    private final int port;
    private Process process;

    /** A hall's, on plain MQTT with passwords. */
    Mosquitto(Path directory) throws IOException, InterruptedException {
        this(directory, Optional.empty(), List.of());
    }

    /**
     * A hall's.
     *
     * @param tls set: TLS; with authorities for clients, these show certificates and no passwords
     * @param instead lines that stand in place of ours of the same name
     */
    Mosquitto(Path directory, Optional<BrokerTls> tls, List<String> instead)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.port = EmbeddedBusTest.freePort();
        boolean certificates = tls.flatMap(BrokerTls::clientAuthorities).isPresent();
        String ours =
                MosquittoFiles.configuration(
                        Files.writeString(
                                directory.resolve("acl"),
                                MosquittoFiles.acl(Permissions.ofHall("h1", false))),
                        new MosquittoFiles.Listener(
                                "127.0.0.1",
                                port,
                                tls,
                                certificates
                                        ? Optional.empty()
                                        : Optional.of(passwords(directory))));
        for (String line : instead) {
            ours = ours.replaceAll("(?m)^" + line.split(" ", -1)[0] + " .*$", line);
        }
        // It gives up the rights of root, with which it would not read the test's folder.
        Files.writeString(
                directory.resolve("mosquitto.conf"),
                "user " + System.getProperty("user.name") + "\n" + ours);
        this.process = start(directory, port);
    }

    private static Path passwords(Path directory) throws IOException, InterruptedException {
        List<String> users = new ArrayList<>();
        PASSWORDS.forEach((name, password) -> users.add(name + ":" + password));
        Path file = Files.write(directory.resolve("passwords"), users);
        // -U replaces each password of the file by its hash.
        Process hashing =
                new ProcessBuilder("mosquitto_passwd", "-U", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(hashing.getInputStream().readAllBytes(), UTF_8);
        if (hashing.waitFor() != 0) {
            throw new IOException("mosquitto_passwd failed: " + said);
        }
        return file;
    }

    /** Whether Debian's package is there. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/mosquitto"))
                && Files.isExecutable(Path.of("/usr/bin/mosquitto_passwd"));
    }

    /** Starts it with the mosquitto.conf in a directory; returns when it listens. */
    static Process start(Path directory, int port) throws IOException, InterruptedException {
        Process started =
                new ProcessBuilder(
                                "/usr/sbin/mosquitto",
                                "-c",
                                directory.resolve("mosquitto.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                        .start();
        while (!answers(port)) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "mosquitto ended: " + Files.readString(directory.resolve("log")));
            }
        }
        return started;
    }

    private static boolean answers(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = probe.getInputStream()) {
            return in != null;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        close();
        process = start(directory, port);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
