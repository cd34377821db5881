package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hallkiosk.core.port.Troubles;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.PaperFiles;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
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
 * whose faces become files under {@code panel/}, a code scanner, and speech services whose lines
 * become files under {@code said/}. They are steered by name.
 */
final class DemoPeripherals implements Troubles, AutoCloseable {

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

    /** From any thread. */
    @Override
    public boolean begin(String unit, String fault) {
        String word = fault.toUpperCase(Locale.ROOT).replace('-', '_');
        EscPosPrinterEmulator printer = printers.get(unit);
        if (printer != null) {
            return troublePrinter(printer, word);
        }
        NewlandScannerEmulator scanner = scanners.get(unit);
        if (scanner != null) {
            return trouble(
                    ScannerTrouble.class,
                    word,
                    scanner::begin,
                    () -> scanner.troubles().forEach(scanner::end));
        }
        SpeechServerEmulator speaker = speakers.get(unit);
        if (speaker != null) {
            return trouble(
                    SpeechTrouble.class,
                    word,
                    speaker::begin,
                    () -> speaker.troubles().forEach(speaker::end));
        }
        PanelCard panel = panels.get(unit);
        return panel != null && troublePanel(panel, word);
    }

    private <T extends Enum<T>> boolean trouble(
            Class<T> troubles, String word, Consumer<T> begin, Runnable endAll) {
        if (word.equals("NONE")) {
            strand.execute(endAll);
            return true;
        }
        for (T trouble : troubles.getEnumConstants()) {
            if (trouble.name().equals(word)) {
                strand.execute(() -> begin.accept(trouble));
                return true;
            }
        }
        return false;
    }

    private boolean troublePrinter(EscPosPrinterEmulator printer, String word) {
        if (word.equals("NONE")) {
            strand.execute(() -> List.copyOf(printer.troubles()).forEach(printer::end));
            return true;
        }
        for (PrinterTrouble trouble : PrinterTrouble.values()) {
            if (trouble.name().equals(word)) {
                strand.execute(() -> printer.begin(trouble));
                return true;
            }
        }
        return false;
    }

    private boolean troublePanel(PanelCard panel, String word) {
        if (word.equals("NONE")) {
            strand.execute(
                    () -> {
                        for (Imperfection imperfection : Imperfection.values()) {
                            panel.recover(imperfection);
                        }
                    });
            return true;
        }
        for (Imperfection imperfection : Imperfection.values()) {
            if (imperfection.name().equals(word)) {
                strand.execute(() -> panel.suffer(imperfection));
                return true;
            }
        }
        return false;
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
