package org.hallkiosk.hal.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.link.LinkScheme;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.BusDriver;
import org.hallkiosk.hal.spi.DriverContext;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.spi.ExclusiveDriver;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The peripherals of one kiosk: made from their description, opened in its order and closed in the
 * reverse order. All units of one link live on one strand, that of the link.
 *
 * <p>What is made is fixed; every method may be called from any thread.
 */
public final class Devices {

    /** How much of each wire is kept for the technician. */
    private static final int TRACE_ENTRIES = 1000;

    /**
     * A peripheral that has been made.
     *
     * @param spec as it was described; tells whether it is simulated
     * @param driver who drives it
     * @param strand where it lives
     */
    public record Unit(UnitSpec spec, DriverProvider driver, Device device, Strand strand) {}

    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Map<String, WireTrace> traces = new LinkedHashMap<>();

    /**
     * Makes the devices; opens nothing yet.
     *
     * @param linkSpecs the links that units name
     * @param unitSpecs the units, in the order in which they are to be opened
     * @param strands gives the strand of a link, by the link's name; asked once for each link
     * @param glyphs for drivers that draw what their device's font lacks
     * @param random seeds the pauses between attempts
     * @throws IllegalArgumentException when the description is wrong; the message says where and
     *     how
     */
    public Devices(
            DriverRegistry registry,
            Links links,
            List<LinkSpec> linkSpecs,
            List<UnitSpec> unitSpecs,
            Function<String, Strand> strands,
            GlyphSource glyphs,
            RandomGenerator random) {
        Map<String, Wire> wires = new HashMap<>();
        for (LinkSpec spec : linkSpecs) {
            Wire wire = new Wire(spec, links, strands.apply(spec.name()), random.nextLong());
            if (wires.put(spec.name(), wire) != null) {
                throw new IllegalArgumentException("Two links are named " + spec.name() + ".");
            }
            traces.put(spec.name(), wire.trace);
        }
        for (UnitSpec spec : unitSpecs) {
            Wire wire = wires.get(spec.link());
            if (wire == null) {
                throw new IllegalArgumentException(
                        "The unit "
                                + spec.id()
                                + " is on the link "
                                + spec.link()
                                + ", which is not described. Described are "
                                + traces.keySet()
                                + ".");
            }
            if (units.put(spec.id(), wire.make(spec, registry, glyphs)) != null) {
                throw new IllegalArgumentException("Two units are named " + spec.id() + ".");
            }
        }
    }

    /** All of them, in the order in which they were described. */
    public List<Unit> all() {
        return List.copyOf(units.values());
    }

    /** The unit of that id. */
    public Optional<Unit> find(String id) {
        return Optional.ofNullable(units.get(id));
    }

    /**
     * The device of that id in the role that it plays. Its methods are called on its unit's strand.
     *
     * @throws IllegalArgumentException when there is none, or it plays another role
     */
    public <D extends Device> D device(String id, Class<D> role) {
        Unit unit = units.get(id);
        if (unit == null) {
            throw new IllegalArgumentException(
                    "There is no unit " + id + ". There are " + units.keySet() + ".");
        }
        if (!role.isInstance(unit.device)) {
            throw new IllegalArgumentException(
                    "The unit " + id + " is no " + role.getSimpleName() + ".");
        }
        return role.cast(unit.device);
    }

    /** What went over a link of late, by the link's name. */
    public Optional<WireTrace> trace(String link) {
        return Optional.ofNullable(traces.get(link));
    }

    /** Begins to open all of them, in order; their status tells how it goes. */
    public void open() {
        units.values().forEach(u -> u.strand.execute(u.device::open));
    }

    /**
     * Closes all of them, the last one first.
     *
     * @return completed on a unit's strand when all are closed
     */
    public CompletionStage<Void> close() {
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        for (Unit unit : all().reversed()) {
            closed.add(CompletableFuture.runAsync(unit.device::close, unit.strand));
        }
        return CompletableFuture.allOf(closed.toArray(CompletableFuture[]::new));
    }

    /** One link with its port, and its arbiter if units share it. */
    private static final class Wire {
        final LinkSpec spec;
        final WireTrace trace = new WireTrace(TRACE_ENTRIES);
        private final Strand strand;
        private final LinkPort port;
        private final Map<String, String> unitByAddress = new HashMap<>();
        private @Nullable BusArbiter arbiter;
        private @Nullable DriverProvider driver;

        Wire(LinkSpec spec, Links links, Strand strand, long seed) {
            this.spec = spec;
            this.strand = strand;
            this.port =
                    new LinkPort(
                            links, spec.address(), strand, Backoff.usual(new Random(seed)), trace);
        }

        Unit make(UnitSpec unit, DriverRegistry registry, GlyphSource glyphs) {
            DriverProvider provider = registry.driver(unit.driver());
            if (spec.address().kind() == LinkScheme.LOOP && !unit.simulated()) {
                throw new IllegalArgumentException(
                        "The unit "
                                + unit.id()
                                + " is on "
                                + spec.address()
                                + ", which leads to an emulator: it must say so by simulated.");
            }
            DriverContext context =
                    new DriverContext(
                            unit.id(),
                            strand,
                            DriverRegistry.options(provider, unit.options()),
                            glyphs);
            Device device =
                    switch (provider) {
                        case ExclusiveDriver exclusive -> alone(unit, exclusive, context);
                        case BusDriver bus -> onBus(unit, bus, context);
                    };
            driver = provider;
            return new Unit(unit, provider, device, strand);
        }

        private Device alone(UnitSpec unit, ExclusiveDriver provider, DriverContext context) {
            if (driver != null) {
                throw new IllegalArgumentException(
                        "The unit "
                                + unit.id()
                                + " needs the link "
                                + spec.name()
                                + " for itself, and another unit is on it.");
            }
            return provider.create(context, port);
        }

        private Device onBus(UnitSpec unit, BusDriver provider, DriverContext context) {
            if (driver != null
                    && !(driver instanceof BusDriver other
                            && other.dialect().name().equals(provider.dialect().name()))) {
                throw new IllegalArgumentException(
                        "The unit "
                                + unit.id()
                                + " speaks another wire than the others on the link "
                                + spec.name()
                                + ".");
            }
            String address = context.options().get("address");
            if (address == null) {
                throw new IllegalArgumentException(
                        "The bus driver " + provider.name() + " lacks the option address.");
            }
            String holder = unitByAddress.put(address, unit.id());
            if (holder != null) {
                throw new IllegalArgumentException(
                        "The units "
                                + holder
                                + " and "
                                + unit.id()
                                + " have the same address on the link "
                                + spec.name()
                                + ": "
                                + address
                                + ".");
            }
            BusArbiter line = arbiter;
            if (line == null) {
                line = new BusArbiter(port, provider.dialect(), spec.address().baud(), strand);
                arbiter = line;
            }
            return provider.create(context, line.port());
        }
    }
}
