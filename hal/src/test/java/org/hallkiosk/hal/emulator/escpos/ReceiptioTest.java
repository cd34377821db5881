package org.hallkiosk.hal.emulator.escpos;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender that others wrote, receiptio, prints on the emulator over TCP and judges it by itself:
 * DLE EOT 2, GS I, GS a, GS r and its own pictures. It knows no port but 9100, so each process of
 * tests listens on a loopback address of its own.
 */
class ReceiptioTest {

    private static final Path PEER = Path.of("src", "test", "peers", "receiptio");

    private static final String RECEIPT =
            """
            ^^^A012
            您前面还有3人
            社保 | 窗口5
            ---
            {code:https://q.example/t/A012;option:qrcode,6,M}
            """;

    private final ThreadStrand strand = new ThreadStrand("receiptio", InstantSource.system());
    private final SystemLinks links = new SystemLinks(new LocalLinks(strand));
    private final BlockingQueue<Paper> papers = new LinkedBlockingQueue<>();
    private final String address = ownLoopback();
    private final EscPosPrinterEmulator printer =
            new EscPosPrinterEmulator(
                    links,
                    LinkAddress.parse("tcp-listen:" + address + ":9100"),
                    strand,
                    PrinterSettings.of(PrinterModel.EPSON),
                    papers::add);

    @AfterEach
    void stop() {
        strand.execute(printer::stop);
        links.close();
        strand.close();
    }

    @Test
    void itsReceiptComesOutAndItSaysSo(@TempDir Path directory) throws Exception {
        strand.execute(printer::start);
        assertThat(print()).isEqualTo("success");
        Paper paper = requireNonNull(papers.poll(20, TimeUnit.SECONDS));
        assertThat(paper.lines())
                .anyMatch(line -> line.strip().equals("A012"))
                .anyMatch(line -> line.strip().equals("您前面还有3人"))
                .anyMatch(line -> line.strip().matches("社保 +窗口5"))
                .anyMatch(line -> line.strip().matches("─+"));
        Path png = directory.resolve("receipt.png");
        Files.write(png, paper.picture().png());
        assertThat(Zbarimg.read(png)).isEqualTo("https://q.example/t/A012");
        Path kept = Path.of("target", "paper", "receiptio.png");
        Files.createDirectories(kept.getParent());
        Files.copy(png, kept, StandardCopyOption.REPLACE_EXISTING);

        assertThat(print()).as("a second client on the same port").isEqualTo("success");
    }

    @Test
    void itIsToldWhyItCannotPrint() throws Exception {
        strand.execute(
                () -> {
                    printer.begin(PrinterTrouble.COVER_OPEN);
                    printer.start();
                });
        assertThat(print()).isEqualTo("coveropen");
        strand.execute(
                () -> {
                    printer.end(PrinterTrouble.COVER_OPEN);
                    printer.begin(PrinterTrouble.PAPER_OUT);
                });
        assertThat(print()).isEqualTo("paperempty");
        assertThat(papers).isEmpty();
    }

    @Test
    void itIsToldThatThePaperEndedInTheMiddle() throws Exception {
        strand.execute(
                () -> {
                    printer.endPaperAfter(60);
                    printer.start();
                });
        assertThat(print()).isEqualTo("paperempty");
        assertThat(papers).isEmpty();
    }

    /** Prints the receipt and gives receiptio's verdict. */
    private String print() throws IOException, InterruptedException {
        if (!Files.isDirectory(PEER.resolve("node_modules"))) {
            throw new AssertionError(
                    "This test needs receiptio: run hal/src/test/peers/install (./kiosk test"
                            + " does).");
        }
        Process process;
        try {
            process =
                    new ProcessBuilder("node", "print.js", address, "zh")
                            .directory(PEER.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException missing) {
            throw new AssertionError(
                    "This test needs node: install the package nodejs (./kiosk test does).",
                    missing);
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(RECEIPT.getBytes(StandardCharsets.UTF_8));
        }
        String verdict =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return verdict.strip();
    }

    private static String ownLoopback() {
        long pid = ProcessHandle.current().pid();
        return "127.91." + pid / 200 % 200 + "." + (1 + pid % 200);
    }
}
