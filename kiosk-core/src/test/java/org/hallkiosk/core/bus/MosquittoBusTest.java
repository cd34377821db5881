package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;

/** The contract on Debian's Mosquitto. */
@ExpectLog(value = "d[0-9]+ needs a person: NOT_AUTHORIZED", required = false)
class MosquittoBusTest extends BusContract {

    @Override
    TestBroker start(Path where) throws Exception {
        assertThat(Mosquitto.isInstalled())
                .as("Debian's mosquitto package is installed (apt-get install mosquitto)")
                .isTrue();
        return new Mosquitto(where);
    }

    /** RELIABILITY.md T10: a foreign broker that offers topic aliases. */
    @Test
    void topicAliasesOfForeignBrokerDoNoHarm() throws Exception {
        try (TestBroker foreign =
                new Mosquitto(
                        Files.createDirectory(directory.resolve("alias")),
                        Optional.empty(),
                        List.of("max_topic_alias 5"))) {
            swallowAcknowledgements(foreign);
        }
    }

    @Test
    void anOverflownQueueDoesNotHideTheNewestState() throws Exception {
        int room = 50;
        try (TestBroker small = small("state", room)) {
            newestStateSurvivesAnOverflow(small, room);
        }
    }

    @Test
    void whoeverAsksLearnsOfAnOverflowAndAsksAgain() throws Exception {
        int room = 50;
        try (TestBroker small = small("request", room)) {
            droppedRequestsAreAskedAgain(small, room);
        }
    }

    private TestBroker small(String name, int room) throws Exception {
        return new Mosquitto(
                Files.createDirectory(directory.resolve(name)),
                Optional.empty(),
                List.of("max_queued_messages " + room));
    }
}
