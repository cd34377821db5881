package org.hallkiosk.provisioning.whole;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hallkiosk.hal.emulator.escpos.EscPosPrinterEmulator;
import org.hallkiosk.hal.emulator.escpos.Paper;
import org.hallkiosk.hal.emulator.escpos.PaperFiles;
import org.hallkiosk.hal.emulator.escpos.PrinterModel;
import org.hallkiosk.hal.emulator.escpos.PrinterSettings;
import org.hallkiosk.hal.emulator.escpos.PrinterTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;

/** The entrance: a printer at a TCP port, which outlives every process, and all its paper. */
final class Counter implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    private final ThreadStrand strand = new ThreadStrand("counter", InstantSource.system());
    private final SystemLinks links = new SystemLinks(new LocalLinks(strand));
    private final List<Paper> papers = new ArrayList<>();
    private final EscPosPrinterEmulator printer;

    Counter(int port, Path directory) throws IOException {
        PaperFiles files = new PaperFiles(directory);
        printer =
                new EscPosPrinterEmulator(
                        links,
                        LinkAddress.parse("tcp-listen:127.0.0.1:" + port),
                        strand,
                        PrinterSettings.of(PrinterModel.EPSON).instant(),
                        paper -> {
                            files.fell(paper);
                            synchronized (papers) {
                                papers.add(paper);
                                papers.notifyAll();
                            }
                        });
        strand.execute(printer::start);
    }

    /** Asks the printer on its strand. */
    <T> T ask(Function<EscPosPrinterEmulator, T> question) {
        return new OnStrand(strand).ask(() -> question.apply(printer));
    }

    void begin(PrinterTrouble trouble) {
        strand.execute(() -> printer.begin(trouble));
    }

    void end(PrinterTrouble trouble) {
        strand.execute(() -> printer.end(trouble));
    }

    /** Waits until so many bytes wait in the printer's memory. */
    void awaitHeld(int bytes) {
        new OnStrand(strand).until(() -> printer.waiting() >= bytes);
    }

    /** The papers with this number on them. */
    List<Paper> papers(String ticket) {
        synchronized (papers) {
            return papers.stream().filter(p -> p.lines().contains(ticket)).toList();
        }
    }

    /** Waits until so many papers bear this number. */
    List<Paper> await(String ticket, int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE;
        synchronized (papers) {
            while (papers(ticket).size() < count) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(
                            "There are " + papers(ticket).size() + " papers with " + ticket);
                }
                papers.wait(left);
            }
            return papers(ticket);
        }
    }

    /** Everything that has come out. */
    List<Paper> all() {
        synchronized (papers) {
            return List.copyOf(papers);
        }
    }

    @Override
    public void close() {
        ask(
                emulator -> {
                    emulator.stop();
                    return true;
                });
        links.close();
        strand.close();
    }
}
