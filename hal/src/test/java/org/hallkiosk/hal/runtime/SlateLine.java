package org.hallkiosk.hal.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.BusDialect;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/** The device's side of a line with slates: what each shows, what came when, and who is dead. */
final class SlateLine implements Link.Listener {

    /** A frame from the host, when its last byte had come. */
    record Heard(long atMillis, int unit, String text) {}

    final Map<Integer, String> shown = new TreeMap<>();
    final List<Heard> heard = new ArrayList<>();
    final Set<Integer> dead = new HashSet<>();
    Duration replyAfter = Duration.ofMillis(3);

    private final Links links;
    private final LinkAddress address;
    private final Strand strand;
    private BusDialect.Splitter splitter = new SlateFrame.Dialect().splitter();
    private @Nullable Link link;
    private boolean on = true;

    SlateLine(Links links, LinkAddress address, Strand strand) {
        this.links = links;
        this.address = address;
        this.strand = strand;
        link = links.open(address, Links.Side.DEVICE, strand, this);
    }

    void press(int unit, String key) {
        say(unit, key);
    }

    void close() {
        on = false;
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void opened() {
        splitter = new SlateFrame.Dialect().splitter();
    }

    @Override
    public void received(byte[] bytes) {
        for (BusDialect.Inbound inbound : splitter.accept(bytes)) {
            SlateFrame frame = SlateFrame.of(inbound.frame());
            String text = new String(frame.payload(), StandardCharsets.US_ASCII);
            heard.add(new Heard(strand.nanoTime() / 1_000_000, frame.unit(), text));
            if (!dead.contains(frame.unit())) {
                if (!text.isEmpty()) {
                    shown.put(frame.unit(), text);
                }
                if (!text.startsWith("ack")) {
                    strand.after(replyAfter, () -> say(frame.unit(), "K"));
                }
            }
        }
    }

    private void say(int unit, String what) {
        if (link != null) {
            link.write(new SlateFrame(unit, what.getBytes(StandardCharsets.US_ASCII)).bytes());
        }
    }

    @Override
    public void closed(LinkEnd end) {
        link = on ? links.open(address, Links.Side.DEVICE, strand, this) : null;
    }
}
