package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hallkiosk.hal.link.ForwardingListener;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.Strand;

/**
 * The links of one emulated peripheral, which tell when the first of them is in place: when the
 * other side can open it. For a port that is when it is bound; the link itself opens when a peer
 * comes.
 */
final class LinkInPlace implements Links {

    private final SystemLinks links;
    private final CompletableFuture<Optional<LinkEnd>> first = new CompletableFuture<>();

    /**
     * @param links closed with this
     */
    LinkInPlace(SystemLinks links) {
        this.links = links;
    }

    /**
     * Blocks until the first link is in place.
     *
     * @throws IOException when it ended before it was; why stands in the message
     */
    void await() throws IOException, InterruptedException {
        Optional<LinkEnd> end;
        try {
            end = first.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
        if (end.isPresent()) {
            throw new IOException(end.get().detail());
        }
    }

    @Override
    public Link open(LinkAddress address, Side side, Strand strand, Link.Listener listener) {
        Link link = links.open(address, side, strand, new Watch(listener));
        if (links.boundPort(address).isPresent()) {
            first.complete(Optional.empty());
        }
        return link;
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
        public void opened() {
            first.complete(Optional.empty());
            super.opened();
        }

        @Override
        public void closed(LinkEnd end) {
            first.complete(Optional.of(end));
            super.closed(end);
        }
    }
}
