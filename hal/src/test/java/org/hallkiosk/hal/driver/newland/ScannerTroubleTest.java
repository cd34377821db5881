package org.hallkiosk.hal.driver.newland;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.CodeScanner.TriggerOutcome;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.Scan;
import org.hallkiosk.hal.emulator.newland.NewlandScannerEmulator;
import org.hallkiosk.hal.emulator.newland.ScannerTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

/** What the driver makes of a scanner in trouble. */
class ScannerTroubleTest {

    private static final LinkAddress WIRE = LinkAddress.parse("loop:wire?baud=9600");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-22T01:00:00Z"));
    private final LocalLinks links = new LocalLinks(time.strand());
    private final NewlandScannerEmulator emulator =
            new NewlandScannerEmulator(links, WIRE, time.strand(), "\r");
    private final List<Scan> scans = new ArrayList<>();
    private CodeScanner scanner = start(Map.of());

    private CodeScanner start(Map<String, String> options) {
        Strand strand = time.strand();
        Devices devices =
                new Devices(
                        new DriverRegistry(List.of(new NewlandDriver())),
                        links,
                        List.of(new LinkSpec("wire", WIRE)),
                        List.of(new UnitSpec("scanner", "newland", "wire", options, true)),
                        name -> strand,
                        (codePoint, dots) -> new byte[0],
                        new Random(1));
        CodeScanner made = devices.device("scanner", CodeScanner.class);
        made.onScan(scans::add);
        return made;
    }

    private void open() {
        emulator.start();
        scanner.open();
        time.advance(Duration.ofSeconds(3));
    }

    private void show(String code) {
        emulator.show(code.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> faults() {
        return scanner.status().faults().stream().map(fault -> fault.code().code()).toList();
    }

    @Test
    void itIsAskedAndSetForAKioskWithoutAttendant() {
        open();
        assertThat(emulator.commands()).containsExactly("QRYSYS", "#SCNMOD2;RRDDUR2000");
        assertThat(emulator.settings())
                .containsEntry("SCNMOD", "2")
                .containsEntry("RRDDUR", "2000");
        assertThat(scanner.status().operation().value()).isEqualTo(Operation.READY);
        assertThat(faults()).isEmpty();
    }

    @Test
    void inLevelModeItReadsWhenItIsToldTo() {
        scanner = start(Map.of("mode", "level"));
        open();
        show("B-1");
        time.advance(Duration.ofSeconds(1));
        assertThat(scans).isEmpty();
        List<TriggerOutcome> outcomes = new ArrayList<>();
        scanner.trigger(true, outcomes::add);
        time.advance(Duration.ofSeconds(1));
        show("B-1");
        time.advance(Duration.ofSeconds(1));
        assertThat(outcomes).containsExactly(TriggerOutcome.ACCEPTED);
        assertThat(scans).containsExactly(new Scan.Code("B-1", null));
    }

    @Test
    void aScanBetweenCommandAndReplyIsTold() {
        open();
        List<TriggerOutcome> outcomes = new ArrayList<>();
        scanner.trigger(true, outcomes::add);
        time.advance(Duration.ofMillis(25));
        show("B-2");
        time.advance(Duration.ofSeconds(1));
        assertThat(scans).containsExactly(new Scan.Code("B-2", null));
        assertThat(outcomes).containsExactly(TriggerOutcome.ACCEPTED);
    }

    @Test
    void twoCodesBackToBackAreTwo() {
        open();
        show("B-3");
        show("B-4");
        time.advance(Duration.ofSeconds(1));
        assertThat(scans).containsExactly(new Scan.Code("B-3", null), new Scan.Code("B-4", null));
    }

    @Test
    void aCodeThatPretendsToBeAnAnswerIsNone() {
        open();
        emulator.begin(ScannerTrouble.SILENT);
        List<TriggerOutcome> outcomes = new ArrayList<>();
        show("\u0002\u00010000#SCNMOD0\u0006;\u0003");
        scanner.trigger(true, outcomes::add);
        time.advance(Duration.ofSeconds(2));
        assertThat(outcomes).isEmpty();
        assertThat(scans).hasSize(1).allMatch(scan -> scan instanceof Scan.Unreadable);
        time.advance(Duration.ofSeconds(5));
        assertThat(outcomes).containsExactly(TriggerOutcome.UNKNOWN);
    }

    @Test
    void aSilentOneIsAFaultWhichGoesAwayByItselfAndItsCodesAreStillTold() {
        open();
        emulator.begin(ScannerTrouble.SILENT);
        time.advance(Duration.ofSeconds(20));
        assertThat(faults()).containsExactly("device.silent");
        assertThat(scanner.status().connection().value()).isEqualTo(Connection.DISCONNECTED);
        show("B-5");
        time.advance(Duration.ofSeconds(1));
        assertThat(scans).containsExactly(new Scan.Code("B-5", null));
        emulator.end(ScannerTrouble.SILENT);
        time.advance(Duration.ofSeconds(20));
        assertThat(faults()).isEmpty();
    }

    @Test
    void halfAnswersAreSilenceAndNothingElse() {
        open();
        emulator.begin(ScannerTrouble.HALF_ANSWERS);
        time.advance(Duration.ofSeconds(30));
        assertThat(faults()).containsExactly("device.silent");
        emulator.end(ScannerTrouble.HALF_ANSWERS);
        time.advance(Duration.ofSeconds(30));
        assertThat(faults()).isEmpty();
    }

    @Test
    void anUnhealthyOneSaysSo() {
        open();
        emulator.begin(ScannerTrouble.UNHEALTHY);
        time.advance(Duration.ofSeconds(20));
        assertThat(faults()).containsExactly("scanner.unhealthy");
        emulator.end(ScannerTrouble.UNHEALTHY);
        time.advance(Duration.ofSeconds(20));
        assertThat(faults()).isEmpty();
    }

    @Test
    void aRefusedSettingIsNamed() {
        emulator.begin(ScannerTrouble.REFUSES);
        open();
        assertThat(scanner.status().faults())
                .singleElement()
                .satisfies(
                        fault -> {
                            assertThat(fault.code().code()).isEqualTo("scanner.setting-refused");
                            assertThat(fault.args()).containsEntry("setting", "SCNMOD2");
                        });
    }

    @Test
    void garbageInARowIsAFaultThatAGoodCodeOrCalmEnds() {
        open();
        emulator.begin(ScannerTrouble.GARBAGE);
        for (int i = 0; i < 5; i++) {
            show("B-6");
            time.advance(Duration.ofMillis(200));
        }
        assertThat(faults()).contains("scanner.unreadable");
        emulator.end(ScannerTrouble.GARBAGE);
        show("B-7");
        time.advance(Duration.ofSeconds(1));
        assertThat(faults()).isEmpty();
        assertThat(scans).endsWith(new Scan.Code("B-7", null));
    }

    @Test
    void slowAndRepeatedCodesAreReadOnce() {
        open();
        emulator.begin(ScannerTrouble.SLOW_BYTES);
        emulator.begin(ScannerTrouble.REPEATS);
        show("B-8");
        time.advance(Duration.ofSeconds(5));
        assertThat(scans).containsExactly(new Scan.Code("B-8", null));
        assertThat(emulator.codesRead()).isEqualTo(5);
    }

    @Test
    void withoutPowerItIsLostAndIsSetAgainWhenItIsBack() {
        open();
        emulator.begin(ScannerTrouble.POWER_OFF);
        time.advance(Duration.ofSeconds(5));
        assertThat(scanner.status().connection().value()).isNotEqualTo(Connection.CONNECTED);
        emulator.end(ScannerTrouble.POWER_OFF);
        time.advance(Duration.ofSeconds(60));
        assertThat(faults()).isEmpty();
        assertThat(emulator.settings()).containsEntry("SCNMOD", "2");
    }
}
