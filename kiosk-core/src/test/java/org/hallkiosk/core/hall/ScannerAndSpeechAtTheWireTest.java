package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hallkiosk.core.device.ScannerReader;
import org.hallkiosk.core.device.SpeakerVoice;
import org.hallkiosk.core.health.DeviceHealth;
import org.hallkiosk.core.port.CaptionView;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.role.dispenser.Taking;
import org.hallkiosk.core.role.speaker.ZoneSpeaker;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.Speaker;
import org.hallkiosk.hal.emulator.newland.NewlandScannerEmulator;
import org.hallkiosk.hal.emulator.newland.ScannerTrouble;
import org.hallkiosk.hal.emulator.ssip.Said;
import org.hallkiosk.hal.emulator.ssip.SpeechServerEmulator;
import org.hallkiosk.hal.emulator.ssip.SpeechTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A scanner and a speech service in trouble: their roles go on, the device's status tells it, and
 * when the trouble has ended nobody has to do anything.
 */
class ScannerAndSpeechAtTheWireTest {

    private static final LinkAddress SCANNER = LinkAddress.parse("loop:scanner?baud=9600");
    private static final LinkAddress SPEECH = LinkAddress.parse("loop:speech");

    private final SimulatedHall hall = new SimulatedHall();
    private final Strand wire = hall.time.strand();
    private final LocalLinks links = new LocalLinks(wire);
    private final NewlandScannerEmulator scanner =
            new NewlandScannerEmulator(links, SCANNER, wire, "\r");
    private final List<Said> said = new ArrayList<>();
    private final SpeechServerEmulator service =
            new SpeechServerEmulator(links, SPEECH, wire, said::add);
    private final Devices devices =
            new Devices(
                    DriverRegistry.load(),
                    links,
                    List.of(new LinkSpec("scanner", SCANNER), new LinkSpec("speech", SPEECH)),
                    List.of(
                            new UnitSpec("scanner", "newland", "scanner", Map.of(), true),
                            new UnitSpec(
                                    "speaker",
                                    "ssip",
                                    "speech",
                                    Map.of("synthesizer", "none", "player", "none"),
                                    true)),
                    name -> wire,
                    (codePoint, dots) -> new byte[dots * ((dots + 7) / 8)],
                    new Random(7));
    private final DeviceHealth health = new DeviceHealth();
    private final List<Taking> scans = new ArrayList<>();
    private final ZoneSpeaker zone =
            new ZoneSpeaker(
                    SimulatedHall.ZONE_1,
                    hall.device,
                    new SpeakerVoice(devices.device("speaker", Speaker.class), wire, hall.device));

    @BeforeEach
    void bothAreThere() {
        scanner.start();
        service.start();
        for (Devices.Unit unit : devices.all()) {
            String id = unit.spec().id();
            unit.device().onStatus(status -> health.report(id, status.faults()));
        }
        devices.open();
        hall.dispenser.reads(
                new ScannerReader(devices.device("scanner", CodeScanner.class), wire, hall.device));
        hall.dispenser.onScan(scans::add);
        hall.time.advance(Duration.ofSeconds(15));
        assertThat(faults()).isEmpty();
    }

    private List<String> faults() {
        return health.faults().stream().map(fault -> fault.code().code()).toList();
    }

    private void show(String code) {
        scanner.show(code.getBytes(UTF_8));
        hall.time.advance(Duration.ofMillis(500));
    }

    private void say(int number) {
        zone.say(
                new SpokenLine(
                        new UUID(1, number),
                        1,
                        "say.call",
                        Map.of("ticket", "A00" + number, "window", "1"),
                        "请A00" + number + "号到1号窗口",
                        List.of("zh"),
                        1,
                        false));
        hall.time.advance(Duration.ofSeconds(20));
    }

    @Test
    void garbageFromTheScannerIsRefusedAndToldAndEndsWithAGoodCode() {
        scanner.begin(ScannerTrouble.GARBAGE);
        for (int i = 0; i < 6; i++) {
            show("BOOKING-" + i);
        }
        assertThat(scans)
                .isNotEmpty()
                .containsOnly(new Taking.Impossible(Taking.Reason.UNREADABLE_CODE));
        assertThat(faults()).containsExactly("scanner.unreadable");
        assertThat(health.state()).isEqualTo(DeviceHealth.State.DEGRADED);
        assertThat(hall.role.hall().state().tickets()).isEmpty();

        scanner.end(ScannerTrouble.GARBAGE);
        show("BOOKING-9");
        assertThat(faults()).isEmpty();
        assertThat(health.state()).isEqualTo(DeviceHealth.State.ONLINE);
        assertThat(scans.getLast()).as("a code, of no booking").isInstanceOf(Taking.Refused.class);
    }

    @Test
    void aScannerThatWasGarbledForLongIsHeardAgainByItself() {
        scanner.begin(ScannerTrouble.GARBAGE);
        for (int i = 0; i < 6; i++) {
            show("BOOKING-" + i);
        }
        hall.time.advance(Duration.ofMinutes(3));
        assertThat(faults()).as("its answers are garbage too").containsExactly("device.silent");
        scanner.end(ScannerTrouble.GARBAGE);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(faults()).isEmpty();
    }

    @Test
    void aSpeechServiceThatIsGoneLeavesTheCaptionAndIsUsedAgainByItself() {
        say(1);
        assertThat(said).hasSize(1);
        assertThat(caption()).isEqualTo(CaptionView.State.SPOKEN);

        service.begin(SpeechTrouble.POWER_OFF);
        hall.time.advance(Duration.ofSeconds(5));
        assertThat(faults()).containsExactly("link.not-there");
        say(2);
        assertThat(caption()).isEqualTo(CaptionView.State.UNHEARD);
        assertThat(faults()).containsExactlyInAnyOrder("link.not-there", "speech.unheard");
        assertThat(health.state()).isEqualTo(DeviceHealth.State.DEGRADED);
        assertThat(devices.find("speaker").orElseThrow().device().status().connection().value())
                .isNotEqualTo(Connection.CONNECTED);

        service.end(SpeechTrouble.POWER_OFF);
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(faults()).isEmpty();
        assertThat(health.state()).isEqualTo(DeviceHealth.State.ONLINE);
        say(3);
        assertThat(caption()).isEqualTo(CaptionView.State.SPOKEN);
        assertThat(said).hasSize(2);
    }

    private CaptionView.State caption() {
        return zone.captions().recent().getFirst().state();
    }
}
