package org.hallkiosk.hal.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;

/** A connection that this side makes. */
final class TcpWire extends SocketWire {

    /** Longer than the three first retransmissions of a lost SYN (1 s, 3 s: RFC 6298). */
    private static final int CONNECT_MILLIS = 5_000;

    private final LinkAddress address;

    TcpWire(LinkAddress address) {
        this.address = address;
    }

    @Override
    public void open() throws CannotOpenException {
        InetSocketAddress peer = socketAddress(address);
        if (peer.isUnresolved()) {
            throw new CannotOpenException(
                    LinkEnd.Reason.NOT_THERE, "Nobody knows the host of " + address + ".");
        }
        try {
            SocketChannel channel = SocketChannel.open();
            if (hold(channel)) {
                channel.socket().connect(peer, CONNECT_MILLIS);
                prepare(channel);
            }
        } catch (IOException e) {
            throw new CannotOpenException(
                    LinkEnd.Reason.NOT_THERE,
                    "Nobody answers at " + address + ": " + e.getMessage() + ".");
        }
    }
}
