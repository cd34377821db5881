package org.hallkiosk.hal.driver.ssip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.contract.SpeakerContract;
import org.hallkiosk.hal.emulator.ssip.Said;
import org.hallkiosk.hal.emulator.ssip.SpeechServerEmulator;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.Strand;

/** The contract for the service alone. */
class SpeechContractTest extends SpeakerContract {

    private final List<Said> said = new ArrayList<>();

    @Override
    public DriverProvider provider() {
        return new SpeechDriver();
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("synthesizer", "none", "player", "none");
    }

    @Override
    protected LinkAddress address() {
        return LinkAddress.parse("loop:wire?baud=921600");
    }

    @Override
    protected Emulator emulate(Links links, LinkAddress address, Strand strand) {
        SpeechServerEmulator made = new SpeechServerEmulator(links, address, strand, said::add);
        made.start();
        return made::stop;
    }

    @Override
    protected List<String> heard() {
        for (int i = 1; i < said.size(); i++) {
            assertThat(said.get(i).from()).as("two at once").isAfterOrEqualTo(said.get(i - 1).to());
        }
        return said.stream().filter(Said::whole).map(Said::text).toList();
    }
}
