package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;

/** The contract on the embedded broker. */
@ExpectLog(value = "d[0-9]+ needs a person: NOT_AUTHORIZED", required = false)
class EmbeddedBusTest extends BusContract {

    /** Room for the backlog that is to be kept. */
    private static final int QUEUE = BACKLOG + 50;

    @Override
    TestBroker start(Path where) throws IOException {
        return new Embedded(where.resolve("broker"), false, QUEUE);
    }

    @Test
    void anOverflownQueueDoesNotHideTheNewestState() throws Exception {
        newestStateSurvivesAnOverflow(broker, QUEUE);
    }

    @Test
    void whoeverAsksLearnsOfAnOverflowAndAsksAgain() throws Exception {
        droppedRequestsAreAskedAgain(broker, QUEUE);
    }

    /** A port on loopback where nobody listens now. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The embedded broker, as a hall's. */
    static final class Embedded implements TestBroker {
        private final EmbeddedBroker.Settings settings;
        private EmbeddedBroker broker;

        Embedded(Path directory, boolean demo, int queue) throws IOException {
            Map<String, byte[]> passwords = new HashMap<>();
            PASSWORDS.forEach((name, password) -> passwords.put(name, password.getBytes(UTF_8)));
            this.settings =
                    new EmbeddedBroker.Settings(
                            "127.0.0.1",
                            freePort(),
                            Permissions.ofHall("h1", demo),
                            Passwords.of(passwords, new Random(5)),
                            Optional.empty(),
                            directory,
                            queue);
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
