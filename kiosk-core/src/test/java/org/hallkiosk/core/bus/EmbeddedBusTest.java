package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.testkit.ExpectLog;

/** The contract on the embedded broker. */
@ExpectLog(value = "d1 needs a person: NOT_AUTHORIZED", required = false)
class EmbeddedBusTest extends BusContract {

    @Override
    TestBroker start(Path where) throws IOException {
        return new Embedded(where.resolve("broker"), false);
    }

    /** The embedded broker, as a hall's. */
    static final class Embedded implements TestBroker {
        private final EmbeddedBroker.Settings settings;
        private EmbeddedBroker broker;

        Embedded(Path directory, boolean demo) throws IOException {
            List<String> lines = new ArrayList<>();
            for (Map.Entry<String, String> user : PASSWORDS.entrySet()) {
                lines.add(
                        Passwords.line(
                                user.getKey(),
                                user.getValue().getBytes(UTF_8),
                                new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                                101));
            }
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            this.settings =
                    new EmbeddedBroker.Settings(
                            "127.0.0.1",
                            port,
                            Permissions.ofHall("h1", demo),
                            Passwords.parse(lines, "test"),
                            Optional.empty(),
                            directory);
            this.broker = EmbeddedBroker.provider().orElseThrow().start(settings);
        }

        long refused() {
            return broker.refused();
        }

        @Override
        public int port() {
            return broker.port();
        }

        @Override
        public void restart() throws IOException {
            broker.close();
            broker = EmbeddedBroker.provider().orElseThrow().start(settings);
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
