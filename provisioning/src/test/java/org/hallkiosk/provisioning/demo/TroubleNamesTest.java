package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.hallkiosk.core.text.Texts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The technician's page names each trouble of the emulators in its own language. */
class TroubleNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"escpos", "onbon", "ff68", "newland", "ssip"})
    void eachTroubleHasAName(String wire) {
        for (Locale language : new Locale[] {Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH}) {
            Texts texts = Texts.core(language);
            assertThat(DemoPeripherals.troubles(wire))
                    .isNotEmpty()
                    .allMatch(trouble -> texts.has("emulator." + trouble));
        }
    }
}
