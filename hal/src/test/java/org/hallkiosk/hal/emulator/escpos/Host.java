package org.hallkiosk.hal.emulator.escpos;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links.Side;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.time.SimulatedTime;

/** A computer with a printer on a loop, that speaks to it in bare bytes. */
final class Host implements Link.Listener {

    private static final LinkAddress WIRE = LinkAddress.parse("loop:printer");

    private final SimulatedTime time;
    private final EscPosPrinterEmulator printer;
    private final Link link;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    Host(SimulatedTime time, PrinterSettings settings, PaperSink sink) {
        this.time = time;
        LocalLinks links = new LocalLinks(time.strand());
        printer = new EscPosPrinterEmulator(links, WIRE, time.strand(), settings, sink);
        printer.start();
        time.runUntilIdle();
        link = links.open(WIRE, Side.HOST, time.strand(), this);
        time.runUntilIdle();
    }

    EscPosPrinterEmulator printer() {
        return printer;
    }

    boolean ended() {
        return ended;
    }

    void send(byte[] bytes) {
        link.write(bytes);
        time.runUntilIdle();
    }

    void send(String hex) {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** What the printer has said since the last time this was asked, in hex. */
    String heard() {
        time.advance(Duration.ZERO);
        String hex = HexFormat.ofDelimiter(" ").withUpperCase().formatHex(received.toByteArray());
        received.reset();
        return hex;
    }

    @Override
    public void opened() {}

    @Override
    public void received(byte[] bytes) {
        received.writeBytes(bytes);
    }

    @Override
    public void closed(LinkEnd end) {
        ended = true;
    }
}
