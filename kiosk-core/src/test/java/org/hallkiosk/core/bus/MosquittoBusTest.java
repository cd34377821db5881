package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.hallkiosk.testkit.ExpectLog;

/** The contract on Debian's Mosquitto. */
@ExpectLog(value = "d1 needs a person: NOT_AUTHORIZED", required = false)
class MosquittoBusTest extends BusContract {

    @Override
    TestBroker start(Path where) throws Exception {
        assertThat(Mosquitto.isInstalled())
                .as("Debian's mosquitto package is installed (apt-get install mosquitto)")
                .isTrue();
        return new Mosquitto(where);
    }
}
