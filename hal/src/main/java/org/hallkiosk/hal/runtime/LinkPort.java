package org.hallkiosk.hal.runtime;

import java.time.Duration;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one link open for whoever is attached. Each connection that ends, the first that never came
 * about included, takes the same path: the handler is told, a pause, the next attempt. The pauses
 * grow; a connection that held for ten seconds lets them begin anew.
 */
public final class LinkPort implements Port {

    /** A connection that held this long was a good one. */
    private static final Duration GOOD = Duration.ofSeconds(10);

    private final Links links;
    private final LinkAddress address;
    private final Strand strand;
    private final Backoff backoff;
    private final WireTrace trace;

    private @Nullable Attachment current;
    // An earlier link that has been told to close and still holds what the next one needs.
    private @Nullable Link leaving;

    /**
     * @param strand where the port and its handler live
     * @param backoff the pauses between the attempts, of this port alone
     * @param trace what goes over the link is noted there
     */
    public LinkPort(
            Links links, LinkAddress address, Strand strand, Backoff backoff, WireTrace trace) {
        this.links = links;
        this.address = address;
        this.strand = strand;
        this.backoff = backoff;
        this.trace = trace;
    }

    @Override
    public void attach(Handler handler) {
        detach();
        backoff.reset();
        Attachment attachment = new Attachment(handler);
        current = attachment;
        attachment.attemptAfter(Duration.ZERO);
    }

    @Override
    public void detach() {
        Attachment attachment = current;
        current = null;
        if (attachment != null) {
            attachment.end();
        }
    }

    @Override
    public void send(byte[] bytes) {
        if (current != null && current.connected && current.link != null) {
            trace.bytes(strand.now(), WireTrace.Direction.OUT, bytes);
            current.link.write(bytes);
        }
    }

    @Override
    public int unsent() {
        return current != null && current.link != null ? current.link.unsent() : 0;
    }

    @Override
    public void drop(LinkEnd.Reason why, String detail) {
        if (current != null && current.link != null && current.dropped == null) {
            current.dropped = new LinkEnd(why, address, detail);
            current.connected = false;
            current.link.close();
        }
    }

    /** One handler's time with the port. */
    private final class Attachment {
        final Handler handler;
        @Nullable Link link;

        /** Bytes flow: opened and not dropped by the driver. */
        boolean connected;

        @Nullable LinkEnd dropped;
        private boolean opened;
        private long openedAt;
        private Strand.@Nullable Timer timer;
        private boolean due;

        Attachment(Handler handler) {
            this.handler = handler;
        }

        void attemptAfter(Duration pause) {
            timer = strand.after(pause, this::attempt);
        }

        void end() {
            if (timer != null) {
                timer.cancel();
            }
            if (link != null) {
                leaving = link;
                link.close();
                link = null;
            }
        }

        void attempt() {
            timer = null;
            due = leaving != null;
            if (due) {
                return;
            }
            handler.connecting();
            if (current == this) {
                dropped = null;
                Connection connection = new Connection(this);
                link = links.open(address, Links.Side.HOST, strand, connection);
                connection.link = link;
            }
        }

        void opened() {
            opened = true;
            connected = true;
            openedAt = strand.nanoTime();
            trace.note(strand.now(), "Opened " + address);
            handler.connected();
        }

        void lost(LinkEnd end) {
            if (opened && strand.nanoTime() - openedAt >= GOOD.toNanos()) {
                backoff.reset();
            }
            opened = false;
            connected = false;
            link = null;
            LinkEnd told = dropped == null ? end : dropped;
            trace.note(strand.now(), told.reason() + ": " + told.detail());
            attemptAfter(backoff.next());
            handler.disconnected(told);
        }
    }

    /**
     * One link's callbacks; those of a link that is no longer the attachment's are not passed on.
     */
    private final class Connection implements Link.Listener {
        private final Attachment attachment;
        private @Nullable Link link;

        Connection(Attachment attachment) {
            this.attachment = attachment;
        }

        private boolean counts() {
            return current == attachment && attachment.link == link;
        }

        @Override
        public void opened() {
            if (counts()) {
                attachment.opened();
            }
        }

        @Override
        public void received(byte[] bytes) {
            if (counts()) {
                trace.bytes(strand.now(), WireTrace.Direction.IN, bytes);
                attachment.handler.received(bytes);
            }
        }

        @Override
        public void drained() {
            if (counts()) {
                attachment.handler.drained();
            }
        }

        @Override
        public void closed(LinkEnd end) {
            if (counts()) {
                attachment.lost(end);
            } else if (leaving == link) {
                leaving = null;
                if (current != null && current.due) {
                    current.attempt();
                }
            }
        }
    }
}
