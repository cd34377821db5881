package org.hallkiosk.hal.emulator.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Align;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.hallkiosk.hal.glyph.FontGlyphs;
import org.hallkiosk.hal.protocol.escpos.EscPosCommands;
import org.hallkiosk.hal.protocol.escpos.TicketEncoder;
import org.hallkiosk.hal.time.SimulatedTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole ticket, encoded by the driver's codec and looked at on the emulator's paper. */
class PrintedTicketTest {

    private static final String QR = "https://q.example/t/A012";

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));

    @Test
    void aTicketReadsAsItWasComposed() {
        Paper paper = print(ticket());
        assertThat(paper.cut()).isTrue();
        assertThat(paper.lines())
                .containsExactly(
                        "青川县政务服务中心",
                        "A012",
                        "社会保险",
                        "您前面还有 3 人，约 6–10 分钟",
                        "办事人：\uFFFC小\uFFFC（\uFFFC）",
                        "2026-11-21 09:00",
                        "请留意叫号，过号请到导办台");
        assertThat(paper.qrCodes()).containsExactly(QR);
    }

    @Test
    void thePictureIsAsWideAsTheHeadAndShowsEveryElement() {
        BufferedImage picture = print(ticket()).picture().draw();
        assertThat(picture.getWidth()).isEqualTo(576);
        assertThat(picture.getHeight()).isBetween(500, 1000);
        // The number is magnified four times: much black in the middle of a band, none beside it.
        assertThat(black(picture, 190, 170, 200, 80)).isGreaterThan(3000);
        assertThat(black(picture, 0, 0, 100, 310)).isZero();
        assertThat(black(picture, 213, 432, 150, 150)).as("the QR code").isGreaterThan(8000);
    }

    @Test
    void zbarimgReadsTheQrCodeFromThePicture(@TempDir Path directory) throws Exception {
        PaperFiles files = new PaperFiles(directory.resolve("paper/dispenser-1"));
        files.fell(print(ticket()));
        files.fell(print(ticket()));
        Path png = directory.resolve("paper/dispenser-1/1.png");
        assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(576);
        assertThat(directory.resolve("paper/dispenser-1/2.bin")).isNotEmptyFile();
        assertThat(files.lost()).isZero();
        assertThat(Zbarimg.read(png)).isEqualTo(QR);

        PaperFiles again = new PaperFiles(directory.resolve("paper/dispenser-1"));
        again.fell(print(ticket()));
        assertThat(directory.resolve("paper/dispenser-1/3.png")).isNotEmptyFile();
        keepForPeople(png);
    }

    @Test
    void theBytesOnFilePrintTheSamePaperAgain() {
        Paper paper = print(ticket());
        Paper again = execute(paper.bytes());
        assertThat(again.picture().png()).isEqualTo(paper.picture().png());
    }

    private Paper print(PrintDocument document) {
        TicketEncoder encoder = new TicketEncoder(576, new FontGlyphs());
        return execute(encoder.encode(document, EscPosCommands.feedAndCut(false)).bytes());
    }

    private Paper execute(byte[] bytes) {
        List<Paper> papers = new ArrayList<>();
        Host host = new Host(time, PrinterSettings.of(PrinterModel.EPSON).instant(), papers::add);
        host.send(bytes);
        assertThat(host.printer().skipped()).as("commands that it does not know").isZero();
        assertThat(papers).hasSize(1);
        return papers.getFirst();
    }

    private static PrintDocument ticket() {
        return new PrintDocument(
                List.of(
                        new Element.Line("青川县政务服务中心", Align.CENTRE, 1, true),
                        new Element.Feed(16),
                        new Element.Line("A012", Align.CENTRE, 4, true),
                        new Element.Feed(8),
                        new Element.Line("社会保险", Align.CENTRE, 2, false),
                        new Element.Feed(8),
                        Element.Line.of("您前面还有 3 人，约 6–10 分钟"),
                        // U+4DAE has two bytes in GB18030 and is not in GBK, the others have four.
                        Element.Line.of("办事人：䶮小㛃（𠮷）"),
                        new Element.Line("2026-11-21 09:00", Align.RIGHT, 1, false),
                        new Element.Feed(8),
                        new Element.QrCode(QR, 6),
                        new Element.Feed(12),
                        new Element.Line("请留意叫号，过号请到导办台", Align.CENTRE, 1, false)));
    }

    private static int black(BufferedImage picture, int x, int y, int width, int height) {
        int count = 0;
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                if ((picture.getRGB(column, row) & 0xFFFFFF) == 0) {
                    count++;
                }
            }
        }
        return count;
    }

    /** So that whoever works on the picture can look at it. */
    private static void keepForPeople(Path png) throws IOException {
        Path kept = Path.of("target", "paper", "ticket.png");
        Files.createDirectories(kept.getParent());
        Files.write(kept, Files.readAllBytes(png));
    }
}
