package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.bus.EmbeddedBroker;
import org.hallkiosk.core.bus.Passwords;
import org.hallkiosk.core.bus.Permissions;

/** The embedded broker of a hall on loopback, with its rules and a fresh password for each name. */
final class BenchBroker implements HallBroker {

    private static final int PASSWORD_BYTES = 16;

    /** As in the demo: a random password needs no stretching. */
    private static final int HASH_ITERATIONS = 101;

    private final Map<String, byte[]> passwords = new HashMap<>();
    private final EmbeddedBroker broker;

    /** Starts it; blocks for some seconds. */
    BenchBroker(String hall, List<String> identities, Path directory) throws IOException {
        SecureRandom random = new SecureRandom();
        List<String> lines = new ArrayList<>();
        for (String identity : identities) {
            byte[] secret = new byte[PASSWORD_BYTES];
            byte[] salt = new byte[PASSWORD_BYTES];
            random.nextBytes(secret);
            random.nextBytes(salt);
            byte[] written = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
            passwords.put(identity, written);
            lines.add(Passwords.line(identity, written, salt, HASH_ITERATIONS));
        }
        this.broker =
                EmbeddedBroker.provider()
                        .orElseThrow(() -> new IOException("the embedded broker is missing"))
                        .start(
                                new EmbeddedBroker.Settings(
                                        SmallHall.LOOPBACK,
                                        FreePort.find(),
                                        Permissions.ofHall(hall, false),
                                        Passwords.parse(lines, "the benchmark's passwords"),
                                        Optional.empty(),
                                        directory));
    }

    @Override
    public int port() {
        return broker.port();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when nobody is called so
     */
    @Override
    public byte[] password(String identity) {
        byte[] password = passwords.get(identity);
        if (password == null) {
            throw new IllegalArgumentException("Nobody here is called " + identity);
        }
        return password;
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
