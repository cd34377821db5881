package org.hallkiosk.core.bus.embedded;

import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.hallkiosk.core.bus.BrokerTls;
import org.hallkiosk.core.bus.EmbeddedBroker;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.bus.TlsFiles;

/** HiveMQ CE, in memory, with our identities and permissions (docs/adr/0002). */
public final class HiveMqBroker implements EmbeddedBroker {

    /** Found by ServiceLoader. */
    public static final class HiveMqProvider implements Provider {
        @Override
        public EmbeddedBroker start(Settings settings) throws IOException {
            return new HiveMqBroker(settings);
        }
    }

    private final EmbeddedHiveMQ broker;
    private final Gatekeeper gatekeeper;
    private final int port;

    private HiveMqBroker(Settings settings) throws IOException {
        InetAddress address = InetAddress.getByName(settings.host());
        boolean demo = settings.permissions().kindOf(Permissions.DEMO) == Permissions.Kind.DEMO;
        if (!address.isLoopbackAddress() && demo) {
            throw new IOException("A broker that lets anybody in listens on loopback alone");
        }
        if (!address.isLoopbackAddress() && settings.tls().isEmpty()) {
            throw new IOException("A broker without TLS listens on loopback alone");
        }
        // HiveMQ logs a port that is taken and starts all the same.
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, settings.port()));
            this.port = probe.getLocalPort();
        } catch (IOException e) {
            throw new IOException(
                    "The broker cannot listen at "
                            + settings.host()
                            + ':'
                            + settings.port()
                            + ": "
                            + e.getMessage()
                            + ". Stop the program that has it, or choose another",
                    e);
        }
        this.gatekeeper = new Gatekeeper(settings.permissions(), settings.passwords());
        Path directory = settings.directory();
        if (Files.exists(directory)) {
            delete(directory);
        }
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path configuration = Files.createDirectories(directory.resolve("conf"));
        Files.writeString(
                configuration.resolve("config.xml"),
                HiveMqConfiguration.of(
                        settings.host(), port, stores(settings, configuration), settings.queue()));
        this.broker =
                EmbeddedHiveMQ.builder()
                        .withoutLoggingBootstrap()
                        .withConfigurationFolder(configuration)
                        .withDataFolder(Files.createDirectories(directory.resolve("data")))
                        .withExtensionsFolder(Files.createDirectories(directory.resolve("none")))
                        .withEmbeddedExtension(
                                EmbeddedExtension.builder()
                                        .withId("hall-kiosk")
                                        .withName("Hall Kiosk")
                                        .withVersion("1")
                                        .withExtensionMain(gatekeeper)
                                        .build())
                        .build();
        try {
            broker.start().join();
        } catch (CompletionException e) {
            throw new IOException("The embedded broker did not start", e);
        }
    }

    /** HiveMQ reads PKCS#12 alone. The password lies beside the files: the folder guards both. */
    private static Optional<HiveMqConfiguration.Stores> stores(Settings settings, Path folder)
            throws IOException {
        if (settings.tls().isEmpty()) {
            return Optional.empty();
        }
        BrokerTls tls = settings.tls().get();
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        Path keys = folder.resolve("own.p12");
        TlsFiles.writeKeyStore(keys, tls.own(), password.toCharArray());
        Optional<Path> trust = tls.clientAuthorities().map(a -> folder.resolve("clients.p12"));
        if (trust.isPresent()) {
            TlsFiles.writeTrustStore(
                    trust.get(), tls.clientAuthorities().get(), password.toCharArray());
        }
        return Optional.of(new HiveMqConfiguration.Stores(keys, trust, password));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long refused() {
        return gatekeeper.refused();
    }

    @Override
    public void close() {
        try {
            broker.close();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The embedded broker did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes ignored)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path gone, IOException failure)
                            throws IOException {
                        Files.delete(gone);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
