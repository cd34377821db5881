package org.hallkiosk.provisioning.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.hallkiosk.hal.api.PrintDocument;
import org.hallkiosk.hal.api.PrintDocument.Element;
import org.hallkiosk.hal.protocol.escpos.EscPosCommands;
import org.hallkiosk.hal.protocol.escpos.TicketEncoder;

/**
 * Bytes of a ticket of ten Chinese lines and a QR code ÷ its smallest text form (PERFORMANCE.md
 * §2.4): the GB18030 text, one byte to end each line, the shortest commands for the code and the
 * cut. Counted, not timed.
 */
final class TicketBench implements Benchmark {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final int DOTS_80_MM = 576;
    private static final int LINES = 10;
    private static final String QR = "https://q.example/t/A012";

    /** ESC @, FS &: initialise, Chinese mode (printer-escpos.md §2). */
    private static final String BEGIN = "1B401C26";

    /** ESC a 1, GS ( k 67, GS ( k 80 for 24 bytes: centre, size of a module, store. */
    private static final String STORE_QR = "1B61011D286B03003143061D286B1B00315030";

    /** GS ( k 81, GS V 66 0: print the code, feed and cut. */
    private static final String PRINT_QR_AND_CUT = "1D286B03003151301D564200";

    @Override
    public List<Figure> run() {
        List<Element> elements = new ArrayList<>();
        ByteArrayOutputStream smallest = new ByteArrayOutputStream();
        smallest.writeBytes(HexFormat.of().parseHex(BEGIN));
        for (int i = 0; i < LINES; i++) {
            String text = "您前面还有" + i + "人，请耐心等候叫号";
            elements.add(Element.Line.of(text));
            smallest.writeBytes(text.getBytes(GB18030));
            smallest.write('\n');
        }
        elements.add(new Element.QrCode(QR, 6));
        smallest.writeBytes(HexFormat.of().parseHex(STORE_QR));
        smallest.writeBytes(QR.getBytes(GB18030));
        smallest.writeBytes(HexFormat.of().parseHex(PRINT_QR_AND_CUT));

        TicketEncoder encoder =
                new TicketEncoder(
                        DOTS_80_MM,
                        (codePoint, dots) -> {
                            throw new IllegalStateException("Nothing here needs a picture");
                        });
        double ours =
                encoder.encode(new PrintDocument(elements), EscPosCommands.feedAndCut(false))
                                .bytes()
                                .length
                        + EscPosCommands.processId("K001").length;
        return List.of(
                Figure.ratio(
                        "bytes of a ticket with its proof ÷ its smallest text form",
                        new Goal.AtMost(1.1),
                        List.of(ours / smallest.size())));
    }
}
