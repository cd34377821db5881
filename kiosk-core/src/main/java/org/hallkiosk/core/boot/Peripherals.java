package org.hallkiosk.core.boot;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.ThreadStrand;

/** The peripherals of one device.yaml, each link on a strand of its own. */
final class Peripherals implements AutoCloseable {

    private static final Duration END = Duration.ofSeconds(5);

    private final List<ThreadStrand> strands = new ArrayList<>();
    private final Devices devices;

    /**
     * Makes them; nothing is open yet.
     *
     * @throws CommandFailure when the configuration names what does not exist
     */
    Peripherals(
            DeviceConfig config,
            Links links,
            GlyphSource glyphs,
            InstantSource clock,
            RandomGenerator random) {
        try {
            List<LinkSpec> linkSpecs = new ArrayList<>();
            config.links()
                    .forEach(
                            (name, text) ->
                                    linkSpecs.add(new LinkSpec(name, LinkAddress.parse(text))));
            devices =
                    new Devices(
                            DriverRegistry.load(),
                            links,
                            linkSpecs,
                            config.units().stream().map(Peripherals::spec).toList(),
                            name -> {
                                ThreadStrand made =
                                        new ThreadStrand(
                                                "link-" + config.device() + "-" + name, clock);
                                strands.add(made);
                                return made;
                            },
                            glyphs,
                            random);
        } catch (IllegalArgumentException e) {
            strands.forEach(ThreadStrand::close);
            throw new CommandFailure(
                    "The device " + config.device() + " cannot be set up: " + e.getMessage());
        }
    }

    private static UnitSpec spec(UnitConfig unit) {
        Map<String, String> options = new HashMap<>(unit.options());
        if (unit.address() != null) {
            options.put("address", unit.address());
        }
        return new UnitSpec(unit.id(), unit.driver(), unit.link(), options, unit.simulated());
    }

    /** They themselves. */
    Devices devices() {
        return devices;
    }

    /** Closes them, the last one first; blocks for a few seconds at most. */
    @Override
    public void close() {
        CompletableFuture<Void> closed = devices.close().toCompletableFuture();
        try {
            closed.get(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(Peripherals.class.getName())
                    .log(System.Logger.Level.WARNING, "A peripheral did not close in time", e);
        }
        strands.forEach(ThreadStrand::close);
    }
}
