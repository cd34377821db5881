package org.hallkiosk.provisioning.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hallkiosk.core.bus.MosquittoFiles;
import org.hallkiosk.core.bus.Permissions;
import org.junit.jupiter.api.Test;

/** The broker files among the examples are those that the program's own permissions make. */
class ExamplesTest {

    private static String example(String name) throws IOException {
        return Files.readString(
                Path.of(System.getProperty("hallkiosk.root", ".."), "docs/examples", name));
    }

    @Test
    void theAclFilesAreTheGeneratedOnes() throws IOException {
        assertThat(example("hall.acl"))
                .isEqualTo(MosquittoFiles.acl(Permissions.ofHall("qingshan", false)));
        assertThat(example("center.acl"))
                .isEqualTo(MosquittoFiles.acl(Permissions.ofCenter("center")));
    }

    @Test
    void theMosquittosAreConfiguredAsGenerated() throws IOException {
        assertThat(example("hall-mosquitto.conf")).endsWith(generated("hall", 1884));
        assertThat(example("center-mosquitto.conf")).endsWith(generated("center", 1885));
    }

    private static String generated(String broker, int port) {
        return MosquittoFiles.configuration(
                Path.of(broker + ".acl"),
                new MosquittoFiles.Listener(
                        "127.0.0.1",
                        port,
                        Optional.empty(),
                        Optional.of(Path.of("secrets/" + broker + "-broker"))));
    }
}
