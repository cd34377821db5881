package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.PaperFiles;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
import org.hallkiosk.hal.emulator.ff68.EmulatedPad;
import org.hallkiosk.hal.emulator.ff68.PadKey;
import org.hallkiosk.hal.emulator.ff68.PadLineEmulator;
import org.hallkiosk.hal.emulator.ff68.PadSink;
import org.hallkiosk.hal.emulator.ff68.PadSpec;
import org.hallkiosk.hal.emulator.ff68.PadTrouble;
import org.hallkiosk.hal.emulator.ff68.PadView;
import org.hallkiosk.hal.emulator.newland.NewlandScannerEmulator;
import org.hallkiosk.hal.emulator.newland.ScannerTrouble;
import org.hallkiosk.hal.emulator.onbon.CardSpec;
import org.hallkiosk.hal.emulator.onbon.Imperfection;
import org.hallkiosk.hal.emulator.onbon.OnbonPanelEmulator;
import org.hallkiosk.hal.emulator.onbon.PanelCard;
import org.hallkiosk.hal.emulator.onbon.PanelPictureFiles;
import org.hallkiosk.hal.emulator.ssip.Said;
import org.hallkiosk.hal.emulator.ssip.SpeechServerEmulator;
import org.hallkiosk.hal.emulator.ssip.SpeechTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * The demo's peripherals: a printer whose tickets become files under {@code paper/}, LED panels
 * whose faces become files under {@code panel/}, call pads with evaluators, a code scanner, and
 * speech services whose lines become files under {@code said/}. They are steered by name.
 */
final class DemoPeripherals implements Troubles, AutoCloseable {

    /** Less would be one press to the driver of the pad, its option {@code one-within}. */
    private static final Duration BETWEEN_PRESSES = Duration.ofMillis(1500);

    /** Below the web server's limit for an answer. */
    private static final int PATIENCE_SECONDS = 8;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** The value of an evaluator's key is 5 less its level, so {@link #LEVELS} says. */
    private static final int HIGHEST_LEVEL = 5;

    /** What the emulated evaluators' keys mean, as the option {@code levels} of driver ff68. */
    static final String LEVELS = "0=5,1=4,2=3,3=2,4=1";

    private static final System.Logger LOG = System.getLogger(DemoPeripherals.class.getName());
    private static final int PANEL_WIDTH = 128;
    private static final int PANEL_HEIGHT = 32;

    private final Links links;
    private final ThreadStrand strand;
    private final ExecutorService artist =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("panel-pictures").daemon(true).factory());
    private final PanelPictureFiles panelFiles;
    private final Map<String, EscPosPrinterEmulator> printers = new HashMap<>();
    private final Map<String, PanelCard> panels = new HashMap<>();
    private final Map<String, EmulatedPad> pads = new HashMap<>();
    // When the finger is free for the next press, by unit; on the strand.
    private final Map<String, Long> free = new HashMap<>();
    private final Map<String, NewlandScannerEmulator> scanners = new HashMap<>();
    private final Map<String, SpeechServerEmulator> speakers = new HashMap<>();
    private final List<Runnable> stops = new ArrayList<>();

    DemoPeripherals(Links links, InstantSource clock, Path directory) {
        this.links = links;
        this.strand = new ThreadStrand("peripherals", clock);
        this.panelFiles = new PanelPictureFiles(directory.resolve("panel"), artist);
    }

    /** A ticket printer of the Epson kind at the device's side of a link. */
    void printer(String unit, String device, String link, Path directory) throws IOException {
        EscPosPrinterEmulator printer =
                new EscPosPrinterEmulator(
                        links,
                        LinkAddress.parse(link),
                        strand,
                        PrinterSettings.of(PrinterModel.EPSON),
                        new PaperFiles(directory.resolve("paper").resolve(device)));
        printers.put(unit, printer);
        stops.add(printer::stop);
        strand.execute(printer::start);
    }

    /** A code scanner of the Newland kind. */
    void scanner(String unit, String link) {
        NewlandScannerEmulator scanner =
                new NewlandScannerEmulator(links, LinkAddress.parse(link), strand, "\r");
        scanners.put(unit, scanner);
        stops.add(scanner::stop);
        strand.execute(scanner::start);
    }

    /** A speech service; what it says is a line in {@code said/<zone>.txt} each. */
    void speaker(String unit, String link, String zone, Path directory) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("said"));
        SpeechServerEmulator speaker =
                new SpeechServerEmulator(
                        links,
                        LinkAddress.parse(link),
                        strand,
                        said -> artist.execute(() -> write(folder.resolve(zone + ".txt"), said)));
        speakers.put(unit, speaker);
        stops.add(speaker::stop);
        strand.execute(speaker::start);
    }

    private static void write(Path file, Said said) {
        if (!said.whole()) {
            return;
        }
        try {
            Files.writeString(
                    file, said.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "What was said cannot be written to " + file, e);
        }
    }

    /** LED panels that share a line; the names in the order of their screen ids from 1. */
    void panels(String link, List<String> names) {
        List<CardSpec> cards = new ArrayList<>();
        for (String name : names) {
            cards.add(CardSpec.bx5k(name, cards.size() + 1, PANEL_WIDTH, PANEL_HEIGHT));
        }
        OnbonPanelEmulator line =
                new OnbonPanelEmulator(links, LinkAddress.parse(link), strand, cards, panelFiles);
        for (CardSpec card : cards) {
            panels.put(card.name(), line.card(card.screenId()));
        }
        stops.add(line::close);
        strand.execute(line::open);
    }

    @Override
    public boolean scan(String unit, String code) {
        NewlandScannerEmulator scanner = scanners.get(unit);
        if (scanner == null) {
            return false;
        }
        strand.execute(() -> scanner.show(code.getBytes(StandardCharsets.UTF_8)));
        return true;
    }

    /** Call pads that share a line; the names in the order of their addresses from 1. */
    void pads(String link, List<String> names) {
        List<PadSpec> specs = new ArrayList<>();
        for (String name : names) {
            specs.add(PadSpec.of(name, specs.size() + 1));
        }
        PadLineEmulator line =
                new PadLineEmulator(links, LinkAddress.parse(link), strand, specs, PadSink.NONE);
        line.pads().forEach(pad -> pads.put(pad.name(), pad));
        stops.add(line::close);
        strand.execute(line::open);
    }

    /**
     * What a panel, or a pad and its evaluator, shows, as soon as a part of a line is shown; after
     * {@value #PATIENCE_SECONDS} s, what is shown then. A pad's lines are waiting, ticket, beeps,
     * and what the evaluator does. From any thread.
     *
     * @param part waited for; empty for what is shown now
     * @return empty when there is none of that name
     */
    Optional<CompletableFuture<List<String>>> shown(String unit, String part) {
        return face(unit)
                .map(
                        face -> {
                            CompletableFuture<List<String>> seen = new CompletableFuture<>();
                            long until =
                                    strand.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                            strand.execute(() -> look(face, part, until, seen));
                            return seen;
                        });
    }

    private Optional<Supplier<List<String>>> face(String unit) {
        PanelCard panel = panels.get(unit);
        if (panel != null) {
            return Optional.of(panel::lines);
        }
        return Optional.ofNullable(pads.get(unit)).map(pad -> () -> lines(pad.view()));
    }

    private void look(
            Supplier<List<String>> face,
            String part,
            long until,
            CompletableFuture<List<String>> seen) {
        List<String> lines = face.get();
        if (strand.nanoTime() - until >= 0 || String.join("\n", lines).contains(part)) {
            seen.complete(lines);
        } else {
            strand.after(LOOK_AGAIN, () -> look(face, part, until, seen));
        }
    }

    private static List<String> lines(PadView view) {
        return List.of(
                "waiting " + view.waiting(),
                "ticket " + view.ticket(),
                "beeps " + view.beeps(),
                "evaluator " + view.evaluator().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean begin(String unit, String fault) {
        EscPosPrinterEmulator printer = printers.get(unit);
        if (printer != null) {
            return trouble(PrinterTrouble.values(), fault, printer::begin, printer::end);
        }
        PanelCard panel = panels.get(unit);
        if (panel != null) {
            return trouble(Imperfection.values(), fault, panel::suffer, panel::recover);
        }
        NewlandScannerEmulator scanner = scanners.get(unit);
        if (scanner != null) {
            return trouble(ScannerTrouble.values(), fault, scanner::begin, scanner::end);
        }
        SpeechServerEmulator speaker = speakers.get(unit);
        if (speaker != null) {
            return trouble(SpeechTrouble.values(), fault, speaker::begin, speaker::end);
        }
        EmulatedPad pad = pads.get(unit);
        return pad != null && trouble(PadTrouble.values(), fault, pad::suffer, pad::recover);
    }

    /** The troubles of a wire's peripherals, as {@link #begin} knows them. */
    static List<String> troubles(String wire) {
        return switch (wire) {
            case "onbon" -> words(Imperfection.values());
            case "ff68" -> words(PadTrouble.values());
            default -> words(PrinterTrouble.values());
        };
    }

    /** The words that {@link #begin} knows for a peripheral, but {@code none}. */
    List<String> faults(String unit) {
        if (printers.containsKey(unit)) {
            return words(PrinterTrouble.values());
        }
        if (panels.containsKey(unit)) {
            return words(Imperfection.values());
        }
        if (scanners.containsKey(unit)) {
            return words(ScannerTrouble.values());
        }
        if (speakers.containsKey(unit)) {
            return words(SpeechTrouble.values());
        }
        return pads.containsKey(unit) ? words(PadTrouble.values()) : List.of();
    }

    private static List<String> words(Enum<?>... troubles) {
        return Stream.of(troubles)
                .map(trouble -> trouble.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private <T extends Enum<T>> boolean trouble(
            T[] known, String fault, Consumer<T> begin, Consumer<T> end) {
        if (fault.equalsIgnoreCase("none")) {
            strand.execute(() -> List.of(known).forEach(end));
            return true;
        }
        Optional<T> found = named(known, fault);
        found.ifPresent(trouble -> strand.execute(() -> begin.accept(trouble)));
        return found.isPresent();
    }

    private static <T extends Enum<T>> Optional<T> named(T[] known, String word) {
        String name = word.toUpperCase(Locale.ROOT).replace('-', '_');
        return Stream.of(known).filter(each -> each.name().equals(name)).findFirst();
    }

    /** The keys are those of {@link PadKey} and {@code level-1} to {@code level-5}. */
    @Override
    public boolean press(String unit, String key) {
        EmulatedPad pad = pads.get(unit);
        if (pad == null) {
            return false;
        }
        if (key.matches("level-[1-5]")) {
            int level = key.charAt(key.length() - 1) - '0';
            press(unit, () -> pad.pressEvaluator(HIGHEST_LEVEL - level));
            return true;
        }
        Optional<PadKey> found = named(PadKey.values(), key);
        found.ifPresent(each -> press(unit, () -> pad.press(each)));
        return found.isPresent();
    }

    private void press(String unit, Runnable press) {
        strand.execute(
                () -> {
                    long now = strand.nanoTime();
                    long at = Math.max(now, free.getOrDefault(unit, now));
                    free.put(unit, at + BETWEEN_PRESSES.toNanos());
                    strand.after(Duration.ofNanos(at - now), press);
                });
    }

    @Override
    public void close() {
        strand.execute(() -> stops.forEach(Runnable::run));
        strand.close();
        artist.shutdown();
        try {
            if (!artist.awaitTermination(5, TimeUnit.SECONDS)) {
                artist.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
