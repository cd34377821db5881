package org.hallkiosk.hal.emulator;

import java.time.Duration;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The device's side of a link, as an emulator holds it: when the host hangs up, it waits for the
 * next one. Every method is called on the emulator's strand, and the ear is called there.
 */
public final class DeviceSide {

    private static final Duration BEFORE_OPENING_AGAIN = Duration.ofMillis(100);

    /** What the emulator hears. */
    public interface Ear {
        /** Bytes from the host, split anywhere. */
        void received(byte[] bytes);

        /** The host is gone, or never came; not told after {@link DeviceSide#close}. */
        default void ended() {}
    }

    private final Links links;
    private final LinkAddress address;
    private final Strand strand;
    private final Ear ear;
    private boolean wanted;
    private @Nullable Connection current;

    public DeviceSide(Links links, LinkAddress address, Strand strand, Ear ear) {
        this.links = links;
        this.address = address;
        this.strand = strand;
        this.ear = ear;
    }

    /** Goes onto the link, now and after each end. Without effect when it is there already. */
    public void open() {
        if (!wanted) {
            wanted = true;
            listen();
        }
    }

    /** Leaves the link; nothing is heard any more. It may be opened again. */
    public void close() {
        wanted = false;
        Connection left = current;
        current = null;
        if (left != null && left.link != null) {
            left.link.close();
        }
    }

    /** Sends bytes; they are lost when no host is there. */
    public void write(byte[] bytes) {
        if (current != null && current.link != null) {
            current.link.write(bytes);
        }
    }

    private void listen() {
        if (wanted && current == null) {
            Connection connection = new Connection();
            current = connection;
            connection.link = links.open(address, Links.Side.DEVICE, strand, connection);
        }
    }

    /** One link; what an earlier one still tells is not passed on. */
    private final class Connection implements Link.Listener {
        private @Nullable Link link;

        @Override
        public void opened() {}

        @Override
        public void received(byte[] bytes) {
            if (current == this) {
                ear.received(bytes);
            }
        }

        @Override
        public void closed(LinkEnd end) {
            if (current == this) {
                current = null;
                strand.after(BEFORE_OPENING_AGAIN, DeviceSide.this::listen);
                ear.ended();
            }
        }
    }
}
