package org.hallkiosk.hal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.time.SimulatedTime;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final LocalLinks links = new LocalLinks(time.strand());
    private final DriverRegistry registry = new DriverRegistry(List.of(new SlateDriver()));
    private final LinkSpec wire = new LinkSpec("wire", LinkAddress.parse("loop:wire?baud=9600"));

    @Test
    void unitsOfOneLineAreMadeOpenedAndClosedAgain() {
        SlateLine line = new SlateLine(links, wire.address(), time.strand());
        List<String> strandsAsked = new ArrayList<>();
        Devices devices =
                new Devices(
                        registry,
                        links,
                        List.of(wire),
                        List.of(unit("left", "1"), unit("right", "2")),
                        name -> {
                            strandsAsked.add(name);
                            return time.strand();
                        },
                        (codePoint, dots) -> new byte[0],
                        new Random(1));
        assertThat(strandsAsked).containsExactly("wire");
        assertThat(devices.all()).extracting(u -> u.spec().id()).containsExactly("left", "right");
        assertThat(devices.find("left").orElseThrow().spec().simulated()).isTrue();
        assertThat(devices.find("nobody")).isEmpty();

        devices.open();
        time.advance(Duration.ofSeconds(2));
        WindowDisplay right = devices.device("right", WindowDisplay.class);
        assertThat(right.status().connection().value()).isEqualTo(Connection.CONNECTED);
        assertThat(devices.trace("wire").orElseThrow().recent()).isNotEmpty();
        assertThatThrownBy(() -> devices.device("right", TicketPrinter.class))
                .hasMessageContaining("right is no TicketPrinter");

        CompletableFuture<Void> closed = devices.close().toCompletableFuture();
        assertThat(closed).isNotDone();
        time.runUntilIdle();
        assertThat(closed).isCompleted();
        assertThat(right.status().connection().value()).isEqualTo(Connection.UNKNOWN);
        line.close();
        time.advance(Duration.ofMinutes(1));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void aWrongDescriptionIsRefusedInOneSentence() {
        assertRefused("There is no driver lamp. Known are slate.", unit("a", "lamp", "1", true));
        assertRefused("loop:wire?baud=9600, which leads to", unit("a", "slate", "1", false));
        assertRefused("cannot use address=x", unit("a", "slate", "x", true));
        assertRefused("Two units are named a", unit("a", "1"), unit("a", "2"));
        assertRefused("a and b have the same address", unit("a", "1"), unit("b", "1"));
        assertRefused(
                "has no option colour. Known are address",
                new UnitSpec("a", "slate", "wire", Map.of("colour", "red"), true));
        assertRefused(
                "the link other, which is not described. Described are [wire]",
                new UnitSpec("a", "slate", "other", Map.of(), true));
        assertThatThrownBy(() -> new DriverRegistry(List.of(new SlateDriver(), new SlateDriver())))
                .hasMessageContaining("Two drivers are named slate");
    }

    private void assertRefused(String sentence, UnitSpec... units) {
        assertThatThrownBy(
                        () ->
                                new Devices(
                                        registry,
                                        links,
                                        List.of(wire),
                                        List.of(units),
                                        name -> time.strand(),
                                        (codePoint, dots) -> new byte[0],
                                        new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private static UnitSpec unit(String id, String address) {
        return unit(id, "slate", address, true);
    }

    private static UnitSpec unit(String id, String driver, String address, boolean simulated) {
        return new UnitSpec(id, driver, "wire", Map.of("address", address), simulated);
    }
}
