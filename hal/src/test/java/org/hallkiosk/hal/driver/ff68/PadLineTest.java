package org.hallkiosk.hal.driver.ff68;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.api.CallPad.Figures;
import org.hallkiosk.hal.api.CallPad.KeyPress;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.EvaluatorPad;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.PadFault;
import org.hallkiosk.hal.emulator.ff68.EmulatedPad;
import org.hallkiosk.hal.emulator.ff68.PadKey;
import org.hallkiosk.hal.emulator.ff68.PadLineEmulator;
import org.hallkiosk.hal.emulator.ff68.PadSink;
import org.hallkiosk.hal.emulator.ff68.PadSpec;
import org.hallkiosk.hal.emulator.ff68.PadTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.spi.Preflight;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three pads with evaluators on one line. */
class PadLineTest {

    private static final int PADS = 3;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final Strand strand = time.strand();
    private final LocalLinks links = new LocalLinks(strand);
    private final LinkAddress address = LinkAddress.parse("loop:pads?baud=9600");
    private final PadLineEmulator line =
            new PadLineEmulator(
                    links,
                    address,
                    strand,
                    List.of(PadSpec.of("p1", 1), PadSpec.of("p2", 2), PadSpec.of("p3", 3)),
                    PadSink.NONE);
    private final Devices devices = devices();
    private final Map<String, List<KeyPress>> pressed = new HashMap<>();
    private final Map<String, List<Integer>> rated = new HashMap<>();

    private Devices devices() {
        List<UnitSpec> units = new ArrayList<>();
        for (int i = 1; i <= PADS; i++) {
            units.add(
                    new UnitSpec(
                            "p" + i,
                            "ff68",
                            "pads",
                            Map.of("address", "" + i, "levels", "0=5,1=4,2=3,3=2"),
                            true));
        }
        return new Devices(
                new DriverRegistry(List.of(new Ff68Driver())),
                links,
                List.of(new LinkSpec("pads", address)),
                units,
                name -> strand,
                (codePoint, dots) -> new byte[0],
                new Random(1));
    }

    @BeforeEach
    void open() {
        line.open();
        devices.open();
        for (int i = 1; i <= PADS; i++) {
            List<KeyPress> keys = new ArrayList<>();
            List<Integer> levels = new ArrayList<>();
            pressed.put("p" + i, keys);
            rated.put("p" + i, levels);
            pad("p" + i).onKey(keys::add);
            devices.device("p" + i, EvaluatorPad.class).onLevel(levels::add);
        }
        time.advance(SOON);
    }

    @AfterEach
    void nothingIsLeft() {
        devices.close();
        line.close();
        links.close();
        time.advance(Duration.ofMinutes(5));
        assertThat(time.waiting()).isZero();
    }

    private CallPad pad(String name) {
        return devices.device(name, CallPad.class);
    }

    private EmulatedPad emulated(String name) {
        return line.pad(name);
    }

    private List<KeyPress> keys(String name) {
        return pressed.getOrDefault(name, List.of());
    }

    private static KeyPress next() {
        return new KeyPress(CallPad.Key.NEXT, "");
    }

    private List<FaultCode> faults(String name) {
        return pad(name).status().faults().stream().map(Fault::code).toList();
    }

    @Test
    void aKeyIsAcknowledgedWithin100Milliseconds() {
        // The worst moment: every pad has just been given new figures.
        for (int i = 1; i <= PADS; i++) {
            pad("p" + i).show(new Figures(OptionalInt.of(i), "A00" + i));
        }
        time.advance(Duration.ofMillis(1));
        emulated("p2").press(PadKey.NEXT);
        // What 10 bytes take on the wire, and then the time for the answer.
        time.advance(Duration.ofMillis(11 + 11 + 100));
        assertThat(emulated("p2").acknowledged()).isEqualTo(1);
        assertThat(keys("p2")).containsExactly(next());
    }

    @Test
    void aLostAcknowledgementIsNoSecondPress() {
        emulated("p1").suffer(PadTrouble.ACKNOWLEDGEMENT_LOST);
        emulated("p1").press(PadKey.NEXT);
        time.advance(SOON);
        assertThat(emulated("p1").acknowledged()).isEqualTo(1);
        assertThat(keys("p1")).containsExactly(next());
        emulated("p1").press(PadKey.NEXT);
        time.advance(SOON);
        assertThat(keys("p1")).as("pressed again later").containsExactly(next(), next());
    }

    @Test
    void aDeafPadIsHeardOnceForEachPress() {
        emulated("p1").suffer(PadTrouble.DEAF);
        emulated("p1").press(PadKey.NEXT);
        time.advance(SOON);
        assertThat(emulated("p1").view().unacknowledged()).isTrue();
        assertThat(keys("p1")).containsExactly(next());
    }

    @Test
    void whoPressesTogetherIsHeardOnceEach() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 2_000 : 100;
        Random random = new Random(5);
        for (int round = 1; round <= rounds; round++) {
            for (int i = 1; i <= PADS; i++) {
                EmulatedPad each = emulated("p" + i);
                strand.after(Duration.ofMillis(random.nextInt(12)), () -> each.press(PadKey.NEXT));
            }
            time.advance(Duration.ofSeconds(3));
            for (int i = 1; i <= PADS; i++) {
                // A press may be lost in five collisions; then the pad says so.
                if (emulated("p" + i).view().unacknowledged() && keys("p" + i).size() < round) {
                    keys("p" + i).add(next());
                }
                assertThat(keys("p" + i)).as("round %d, pad %d", round, i).hasSize(round);
            }
        }
        assertThat(line.collisions()).as("it did happen").isGreaterThan(rounds / 2);
        assertThat(emulated("p1").acknowledged()).isGreaterThan(rounds * 9 / 10);
    }

    @Test
    void aKeyThatStaysDownIsOnePressAndAFaultUntilItComesUp() {
        emulated("p1").suffer(PadTrouble.KEY_STAYS_DOWN);
        emulated("p1").press(PadKey.NEXT);
        time.advance(Duration.ofSeconds(8));
        assertThat(faults("p1")).isEmpty();
        emulated("p2").press(PadKey.RECALL);
        time.advance(Duration.ofSeconds(22));
        assertThat(keys("p1")).containsExactly(next());
        assertThat(faults("p1")).containsExactly(PadFault.KEY_STUCK);
        assertThat(keys("p2"))
                .as("the others go on")
                .containsExactly(new KeyPress(CallPad.Key.RECALL, ""));
        emulated("p1").recover(PadTrouble.KEY_STAYS_DOWN);
        time.advance(SOON);
        assertThat(faults("p1")).isEmpty();
        assertThat(keys("p1")).containsExactly(next());
    }

    @Test
    void anEchoingAdapterIsHarmless() {
        line.echo(true);
        pad("p1").show(new Figures(OptionalInt.of(4), "A012"));
        emulated("p1").press(PadKey.NEXT);
        time.advance(Duration.ofMinutes(3));
        devices.device("p2", EvaluatorPad.class).invite();
        time.advance(SOON);
        assertThat(keys("p1")).containsExactly(next());
        assertThat(keys("p2")).as("the invitation looks like the key").isEmpty();
        assertThat(faults("p1")).isEmpty();
        assertThat(faults("p2")).isEmpty();
        assertThat(emulated("p1").view().ticket()).isEqualTo("012");
    }

    @Test
    void damagedFramesArePressesOfNobody() {
        for (PadTrouble trouble :
                List.of(
                        PadTrouble.BAD_SUM,
                        PadTrouble.HALF_FRAMES,
                        PadTrouble.MUTE,
                        PadTrouble.DEAD,
                        PadTrouble.WRONG_SPEED)) {
            emulated("p1").suffer(trouble);
            emulated("p1").press(PadKey.NEXT);
            time.advance(SOON);
            assertThat(keys("p1")).as(trouble.name()).isEmpty();
            emulated("p1").recover(trouble);
            emulated("p2").press(PadKey.NEXT);
            time.advance(SOON);
            assertThat(keys("p2")).as("after " + trouble).containsExactly(next());
            keys("p2").clear();
        }
    }

    @Test
    void aPressThatCollidedOnceOrInNoiseArrivesOnce() {
        for (PadTrouble trouble : List.of(PadTrouble.COLLIDES, PadTrouble.NOISY_LINE)) {
            emulated("p1").suffer(trouble);
            emulated("p1").press(PadKey.NEXT);
            time.advance(SOON);
            assertThat(keys("p1")).as(trouble.name()).containsExactly(next());
            assertThat(emulated("p1").view().unacknowledged()).isFalse();
            emulated("p1").recover(trouble);
            keys("p1").clear();
        }
        assertThat(line.collisions()).isPositive();
    }

    @Test
    void padsThatGoOnCollidingAreToldOnTheWholeLineUntilTheyStop() {
        emulated("p1").suffer(PadTrouble.TWINS_COLLIDE);
        time.advance(Duration.ofSeconds(10));
        for (String each : List.of("p1", "p2", "p3")) {
            assertThat(faults(each)).as(each).containsExactly(PadFault.LINE_GARBLED);
            assertThat(keys(each)).as("nobody pressed " + each).isEmpty();
        }
        assertThat(line.collisions()).isPositive();
        emulated("p2").press(PadKey.NEXT);
        time.advance(SOON);
        assertThat(keys("p2")).as("keys go on counting").containsExactly(next());
        emulated("p1").recover(PadTrouble.TWINS_COLLIDE);
        time.advance(Duration.ofSeconds(55));
        assertThat(faults("p2")).containsExactly(PadFault.LINE_GARBLED);
        time.advance(Duration.ofSeconds(10));
        for (String each : List.of("p1", "p2", "p3")) {
            assertThat(faults(each)).as(each).isEmpty();
        }
    }

    @Test
    void aLineIsGarbledFromAHundredBytesWithinAMinute() {
        line.noise(new byte[99]);
        time.advance(Duration.ofSeconds(61));
        line.noise(new byte[99]);
        time.advance(SOON);
        assertThat(faults("p1")).as("99 in a minute, twice").isEmpty();
        line.noise(new byte[1]);
        time.advance(SOON);
        assertThat(pad("p1").status().faults())
                .extracting(Fault::code, Fault::args)
                .containsExactly(
                        tuple(PadFault.LINE_GARBLED, Map.of("bytes", "100", "seconds", "60")));
        devices.device("p1", CallPad.class).close();
        devices.device("p1", CallPad.class).open();
        time.advance(SOON);
        assertThat(faults("p1")).as("opened anew").isEmpty();
        line.noise(new byte[99]);
        time.advance(SOON);
        assertThat(faults("p1")).as("counted anew").isEmpty();
    }

    @Test
    void aFrameInPiecesIsAPress() {
        emulated("p1").suffer(PadTrouble.SPLIT_FRAMES);
        emulated("p1").press(PadKey.MISS);
        time.advance(SOON);
        assertThat(keys("p1")).containsExactly(new KeyPress(CallPad.Key.MISS, ""));
    }

    @Test
    void aPadThatLostPowerShowsItsFiguresAgain() {
        pad("p1").show(new Figures(OptionalInt.of(4), "A012"));
        time.advance(SOON);
        emulated("p1").suffer(PadTrouble.POWER_OFF);
        emulated("p1").recover(PadTrouble.POWER_OFF);
        assertThat(emulated("p1").view().ticket()).isBlank();
        time.advance(Duration.ofSeconds(60));
        assertThat(emulated("p1").view().ticket()).isEqualTo("012");
        emulated("p1").suffer(PadTrouble.POWER_OFF);
        emulated("p1").recover(PadTrouble.POWER_OFF);
        emulated("p1").press(PadKey.RECALL);
        time.advance(SOON);
        assertThat(emulated("p1").view().ticket()).as("after a key").isEqualTo("012");
    }

    @Test
    void nobodyIsZerosAndTheUnknownIsBlank() {
        pad("p1").show(new Figures(OptionalInt.of(2000), ""));
        time.advance(SOON);
        assertThat(emulated("p1").view().waiting()).isEqualTo("999");
        assertThat(emulated("p1").view().ticket()).isEqualTo("000");
        pad("p1").show(new Figures(OptionalInt.empty(), "A1234"));
        time.advance(SOON);
        assertThat(emulated("p1").view().waiting()).isBlank();
        assertThat(emulated("p1").view().ticket()).isEqualTo("234");
    }

    @Test
    void anUnknownKeyIsAcknowledgedAndToldUntilAKnownOne() {
        emulated("p1").send(7, 0x15);
        time.advance(SOON);
        assertThat(emulated("p1").acknowledged()).isEqualTo(1);
        assertThat(keys("p1")).isEmpty();
        assertThat(pad("p1").status().faults())
                .extracting(Fault::args)
                .containsExactly(Map.of("code", "7 15"));
        emulated("p1").press(PadKey.NEXT);
        time.advance(SOON);
        assertThat(faults("p1")).isEmpty();
    }

    @Test
    void digitsBeforeAKeyAreTold() {
        emulated("p1").send(1, 2, 0x13);
        time.advance(SOON);
        emulated("p1").send(9, 0x0F);
        time.advance(SOON);
        assertThat(keys("p1"))
                .containsExactly(
                        new KeyPress(CallPad.Key.TRANSFER, "12"),
                        new KeyPress(CallPad.Key.CONFIRM, "9"));
    }

    @Test
    void levelsComeFromTheTableAndNoOther() {
        emulated("p1").pressEvaluator(0);
        time.advance(SOON);
        emulated("p1").pressEvaluator(3);
        time.advance(SOON);
        emulated("p1").pressEvaluator(9);
        time.advance(SOON);
        assertThat(rated.get("p1")).containsExactly(5, 2);
        assertThat(faults("p1")).containsExactly(PadFault.LEVEL_UNKNOWN);
        assertThat(emulated("p1").acknowledged()).isEqualTo(3);
    }

    @Test
    void anotherHostIsNoticedAndForgotten() {
        // FF 68 08 08 68 01 02 00 00 03 00 01 02 09 16: figures for pad 1 that we did not send.
        line.noise(new byte[] {(byte) 0xFF, 0x68, 8, 8, 0x68, 1, 2, 0, 0, 3, 0, 1, 2, 9, 0x16});
        time.advance(SOON);
        assertThat(faults("p1")).containsExactly(PadFault.OTHER_HOST);
        assertThat(faults("p2")).isEmpty();
        assertThat(keys("p1")).isEmpty();
        time.advance(Duration.ofMinutes(2));
        assertThat(faults("p1")).isEmpty();
    }

    @Test
    void whetherAPadLivesIsKnownFromItsKeysAlone() {
        assertThat(pad("p1").status().operation().value()).isEqualTo(Operation.UNKNOWN);
        emulated("p1").press(PadKey.NEXT);
        time.advance(SOON);
        assertThat(pad("p1").status().operation().value()).isEqualTo(Operation.READY);
    }

    @Test
    void noiseOnTheLineLosesNoPressForLong() {
        Random random = new Random(9);
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 5_000 : 300;
        int given = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] noise = new byte[1 + random.nextInt(12)];
            random.nextBytes(noise);
            line.noise(noise);
            time.advance(Duration.ofMillis(random.nextInt(50)));
            emulated("p1").press(PadKey.NEXT);
            time.advance(SOON);
            given++;
            assertThat(keys("p1")).hasSize(given);
        }
    }

    @Test
    void aWrongSetUpIsRefusedAndAWrongSpeedIsTold() {
        assertThatThrownBy(() -> PadSettings.of(options(Map.of("address", "256"))))
                .hasMessageContaining("255");
        assertThatThrownBy(() -> PadSettings.of(options(Map.of("levels", "1=5,1=4"))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> options(Map.of("levels", "1=6"))).hasMessageContaining("levels");
        assertThat(PadSettings.of(options(Map.of("levels", "0=5,*=1"))).level(77))
                .isEqualTo(OptionalInt.of(1));
        assertThat(new Ff68Driver().inspect(LinkAddress.parse("serial:/dev/x?baud=115200")))
                .extracting(Preflight.Finding::code)
                .containsExactly(PadFault.SPEED_UNUSUAL);
        assertThat(new Ff68Driver().inspect(LinkAddress.parse("serial:/dev/x?baud=9600")))
                .isEmpty();
    }

    private static Map<String, String> options(Map<String, String> given) {
        return DriverRegistry.options(new Ff68Driver(), given);
    }
}
