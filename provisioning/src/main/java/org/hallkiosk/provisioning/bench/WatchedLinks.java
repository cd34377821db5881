package org.hallkiosk.provisioning.bench;

import java.util.function.Consumer;
import org.hallkiosk.hal.link.ForwardingListener;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;

/** Links that show what arrives on them, before and after the one who opened them has read it. */
final class WatchedLinks implements Links {

    private final Links links;
    private final Consumer<byte[]> before;
    private final Consumer<byte[]> after;

    /**
     * @param before told on the opener's strand, before the bytes are read there
     * @param after told after that
     */
    WatchedLinks(Links links, Consumer<byte[]> before, Consumer<byte[]> after) {
        this.links = links;
        this.before = before;
        this.after = after;
    }

    @Override
    public Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener) {
        return links.open(address, side, strand, new Watch(listener));
    }

    @Override
    public void close() {
        links.close();
    }

    private final class Watch extends ForwardingListener {

        Watch(Link.Listener listener) {
            super(listener);
        }

        @Override
        public void received(byte[] bytes) {
            before.accept(bytes);
            super.received(bytes);
            after.accept(bytes);
        }
    }
}
