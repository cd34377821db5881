package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's Mosquitto as a child process, configured by {@link MosquittoFiles}. */
final class Mosquitto implements TestBroker {

    private final Path directory;
    private final int port;
    private Process process;

    /** Starts it. */
    Mosquitto(Path directory) throws IOException, InterruptedException {
        this(directory, MosquittoFiles.acl(Permissions.ofHall("h1", false)), List.of());
    }

    /**
     * Starts it with other rules.
     *
     * @param instead lines that stand in place of ours of the same name
     */
    Mosquitto(Path directory, String acl, List<String> instead)
            throws IOException, InterruptedException {
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        Path aclFile = Files.writeString(directory.resolve("acl"), acl);
        Path passwords = directory.resolve("passwords");
        List<String> users = new ArrayList<>();
        PASSWORDS.forEach((name, password) -> users.add(name + ":" + password));
        Files.write(passwords, users);
        // -U replaces each password of the file by its hash.
        Process hashing =
                new ProcessBuilder("mosquitto_passwd", "-U", passwords.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(hashing.getInputStream().readAllBytes(), UTF_8);
        if (hashing.waitFor() != 0) {
            throw new IOException("mosquitto_passwd failed: " + said);
        }
        List<String> lines = new ArrayList<>();
        lines.add("user " + System.getProperty("user.name"));
        lines.add("listener " + port + " 127.0.0.1");
        String ours = MosquittoFiles.configuration(aclFile);
        for (String line : instead) {
            ours = ours.replaceAll("(?m)^" + line.split(" ", -1)[0] + " .*$", line);
        }
        lines.add(ours);
        lines.add(MosquittoFiles.passwords(passwords));
        Files.write(directory.resolve("mosquitto.conf"), lines);
        this.process = start();
    }

    /** Whether Debian's package is there. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/mosquitto"))
                && Files.isExecutable(Path.of("/usr/bin/mosquitto_passwd"));
    }

    private Process start() throws IOException, InterruptedException {
        Process started =
                new ProcessBuilder(
                                "/usr/sbin/mosquitto",
                                "-c",
                                directory.resolve("mosquitto.conf").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
                        .start();
        while (!answers()) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "mosquitto ended: " + Files.readString(directory.resolve("log")));
            }
        }
        return started;
    }

    private boolean answers() {
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
        process = start();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
