package org.hallkiosk.hal.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Media;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.DeviceStatus.Supply;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.FaultText;
import org.hallkiosk.hal.api.HalFault;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.time.SimulatedTime;
import org.junit.jupiter.api.Test;

class StatusKeeperTest {

    private static final Instant START = Instant.parse("2026-11-21T01:00:00Z");
    private static final LinkAddress ADDRESS = LinkAddress.parse("loop:wire");

    private final SimulatedTime time = new SimulatedTime(START);
    private final StatusKeeper keeper = new StatusKeeper(time.strand());
    private final List<DeviceStatus> told = new ArrayList<>();

    StatusKeeperTest() {
        keeper.onStatus(told::add);
    }

    @Test
    void onlyChangesAreToldAndEachValueKeepsItsTime() {
        assertThat(keeper.status()).isEqualTo(DeviceStatus.unknown(START));
        keeper.connecting();
        time.advance(Duration.ofSeconds(1));
        keeper.connecting();
        assertThat(told).hasSize(1);
        assertThat(keeper.status().connection().at()).isEqualTo(START);
    }

    @Test
    void severalChangesTogetherAreToldOnce() {
        keeper.together(
                () -> {
                    keeper.connected();
                    keeper.operation(Operation.READY);
                    keeper.supply(Supply.LOW);
                    keeper.media(Media.CLEAR);
                });
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().supply().value()).isEqualTo(Supply.LOW);
        keeper.together(
                () -> {
                    keeper.operation(Operation.BUSY);
                    keeper.operation(Operation.READY);
                });
        assertThat(told).hasSize(1);
    }

    @Test
    void aLostLinkLeavesNoOldValueAndItsOwnFaultAlone() {
        keeper.connected();
        keeper.operation(Operation.OFFLINE);
        keeper.supply(Supply.EMPTY);
        keeper.raise(HalFault.BAUD_UNUSUAL, Map.of());
        time.advance(Duration.ofSeconds(5));
        keeper.disconnected(new LinkEnd(LinkEnd.Reason.CLOSED_THERE, ADDRESS, "Unplugged."));

        DeviceStatus status = keeper.status();
        assertThat(status.connection().value()).isEqualTo(Connection.DISCONNECTED);
        assertThat(status.operation().value()).isEqualTo(Operation.UNKNOWN);
        assertThat(status.supply().value()).isEqualTo(Supply.UNKNOWN);
        Fault lost =
                new Fault(HalFault.LINK_LOST, Map.of("address", "loop:wire"), START.plusSeconds(5));
        assertThat(status.faults()).containsExactly(lost);

        time.advance(Duration.ofSeconds(5));
        keeper.connecting();
        keeper.disconnected(new LinkEnd(LinkEnd.Reason.CLOSED_THERE, ADDRESS, "Unplugged."));
        assertThat(keeper.status().faults()).as("since the first time").containsExactly(lost);
        keeper.disconnected(new LinkEnd(LinkEnd.Reason.NOT_THERE, ADDRESS, "Nothing."));
        assertThat(keeper.status().faults())
                .extracting(Fault::code)
                .containsExactly(HalFault.LINK_NOT_THERE);
        keeper.connected();
        assertThat(keeper.status().faults()).isEmpty();
    }

    @Test
    void eachEndOfALinkIsAFaultOfItsOwnInWordsWithoutTheSystemsOwn() {
        Set<FaultCode> codes = new HashSet<>();
        for (LinkEnd.Reason reason : LinkEnd.Reason.values()) {
            keeper.disconnected(new LinkEnd(reason, ADDRESS, "Errno 999."));
            Fault fault = keeper.status().faults().getFirst();
            assertThat(keeper.status().faults()).hasSize(1);
            assertThat(codes.add(fault.code())).as(reason.name()).isTrue();
            for (Locale language : List.of(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH)) {
                FaultText text = FaultText.of(fault.code(), fault.args(), language);
                assertThat(text.technician()).contains("loop:wire").doesNotContain("{", "999");
            }
        }
    }

    @Test
    void aFaultIsRaisedOnceAndClearedOnce() {
        keeper.raise(HalFault.DEVICE_SILENT, Map.of());
        keeper.raise(HalFault.DEVICE_SILENT, Map.of());
        assertThat(told).hasSize(1);
        keeper.clear(HalFault.DEVICE_SILENT);
        keeper.clear(HalFault.DEVICE_SILENT);
        assertThat(told).hasSize(2);
        keeper.closed();
        assertThat(told).hasSize(2);
    }
}
