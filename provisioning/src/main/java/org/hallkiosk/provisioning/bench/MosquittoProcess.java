package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's Mosquitto on loopback, open to anybody for as long as it is measured. */
final class MosquittoProcess implements HallBroker {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final int LOOKS = 500;

    private final Process process;
    private final int port;

    /**
     * Starts it; blocks until it listens.
     *
     * @throws CannotMeasure when it is not installed
     */
    MosquittoProcess(Path directory) throws IOException, InterruptedException, CannotMeasure {
        if (!Files.isExecutable(PROGRAM)) {
            throw new CannotMeasure("there is no Mosquitto (Debian: apt-get install mosquitto)");
        }
        this.port = FreePort.find();
        Path configuration = directory.resolve("mosquitto.conf");
        Files.write(
                configuration,
                List.of(
                        "user " + System.getProperty("user.name"),
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "set_tcp_nodelay true"));
        this.process =
                new ProcessBuilder(PROGRAM.toString(), "-c", configuration.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("mosquitto.log").toFile())
                        .start();
        for (int look = 0; !listens(); look++) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || look == LOOKS) {
                process.destroyForcibly();
                throw new IOException("Mosquitto did not start");
            }
        }
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public byte[] password(String identity) {
        return new byte[0];
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
