package org.hallkiosk.hal.protocol.escpos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.hallkiosk.hal.api.GlyphSource;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Align;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.hallkiosk.hal.protocol.escpos.Frames.Printed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TicketEncoderTest {

    private static final byte[] CUT = EscPosCommands.feedAndCut(false);
    private static final Charset GB18030 = Charset.forName("GB18030");

    /** A hollow box as large as its square. */
    private static final GlyphSource BOX =
            (codePoint, dots) -> {
                int rowBytes = (dots + 7) / 8;
                byte[] rows = new byte[rowBytes * dots];
                for (int i = 0; i < dots; i++) {
                    for (int edge : new int[] {0, dots - 1}) {
                        rows[i * rowBytes + edge / 8] |= (byte) (0x80 >> edge % 8);
                        rows[edge * rowBytes + i / 8] |= (byte) (0x80 >> i % 8);
                    }
                }
                return rows;
            };

    private final TicketEncoder encoder = new TicketEncoder(576, BOX);

    static List<Printed> tickets() {
        return Frames.tickets();
    }

    @ParameterizedTest
    @MethodSource("tickets")
    void eachDocumentBecomesTheBytesOfTheManual(Printed printed) {
        assertThat(hex(encoder.encode(printed.document(), CUT).bytes()))
                .isEqualTo(hex(printed.bytes()));
    }

    @Test
    void commandsAreThoseOfTheManual() {
        assertThat(hex(EscPosCommands.processId("K001")))
                .isEqualTo("1D 28 48 06 00 30 30 4B 30 30 31");
        assertThat(hex(EscPosCommands.enableAutomaticStatus())).isEqualTo("1D 61 FF");
        assertThat(hex(EscPosCommands.realTimeStatus(20))).isEqualTo("10 04 14");
        assertThat(hex(EscPosCommands.clearAndRecover())).isEqualTo("10 05 02");
        assertThat(hex(EscPosCommands.feedAndCut(true))).isEqualTo("1D 56 41 00");
        assertThat(hex(EscPosCommands.paperStatusInOrder())).isEqualTo("1D 72 01");
        assertThat(hex(EscPosCommands.present(10))).isEqualTo("1D 65 03 0A");
        assertThat(hex(EscPosCommands.retract())).isEqualTo("1D 65 02");
        assertThat(EscPosCommands.flush()).hasSize(8192).containsOnly(0);
        assertThatThrownBy(() -> EscPosCommands.processId("K0\u00011"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EscPosCommands.processId("K01"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** PERFORMANCE.md §2.4: ten Chinese lines and a QR code; the bound is the issue's. */
    @Test
    void aTicketIsHardlyLargerThanItsSmallestTextForm() {
        List<Element> elements = new ArrayList<>();
        ByteArrayOutputStream smallest = new ByteArrayOutputStream();
        smallest.writeBytes(bytes("1B 40 1C 26"));
        for (int i = 0; i < 10; i++) {
            String text = "您前面还有" + i + "人，请耐心等候叫号";
            elements.add(Element.Line.of(text));
            smallest.writeBytes(text.getBytes(GB18030));
            smallest.write(0x0A);
        }
        String qr = "https://q.example/t/A012";
        elements.add(new Element.QrCode(qr, 6));
        smallest.writeBytes(bytes("1B 61 01 1D 28 6B 03 00 31 43 06 1D 28 6B 1B 00 31 50 30"));
        smallest.writeBytes(qr.getBytes(GB18030));
        smallest.writeBytes(bytes("1D 28 6B 03 00 31 51 30 1D 56 42 00"));
        int ours =
                encoder.encode(new PrintDocument(elements), CUT).bytes().length
                        + EscPosCommands.processId("K001").length;
        assertThat(ours).isLessThanOrEqualTo(smallest.size() * 11 / 10);
    }

    @Test
    void everyCharacterOfTheBmpIsTextThatComesBackOrIsDrawn() {
        int text = 0;
        for (int codePoint = 0x20; codePoint <= 0xFFFF; codePoint++) {
            if (Character.isSurrogate((char) codePoint)) {
                continue;
            }
            String one = Character.toString(codePoint);
            byte[] line = line(one);
            if (line.length == 1 || line.length == 2) {
                text++;
                String back = new String(line, Charset.forName("GBK"));
                assertThat(back).isEqualTo(Character.isISOControl(codePoint) ? " " : one);
                assertThat(new String(line, GB18030)).isEqualTo(back);
                assertThat(line[0] & 0xFF).isGreaterThanOrEqualTo(0x20);
            } else if (line.length != 0) {
                assertThat(line).hasSize(77).startsWith(0x1B, 0x2A, 33, 24, 0);
            }
        }
        assertThat(text).as("the 20 902 ideographs of GBK and more").isGreaterThan(21_000);
    }

    @Test
    void rareCharactersAreDrawnAndCommonOnesAreText() {
        assertThat(line("䶮")).as("two bytes in GB18030, absent from GBK").hasSize(77);
        assertThat(line("㛃")).as("four bytes in GB18030").hasSize(77);
        assertThat(line("𠮷")).as("beyond the BMP").hasSize(77);
        assertThat(line("镕")).as("in GBK").hasSize(2);
        assertThat(line("葛\uDB40\uDD00")).as("a variation selector has no cell").hasSize(2);
    }

    @Test
    void noTextCanCommandThePrinter() {
        assertThat(line("\u001B@\u0010\u0004\u0001\u001DV\n\u0000"))
                .asString()
                .isEqualTo(" @    V  ");
    }

    @Test
    void aLineThatDoesNotFitGoesOnInTheNext() {
        assertThat(new String(line("好".repeat(25)), GB18030))
                .isEqualTo("好".repeat(24) + "\n" + "好");
        assertThat(new String(line("a".repeat(49)), GB18030))
                .isEqualTo("a".repeat(48) + "\n" + "a");
        TicketEncoder narrow = new TicketEncoder(384, BOX);
        byte[] bytes =
                narrow.encode(new PrintDocument(List.of(Element.Line.of("好".repeat(17)))), CUT)
                        .bytes();
        assertThat(new String(bytes, GB18030)).contains("好".repeat(16) + "\n好\n");
    }

    @Test
    void aMagnifiedLineWithARareCharacterIsOneTrimmedRaster() {
        Element.Line line = new Element.Line("䶮A", Align.CENTRE, 2, false);
        byte[] bytes = encoder.encode(new PrintDocument(List.of(line)), CUT).bytes();
        // 48 + 24 dots wide are 9 bytes, 48 dots high.
        assertThat(hex(bytes)).startsWith("1B 40 1C 26 1B 61 01 1D 76 30 00 09 00 30 00 FF FF FF");
        assertThat(bytes).hasSize(4 + 3 + 8 + 9 * 48 + CUT.length);
    }

    @Test
    void whatCannotBePrintedIsRefused() {
        assertRefused(new Element.QrCode("", 6));
        assertRefused(new Element.QrCode("x".repeat(1001), 6));
        assertRefused(new Element.QrCode("a\u0010\u0004", 6));
        assertRefused(new Element.Feed(Integer.MAX_VALUE));
    }

    /** One in twenty is a whole ticket, whose large rasters take a hundred times as long. */
    @Test
    void noOutputHoldsARealTimeCommand() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 10_000;
        Random random = new Random(20261121);
        GlyphSource hostile =
                (codePoint, dots) -> {
                    byte[] rows = new byte[(dots + 7) / 8 * dots];
                    byte[] bait = {0x10, 0x04, 0x05, 0x14, 0x01, 0x02};
                    for (int i = 0; i < rows.length; i++) {
                        rows[i] = bait[random.nextInt(bait.length)];
                    }
                    return rows;
                };
        TicketEncoder baited = new TicketEncoder(576, hostile);
        for (int round = 0; round < rounds; round++) {
            PrintDocument document = round % 20 == 0 ? document(random) : plainLine(random);
            byte[] bytes = baited.encode(document, CUT).bytes();
            assertThat(realTimeCommandIn(bytes)).as("its place in round %d", round).isEqualTo(-1);
        }
    }

    private static int realTimeCommandIn(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            int next = bytes[i + 1];
            if (bytes[i] == 0x10 && (next == 0x04 || next == 0x05 || next == 0x14)) {
                return i;
            }
        }
        return -1;
    }

    private static PrintDocument plainLine(Random random) {
        return new PrintDocument(
                List.of(new Element.Line(text(random), Align.LEFT, 1, random.nextBoolean())));
    }

    private static final List<Align> ALIGNS = List.of(Align.LEFT, Align.CENTRE, Align.RIGHT);

    private static PrintDocument document(Random random) {
        List<Element> elements = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            elements.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Element.Feed(random.nextInt(600));
                        case 1 ->
                                new Element.QrCode(
                                        "q".repeat(1 + random.nextInt(1000)),
                                        1 + random.nextInt(16));
                        default ->
                                new Element.Line(
                                        text(random),
                                        ALIGNS.get(random.nextInt(3)),
                                        1 + random.nextInt(8),
                                        random.nextBoolean());
                    });
        }
        return new PrintDocument(elements);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x3400 + random.nextInt(0x1000);
                        case 1 -> random.nextInt(0x100);
                        default -> 0x4E00 + random.nextInt(0x5000);
                    });
        }
        return text.toString();
    }

    private void assertRefused(Element element) {
        assertThatThrownBy(() -> encoder.encode(new PrintDocument(List.of(element)), CUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What a plain line becomes, without what stands before and after it. */
    private byte[] line(String text) {
        byte[] bytes =
                encoder.encode(new PrintDocument(List.of(Element.Line.of(text))), CUT).bytes();
        return Arrays.copyOfRange(bytes, 4, bytes.length - CUT.length - 1);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes);
    }
}
