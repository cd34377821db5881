package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.hallkiosk.core.boot.HallApp;
import org.hallkiosk.core.boot.NoBus;
import org.hallkiosk.core.boot.TimeOrderedIds;
import org.hallkiosk.core.bus.MqttBus;
import org.hallkiosk.core.bus.MqttSettings;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * What a dispenser needs around it besides a broker, real but small: a hall with one window, and an
 * emulated printer that waits on TCP and prints at once. All on loopback.
 */
final class SmallHall implements AutoCloseable {

    static final String HALL = "bench-hall";
    static final String DISPENSER = "dispenser-1";

    /** As many as it takes for a few thousand tickets a day: each has its own 699 numbers. */
    static final List<String> CATEGORIES = List.of("social", "tax", "housing");

    static final String LOOPBACK = "127.0.0.1";
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final LinkAddress PRINTER = LinkAddress.parse("tcp-listen:" + LOOPBACK + ":0");
    private static final Duration UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final SecureRandom random = new SecureRandom();
    private final Ids ids;
    private final HallBroker broker;
    private final HallApp hall;
    private final int printerPort;

    /** Sees the bytes that reach the printer, on a strand of its own. */
    interface PrinterBytes {
        void arrived(byte[] bytes);
    }

    /**
     * Starts it all; blocks for some seconds.
     *
     * @param broker its owner closes it, after this
     * @throws IOException when it does not come up; everything is closed again then
     */
    SmallHall(Path directory, InstantSource clock, HallBroker broker, PrinterBytes tap)
            throws IOException {
        this.ids = new TimeOrderedIds(clock, random);
        this.broker = broker;
        try {
            this.hall = hall(directory, clock);
            this.printerPort = printer(clock, tap);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The embedded broker, which knows the hall and the dispenser. */
    static BenchBroker embeddedBroker(Path directory) throws IOException {
        return new BenchBroker(HALL, List.of(HALL, DISPENSER), directory.resolve("broker"));
    }

    private HallApp hall(Path directory, InstantSource clock) throws IOException {
        HallConfig config =
                new HallConfig(
                        0,
                        "青山县政务服务中心",
                        List.of(),
                        List.of(
                                new HallConfig.Category(CATEGORIES.get(0), "社会保险", "A", null),
                                new HallConfig.Category(CATEGORIES.get(1), "综合税务", "B", null),
                                new HallConfig.Category(CATEGORIES.get(2), "公积金", "C", null)),
                        List.of(new HallConfig.Window(1, "1", null, null, null, CATEGORIES, false)),
                        HallConfig.Ranges.defaults(),
                        HallConfig.Rules.defaults(),
                        List.of(),
                        Map.of());
        HallApp made =
                keep(
                        new HallApp(
                                HALL,
                                ZONE,
                                Locale.SIMPLIFIED_CHINESE,
                                new HallRole.Initial(config, List.of()),
                                false,
                                new HallApp.World(
                                        bus(HALL),
                                        (strand, counter) -> new NoBus(),
                                        clock,
                                        ids,
                                        random,
                                        Files.createDirectories(directory.resolve("hall")),
                                        Files.createDirectories(directory.resolve("backup")))));
        made.start();
        await("the hall", made.strand(), () -> made.role().hall().state().dayOpen());
        return made;
    }

    private int printer(InstantSource clock, PrinterBytes tap) throws IOException {
        ThreadStrand wires = keep(new ThreadStrand("bench-wires", clock));
        ThreadStrand strand = keep(new ThreadStrand("bench-printer", clock));
        SystemLinks sockets = keep(new SystemLinks(new LocalLinks(wires)));
        Links links = new WatchedLinks(sockets, tap::arrived, bytes -> {});
        EscPosPrinterEmulator printer =
                new EscPosPrinterEmulator(
                        links,
                        PRINTER,
                        strand,
                        PrinterSettings.of(PrinterModel.EPSON).instant(),
                        paper -> {
                            // Its pictures are not looked at here.
                        });
        parts.push(() -> strand.execute(printer::stop));
        strand.execute(printer::start);
        await("the printer", strand, () -> sockets.boundPort(PRINTER).isPresent());
        return sockets.boundPort(PRINTER).orElseThrow();
    }

    /** Connects as an identity of this hall. */
    BiFunction<Strand, ConnectionCounter, Bus> bus(String identity) {
        MqttSettings settings =
                new MqttSettings(
                        identity,
                        List.of(new MqttSettings.Address(LOOPBACK, broker.port())),
                        Optional.of(broker.password(identity)).filter(p -> p.length > 0),
                        Optional.empty(),
                        MqttSettings.Timing.STANDARD);
        return (strand, counter) -> new MqttBus(settings, counter, strand, random);
    }

    HallApp hall() {
        return hall;
    }

    HallBroker broker() {
        return broker;
    }

    /** The link on which a driver finds the printer. */
    String printerLink() {
        return "tcp:" + LOOPBACK + ":" + printerPort;
    }

    /**
     * Blocks until something is true, looked at on a strand again and again.
     *
     * @throws IOException when it does not become true in a minute
     */
    static void await(String what, Strand strand, BooleanSupplier isSo) throws IOException {
        CompletableFuture<Void> so = new CompletableFuture<>();
        strand.execute(() -> look(strand, isSo, so));
        try {
            so.get(UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            so.cancel(false);
            throw new IOException(what + " did not come up within " + UP_WITHIN, e);
        } catch (InterruptedException e) {
            so.cancel(false);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void look(Strand strand, BooleanSupplier isSo, CompletableFuture<Void> so) {
        if (isSo.getAsBoolean()) {
            so.complete(null);
        } else if (!so.isDone()) {
            strand.after(LOOK_AGAIN, () -> look(strand, isSo, so));
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.getLogger(SmallHall.class.getName())
                        .log(System.Logger.Level.WARNING, "A part did not stop in order", e);
            }
        }
    }
}
