package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.DeviceStatus;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every device must do. A driver's test extends the contract of its role and gives its
 * provider and its emulator; the device is made by the runtime, as in a kiosk, and meets the
 * emulator on a loop in simulated time.
 *
 * @param <D> the role
 */
public abstract class DeviceContract<D extends Device> {

    /** The emulator on the device's side of the link. */
    protected interface Emulator {
        /** Switches it off; it leaves the link and drops its timers. */
        void close();
    }

    /** Longer than the longest pause between two attempts, and the attempt. */
    protected static final Duration RECONNECTED = Duration.ofSeconds(60);

    protected final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    protected final Cable cable;
    private final LocalLinks links = new LocalLinks(time.strand());
    private final List<DeviceStatus> told = new ArrayList<>();
    private Emulator emulator = () -> {};
    private Devices devices = noDevices();

    protected DeviceContract() {
        cable = new Cable(links);
    }

    /**
     * The driver under test. A new instance's provider must be usable before any test has begun.
     */
    public abstract DriverProvider provider();

    /** The role that is tested. */
    protected abstract Class<D> role();

    /**
     * Switches an emulator on. It opens its side of the link through the links given, at once, and
     * again whenever the link has ended.
     */
    protected abstract Emulator emulate(Links links, LinkAddress address, Strand strand);

    /** Checks that the device, connected and rested, does what it is there for. */
    protected abstract void assertWorks();

    /** What is set differently from the driver's defaults; on a bus also the address. */
    protected Map<String, String> options() {
        return Map.of();
    }

    /** The link: paced, so that a command takes time and can be interrupted. */
    protected LinkAddress address() {
        return LinkAddress.parse("loop:wire?baud=9600");
    }

    /** How long a command may take from the moment the device is gone. */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    /** For characters that the device's own font lacks. */
    protected GlyphSource glyphs() {
        return (codePoint, dots) -> new byte[(dots + 7) / 8 * dots];
    }

    @BeforeEach
    final void switchOn() {
        emulator = emulate(cable, address(), time.strand());
        Strand strand = time.strand();
        devices =
                new Devices(
                        new DriverRegistry(List.of(provider())),
                        links,
                        List.of(new LinkSpec("wire", address())),
                        List.of(new UnitSpec("unit", provider().name(), "wire", options(), true)),
                        name -> strand,
                        glyphs(),
                        new Random(1));
        device().onStatus(told::add);
    }

    @AfterEach
    final void nothingIsLeftAndNothingWasToldTwice() {
        device().close();
        emulator.close();
        links.close();
        time.advance(Duration.ofMinutes(10));
        assertThat(time.waiting()).as("timers that nobody cancelled").isZero();
        for (int i = 1; i < told.size(); i++) {
            assertThat(told.get(i)).as("a status told again").isNotEqualTo(told.get(i - 1));
        }
    }

    /** The device under test. */
    protected final D device() {
        return devices.device("unit", role());
    }

    /** Opens the device and lets it come up. */
    protected final void openAndRest() {
        device().open();
        time.advance(RECONNECTED);
        assertThat(connection()).isEqualTo(Connection.CONNECTED);
    }

    /** Puts the plug back and lets the device come up. */
    protected final void plugAndRest() {
        cable.plug();
        time.advance(RECONNECTED.plus(patience()));
        assertThat(connection()).isEqualTo(Connection.CONNECTED);
    }

    protected final Connection connection() {
        return device().status().connection().value();
    }

    @Test
    void itStartsUnknown() {
        assertThat(device().status()).isEqualTo(DeviceStatus.unknown(time.now()));
        assertThat(device().id()).isEqualTo("unit");
        time.advance(Duration.ofMinutes(1));
        assertThat(connection()).as("nobody has opened it").isEqualTo(Connection.UNKNOWN);
    }

    @Test
    void openedItConnectsAndWorks() {
        openAndRest();
        assertThat(device().status().faults()).isEmpty();
        assertWorks();
    }

    @Test
    void openAndCloseAreWithoutEffectTheSecondTime() {
        device().open();
        openAndRest();
        assertWorks();
        device().close();
        device().close();
        assertGone();
        openAndRest();
        assertWorks();
    }

    @Test
    void aHundredOpensAndClosesLeaveNothing() throws IOException {
        time.runUntilIdle();
        long descriptors = descriptors();
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            device().open();
            time.advance(Duration.ofMillis(random.nextInt(i % 10 == 0 ? 5_000 : 50)));
            device().close();
            time.advance(Duration.ofMillis(random.nextInt(3)));
        }
        assertGone();
        openAndRest();
        assertWorks();
        assertThat(descriptors()).as("open descriptors").isLessThanOrEqualTo(descriptors);
    }

    @Test
    void closingNeverThrowsWhateverTheLinkDoes() {
        device().close();
        cable.unplug();
        device().open();
        device().close();
        device().open();
        time.advance(Duration.ofSeconds(3));
        device().close();
        cable.plug();
        openAndRest();
        cable.unplug();
        device().close();
        time.advance(Duration.ofMinutes(1));
        assertGone();
    }

    @Test
    void aMissingDeviceIsAFaultAndComesWhenItIsPluggedIn() {
        cable.unplug();
        device().open();
        time.advance(Duration.ofMinutes(5));
        assertLost();
        plugAndRest();
        assertThat(device().status().faults()).isEmpty();
        assertWorks();
    }

    @Test
    void anUnpluggedDeviceIsNoticedAndComesBackWithoutRestart() {
        openAndRest();
        for (int i = 0; i < 3; i++) {
            cable.unplug();
            time.advance(patience());
            assertLost();
            plugAndRest();
            assertThat(device().status().faults()).isEmpty();
            assertWorks();
        }
    }

    @Test
    void garbageStaysInside() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 10_000 : 200;
        Random random = new Random(3);
        openAndRest();
        for (int i = 0; i < rounds; i++) {
            byte[] garbage = new byte[1 + random.nextInt(64)];
            random.nextBytes(garbage);
            cable.noise(garbage);
            time.advance(Duration.ofMillis(random.nextInt(100)));
        }
        time.advance(RECONNECTED);
        // Some of it may have been a message by chance: a new connection asks anew.
        cable.unplug();
        time.advance(patience());
        plugAndRest();
        assertWorks();
    }

    private void assertLost() {
        DeviceStatus status = device().status();
        assertThat(connection()).isIn(Connection.DISCONNECTED, Connection.CONNECTING);
        assertThat(status.operation().value()).isEqualTo(DeviceStatus.Operation.UNKNOWN);
        assertThat(status.supply().value()).isEqualTo(DeviceStatus.Supply.UNKNOWN);
        assertThat(status.media().value()).isEqualTo(DeviceStatus.Media.UNKNOWN);
        assertThat(status.faults()).as("why it is lost").isNotEmpty();
    }

    private void assertGone() {
        time.runUntilIdle();
        DeviceStatus status = device().status();
        assertThat(connection()).isIn(Connection.UNKNOWN, Connection.DISCONNECTED);
        assertThat(status.operation().value()).isEqualTo(DeviceStatus.Operation.UNKNOWN);
        assertThat(status.supply().value()).isEqualTo(DeviceStatus.Supply.UNKNOWN);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private Devices noDevices() {
        return new Devices(
                new DriverRegistry(List.of()),
                links,
                List.of(),
                List.of(),
                name -> time.strand(),
                glyphs(),
                new Random(0));
    }
}
