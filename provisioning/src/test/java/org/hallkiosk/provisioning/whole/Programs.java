package org.hallkiosk.provisioning.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of others, as Debian ships them, which {@code .ci/test-prerequisites} installs. */
public final class Programs {

    private Programs() {}

    /** Runs one to its end; what it prints. Its exit code is not looked at. */
    public static String run(Path directory, List<String> command)
            throws IOException, InterruptedException {
        return run(directory, command, "");
    }

    /** The same, with what it reads. */
    static String run(Path directory, List<String> command, String input)
            throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new AssertionError(
                    command.getFirst() + " is missing; .ci/test-prerequisites installs it", e);
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        return out.strip();
    }

    /** The command line of one of Mosquitto's clients, for a broker on this computer. */
    public static List<String> client(String program, int port, String... options) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                program,
                                "-V",
                                "5",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(port)));
        line.addAll(List.of(options));
        return line;
    }

    /** Starts a Mosquitto and waits until it listens. */
    static Process mosquitto(Path directory, String configuration, int port)
            throws IOException, InterruptedException {
        Process started =
                new ProcessBuilder("/usr/sbin/mosquitto", "-c", configuration)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve(configuration + ".log").toFile())
                        .start();
        while (!listens(port)) {
            if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("mosquitto ended; see " + configuration + ".log");
            }
        }
        return started;
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = probe.getInputStream()) {
            return in != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
