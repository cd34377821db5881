package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.hallkiosk.core.device.EvaluatorKeys;
import org.hallkiosk.core.device.PadKeys;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.health.DeviceHealth;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.role.dispenser.TakeIntent;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.api.EvaluatorPad;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultText;
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
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the key of a pad on the line, through its driver and role, to the hall, and back. */
class PadsAtTheWireTest {

    private final SimulatedHall hall = new SimulatedHall();
    private final Strand wire = hall.time.strand();
    private final LocalLinks links = new LocalLinks(wire);
    private final LinkAddress address = LinkAddress.parse("loop:pads?baud=9600");
    private final PadLineEmulator line =
            new PadLineEmulator(
                    links,
                    address,
                    wire,
                    List.of(PadSpec.of("pad-1", 1), PadSpec.of("pad-2", 2)),
                    PadSink.NONE);
    private final Devices devices =
            new Devices(
                    DriverRegistry.load(),
                    links,
                    List.of(new LinkSpec("pads", address)),
                    List.of(unit(1), unit(2)),
                    name -> wire,
                    (codePoint, dots) -> new byte[dots * ((dots + 7) / 8)],
                    new Random(7));
    private final DeviceHealth health = new DeviceHealth();

    private static UnitSpec unit(int no) {
        return new UnitSpec(
                "pad-" + no,
                "ff68",
                "pads",
                Map.of("address", "" + no, "levels", "0=5,1=4,2=3,3=2,4=1"),
                true);
    }

    @BeforeEach
    void twoWaitAndThePadIsOnTheLine() {
        line.open();
        devices.open();
        Devices.Unit unit = devices.find("pad-1").orElseThrow();
        unit.device().onStatus(status -> health.report("pad-1", status.faults()));
        hall.restartWindow(
                new PadKeys(devices.device("pad-1", CallPad.class), wire, hall.windowStrand),
                new EvaluatorKeys(
                        devices.device("pad-1", EvaluatorPad.class), wire, hall.windowStrand));
        for (int i = 0; i < 2; i++) {
            hall.device.execute(
                    () ->
                            hall.dispenser.take(
                                    new TakeIntent(hall.ids.next(), "general", Priority.NONE),
                                    news -> {}));
            hall.settle();
        }
        byte[] open =
                ("{\"id\":\"" + hall.ids.next() + "\",\"window\":1,\"staff\":\"1001\"}")
                        .getBytes(UTF_8);
        hall.role.desk().request(Actor.demo(), "window.open", open);
        hall.time.advance(Duration.ofSeconds(3));
    }

    private EmulatedPad pad(int no) {
        return line.pads().get(no - 1);
    }

    private void press(PadKey key) {
        pad(1).press(key);
        hall.time.advance(Duration.ofSeconds(2));
    }

    private Ticket ticket(String number) {
        Ticket ticket = hall.role.hall().state().ticket(number);
        assertThat(ticket).as(number).isNotNull();
        return requireNonNull(ticket);
    }

    private List<String> types() {
        return hall.journal.read(Position.START, 10_000).stream()
                .map(entry -> new String(entry.bytes(), UTF_8))
                .map(text -> text.replaceAll("(?s).*\"type\":\"([A-Za-z]+)\".*", "$1"))
                .toList();
    }

    @Test
    void settingAsideStartsFirstAndIsCalledBack() {
        press(PadKey.NEXT);
        press(PadKey.PARK);
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.PARKED);
        assertThat(types()).endsWith("TicketCalled", "TicketStarted", "TicketParked");
        press(PadKey.CALL_BACK);
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.CALLED);
        assertThat(pad(1).view().beeps()).isZero();
        assertThat(pad(1).view().ticket()).endsWith("001");
    }

    @Test
    void transferHandsOnAndStandBackIsSpoken() {
        List<SpokenLine> lines = hall.listen(SimulatedHall.ZONE_1);
        press(PadKey.TRANSFER);
        assertThat(pad(1).view().beeps()).as("nobody is there").isEqualTo(1);
        press(PadKey.NEXT);
        press(PadKey.TRANSFER);
        assertThat(ticket("A001").category()).isEqualTo("tax");
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.WAITING);
        press(PadKey.STAND_BACK);
        assertThat(lines)
                .extracting(SpokenLine::text)
                .containsExactly("请A001号到1号窗口", "1号窗口，请在一米线外等候");
        assertThat(pad(1).view().beeps()).isEqualTo(1);
    }

    @Test
    void whatIsPressedWhileCutOffArrivesOnce() {
        press(PadKey.NEXT);
        hall.broker.cut(SimulatedHall.WINDOW);
        hall.settle();
        press(PadKey.RECALL);
        press(PadKey.MISS);
        hall.broker.mend(SimulatedHall.WINDOW);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(types()).endsWith("TicketRecalled", "TicketMissed");
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.MISSED);
        assertThat(pad(1).view().beeps()).isZero();
    }

    @Test
    void twoPadsThatSpeakAtOnceCallOneEach() {
        pad(1).press(PadKey.NEXT);
        pad(2).press(PadKey.NEXT);
        hall.time.advance(Duration.ofSeconds(5));
        assertThat(line.collisions()).isPositive();
        assertThat(types().stream().filter("TicketCalled"::equals)).hasSize(1);
        assertThat(ticket("A002").status()).isEqualTo(TicketStatus.WAITING);
        assertThat(health.faults()).as("a collision mends itself").isEmpty();
    }

    @Test
    void collisionsWithoutEndAreToldInWordsAndEndByThemselves() {
        pad(2).suffer(PadTrouble.TWINS_COLLIDE);
        hall.time.advance(Duration.ofSeconds(10));
        assertThat(words(health.faults()))
                .containsExactly("线路上 60 秒内有 100 个或更多字节不属于任何帧：有呼叫器同时发送，或信号受损。");
        assertThat(health.state()).isEqualTo(DeviceHealth.State.DEGRADED);
        press(PadKey.NEXT);
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.CALLED);
        pad(2).recover(PadTrouble.TWINS_COLLIDE);
        hall.time.advance(Duration.ofMinutes(2));
        assertThat(health.faults()).isEmpty();
        assertThat(types().stream().filter("TicketCalled"::equals)).hasSize(1);
    }

    private static List<String> words(List<Fault> faults) {
        return faults.stream()
                .map(f -> FaultText.of(f.code(), f.args(), Locale.SIMPLIFIED_CHINESE).technician())
                .toList();
    }

    @Test
    void aKeyThatStaysDownIsToldAndEndsByItself() {
        pad(1).suffer(PadTrouble.KEY_STAYS_DOWN);
        pad(1).press(PadKey.RECALL);
        hall.time.advance(Duration.ofSeconds(30));
        assertThat(health.faults()).extracting(Fault::code).containsExactly(PadFault.KEY_STUCK);
        assertThat(health.state()).isEqualTo(DeviceHealth.State.DEGRADED);
        Fault fault = health.faults().getFirst();
        assertThat(FaultText.of(fault.code(), fault.args(), Locale.SIMPLIFIED_CHINESE).staff())
                .isNotBlank();
        pad(1).recover(PadTrouble.KEY_STAYS_DOWN);
        hall.time.advance(Duration.ofMinutes(1));
        assertThat(health.faults()).isEmpty();
        press(PadKey.NEXT);
        assertThat(ticket("A001").status()).isEqualTo(TicketStatus.CALLED);
    }
}
