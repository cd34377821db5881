package org.hallkiosk.hal.emulator.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.hallkiosk.hal.time.SimulatedTime;
import org.junit.jupiter.api.Test;

/** The emulated printer against the fact sheet, in bare bytes; no word of the driver. */
class EmulatorTest {

    /** The ticket of printer-escpos.md §11, with process id. */
    private static final String TICKET =
            "1B 40 1C 26 1B 61 01 1D 21 11 41 30 31 32 0A 1D 21 00"
                    + "C4 FA C7 B0 C3 E6 BB B9 D3 D0 33 C8 CB 0A 1D 56 42 00"
                    + "1D 28 48 06 00 30 30 4B 30 30 31";

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final List<Paper> papers = new ArrayList<>();

    private Host host(PrinterModel model) {
        return new Host(time, PrinterSettings.of(model).instant(), papers::add);
    }

    @Test
    void theTicketOfTheManualComesOutAndItsIdComesBack() {
        Host host = host(PrinterModel.EPSON);
        host.send(TICKET);
        assertThat(host.heard()).isEqualTo("37 22 4B 30 30 31 00");
        assertThat(papers).hasSize(1);
        assertThat(papers.getFirst().lines()).containsExactly("A012", "您前面还有3人");
        assertThat(papers.getFirst().cut()).isTrue();
    }

    @Test
    void itPrintsInItsOwnTimeAndAnswersInOrderAfterIt() {
        Host host =
                new Host(time, PrinterSettings.of(PrinterModel.EPSON).withSpeed(100), papers::add);
        host.send(TICKET);
        // 48 + 34 + 112 dots at 800 dots a second are 242 ms, and 500 ms for the cut.
        time.advance(Duration.ofMillis(741));
        assertThat(host.heard()).isEmpty();
        host.send("10 04 01");
        assertThat(host.heard()).as("at once").isEqualTo("12");
        time.advance(Duration.ofMillis(5));
        assertThat(host.heard()).isEqualTo("37 22 4B 30 30 31 00");
        assertThat(papers).hasSize(1);
    }

    @Test
    void theStatusIsThatOfTheManual() {
        Host host = host(PrinterModel.EPSON);
        host.send("1D 61 FF");
        assertThat(host.heard()).isEqualTo("10 00 00 00");
        host.printer().begin(PrinterTrouble.PAPER_LOW);
        assertThat(host.heard()).isEqualTo("10 00 03 00");
        host.send("10 04 04");
        assertThat(host.heard()).isEqualTo("1E");
        host.printer().begin(PrinterTrouble.PAPER_OUT);
        assertThat(host.heard()).isEqualTo("18 00 0F 00");
        host.send("10 04 04 10 04 02");
        assertThat(host.heard()).isEqualTo("7E 32");
        host.printer().end(PrinterTrouble.PAPER_OUT);
        host.printer().end(PrinterTrouble.PAPER_LOW);
        host.heard();
        host.printer().begin(PrinterTrouble.COVER_OPEN);
        assertThat(host.heard()).isEqualTo("38 00 00 00");
        host.send("10 04 02");
        assertThat(host.heard()).isEqualTo("16");
    }

    @Test
    void realTimeCommandsWorkInTheMiddleOfAPicture() {
        Host host = host(PrinterModel.EPSON);
        host.send("1D 76 30 00 02 00 04 00 FF FF 10 04 01");
        assertThat(host.heard()).isEqualTo("12");
        host.send("80 01 FF 1D 72 01");
        assertThat(host.heard()).isEqualTo("00");
    }

    @Test
    void whileItIsOfflineOnlyRealTimeCommandsAreAnswered() {
        Host host = host(PrinterModel.EPSON);
        host.printer().begin(PrinterTrouble.COVER_OPEN);
        host.send("1D 72 01");
        assertThat(host.heard()).isEmpty();
        host.printer().end(PrinterTrouble.COVER_OPEN);
        time.advance(Duration.ofSeconds(2));
        assertThat(host.heard()).isEqualTo("00");
    }

    @Test
    void itSaysWhatItIs() {
        Host host = host(PrinterModel.EPSON);
        host.send("1D 49 45");
        assertThat(host.heard())
                .isEqualTo(
                        HexFormat.ofDelimiter(" ")
                                .withUpperCase()
                                .formatHex(
                                        "_CHINA GBK\0"
                                                .getBytes(
                                                        java.nio.charset.StandardCharsets
                                                                .US_ASCII)));
    }

    @Test
    void cheapBoardsAnswerLess() {
        Host board = host(PrinterModel.GS_R_BOARD);
        board.send("1D 61 FF 1D 49 43" + TICKET + "1D 72 01");
        assertThat(board.heard()).isEqualTo("00");
        Host bare = host(PrinterModel.BARE_BOARD);
        bare.send("1D 61 FF 1D 72 01 10 04 01");
        assertThat(bare.heard()).isEqualTo("12");
        Host blind = host(PrinterModel.PAPER_ONLY_BOARD);
        blind.printer().begin(PrinterTrouble.COVER_OPEN);
        blind.printer().begin(PrinterTrouble.PAPER_OUT);
        blind.send("10 04 01 10 04 02 10 04 03 10 04 04");
        assertThat(blind.heard()).isEqualTo("12 12 12 7E");
        Host mute = host(PrinterModel.MUTE_BOARD);
        mute.send("10 04 01 1D 72 01");
        assertThat(mute.heard()).isEmpty();
    }

    @Test
    void aPresenterShowsTheTicketAtItsMouth() {
        Host host = host(PrinterModel.PYRAMID_PRESENTER);
        host.send("10 04 14");
        assertThat(host.heard()).isEqualTo("10 0F 00 00 00 00");
        host.send("41 0A 1D 65 03 0A 1D 65 06");
        assertThat(host.heard()).isEqualTo("0C");
        host.send("10 04 14");
        assertThat(host.heard()).isEqualTo("10 0F 20 00 00 00");
        host.send("1D 65 02");
        host.send("10 04 14");
        assertThat(host.heard()).isEqualTo("10 0F 00 00 00 00");
        assertThat(host.printer().retracted()).isEqualTo(1);
        assertThat(papers).hasSize(1);
    }

    @Test
    void oneRasterInThreeEncodingsIsOnePicture() {
        Host host = host(PrinterModel.EPSON);
        host.send("1D 76 30 00 02 00 04 00 FF FF 80 01 80 01 FF FF 1D 56 42 00");
        host.send("1D 28 4C 12 00 30 70 30 01 01 31 10 00 04 00 FF FF 80 01 80 01 FF FF");
        host.send("1D 28 4C 02 00 30 32 1D 56 42 00");
        host.send("1D 38 4C 12 00 00 00 30 70 30 01 01 31 10 00 04 00 FF FF 80 01 80 01 FF FF");
        host.send("1D 28 4C 02 00 30 32 1D 56 42 00");
        assertThat(papers).hasSize(3);
        byte[] first = papers.getFirst().picture().png();
        assertThat(papers.get(1).picture().png()).isEqualTo(first);
        assertThat(papers.get(2).picture().png()).isEqualTo(first);
        BufferedImage picture = papers.getFirst().picture().draw();
        assertThat(picture.getRGB(15, 113) & 0xFFFFFF).isZero();
        assertThat(picture.getRGB(14, 113) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    }

    @Test
    void theBarcodeOfTheManualIsDrawn() {
        Host host = host(PrinterModel.EPSON);
        host.send("1D 68 50 1D 77 02 1D 48 02 1D 6B 49 06 7B 42 41 30 31 32 1D 56 42 00");
        assertThat(papers.getFirst().picture().isBlank()).isFalse();
        assertThat(host.printer().skipped()).isZero();
    }

    @Test
    void aRareCodeIsABlotOnABoardOfGbkAndACharacterOnOneOfGb18030() {
        Host gbk = host(PrinterModel.EPSON);
        gbk.send("82 30 B7 31 0A 1D 56 42 00");
        assertThat(papers.getLast().lines().getFirst()).contains("\uFFFD");
        PrinterSettings s = PrinterSettings.of(PrinterModel.EPSON).instant();
        PrinterSettings whole =
                new PrinterSettings(
                        s.model(),
                        s.widthDots(),
                        0,
                        s.cutTime(),
                        s.bufferBytes(),
                        true,
                        s.cutterDistance(),
                        s.resumeDelay());
        new Host(time, whole, papers::add).send("82 30 B7 31 0A 1D 56 42 00");
        assertThat(papers.getLast().lines()).containsExactly("㛃");
    }

    @Test
    void aFullBufferLosesBytesAndCountsThem() {
        Host host = host(PrinterModel.EPSON);
        host.printer().begin(PrinterTrouble.STUCK);
        host.send(new byte[70_000]);
        assertThat(host.printer().lost()).isEqualTo(70_000 - 64 * 1024);
        assertThat(host.printer().waiting()).isEqualTo(64 * 1024);
        host.printer().end(PrinterTrouble.STUCK);
        assertThat(host.printer().waiting()).isZero();
    }

    @Test
    void whateverComesItGoesOnPrinting() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 10_000;
        Random random = new Random(20261121);
        Host host = host(PrinterModel.EPSON);
        byte[] starts = {0x10, 0x1B, 0x1C, 0x1D};
        for (int round = 0; round < rounds; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(30); i >= 0; i--) {
                switch (random.nextInt(3)) {
                    case 0 -> {
                        stream.write(starts[random.nextInt(starts.length)]);
                        stream.write(random.nextInt(128));
                    }
                    case 1 -> stream.write(random.nextInt(256));
                    default -> stream.write(random.nextInt(4));
                }
            }
            host.send(stream.toByteArray());
        }
        // The longest command that may have begun is ended by what ends it on a real one: zeros.
        for (int i = 0; i < 2 * CommandReader.LONGEST; i += 8192) {
            host.send(new byte[8192]);
        }
        papers.clear();
        host.send(TICKET);
        assertThat(papers).isNotEmpty();
        assertThat(papers.getLast().lines()).endsWith("A012", "您前面还有3人");
    }
}
