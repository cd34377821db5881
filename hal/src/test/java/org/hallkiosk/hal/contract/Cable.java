package org.hallkiosk.hal.contract;

import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.link.ForwardingListener;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The cable between an emulator and the host: the emulator opens its link here, and the test pulls
 * the plug and puts it back without the emulator's doing. Plugged in at first.
 */
public final class Cable implements Links {

    private final Links links;
    private final List<Plug> plugs = new ArrayList<>();
    private boolean plugged = true;

    public Cable(Links links) {
        this.links = links;
    }

    @Override
    public Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener) {
        Plug plug = new Plug(address, side, strand, listener);
        plugs.add(plug);
        if (plugged) {
            plug.in();
        }
        return plug;
    }

    /** Pulls the plug: both sides lose the connection, and none comes about until {@link #plug}. */
    public void unplug() {
        plugged = false;
        List.copyOf(plugs).forEach(Plug::out);
    }

    /** Puts the plug back; an emulator that waited is connected as soon as the host comes. */
    public void plug() {
        plugged = true;
        List.copyOf(plugs).forEach(Plug::in);
    }

    /** Bytes that no device sent. */
    public void noise(byte[] bytes) {
        for (Plug plug : List.copyOf(plugs)) {
            if (plug.link != null) {
                plug.link.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(plugs).forEach(Plug::close);
    }

    private final class Plug extends ForwardingListener implements Link {
        private final LinkAddress address;
        private final Side side;
        private final Strand strand;
        private @Nullable Link link;

        Plug(LinkAddress address, Side side, Strand strand, Link.Listener listener) {
            super(listener);
            this.address = address;
            this.side = side;
            this.strand = strand;
        }

        void in() {
            if (link == null) {
                link = links.open(address, side, strand, this);
            }
        }

        void out() {
            if (link != null) {
                link.close();
            }
        }

        @Override
        public void write(byte[] bytes) {
            if (link != null) {
                link.write(bytes);
            }
        }

        @Override
        public int unsent() {
            return link == null ? 0 : link.unsent();
        }

        @Override
        public void close() {
            if (link != null) {
                link.close();
            } else if (plugs.remove(this)) {
                strand.execute(
                        () ->
                                super.closed(
                                        new LinkEnd(
                                                LinkEnd.Reason.CLOSED_HERE,
                                                address,
                                                "Never plugged.")));
            }
        }

        @Override
        public void closed(LinkEnd end) {
            plugs.remove(this);
            super.closed(
                    plugged
                            ? end
                            : new LinkEnd(LinkEnd.Reason.CLOSED_THERE, address, "Unplugged."));
        }
    }
}
