package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.PaperFiles;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
import org.hallkiosk.hal.emulator.onbon.CardSpec;
import org.hallkiosk.hal.emulator.onbon.Imperfection;
import org.hallkiosk.hal.emulator.onbon.OnbonPanelEmulator;
import org.hallkiosk.hal.emulator.onbon.PanelCard;
import org.hallkiosk.hal.emulator.onbon.PanelPictureFiles;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * The demo's peripherals: a printer whose tickets become files under {@code paper/}, and LED panels
 * whose faces become files under {@code panel/}. They are steered by name.
 */
final class DemoPeripherals implements AutoCloseable {

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

    /**
     * Begins a trouble, or ends all with {@code none}; from any thread.
     *
     * @return whether there is such a peripheral and such a trouble
     */
    boolean begin(String unit, String fault) {
        String word = fault.toUpperCase(Locale.ROOT).replace('-', '_');
        EscPosPrinterEmulator printer = printers.get(unit);
        if (printer != null) {
            return troublePrinter(printer, word);
        }
        PanelCard panel = panels.get(unit);
        return panel != null && troublePanel(panel, word);
    }

    /** The words that {@link #begin} knows for a peripheral, but {@code none}. */
    List<String> faults(String unit) {
        if (printers.containsKey(unit)) {
            return words(PrinterTrouble.values());
        }
        return panels.containsKey(unit) ? words(Imperfection.values()) : List.of();
    }

    private static List<String> words(Enum<?>... faults) {
        return Stream.of(faults)
                .map(fault -> fault.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
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
