package org.hallkiosk.hal.link;

import java.io.IOException;
import java.net.ConnectException;
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
                    LinkEnd.Reason.HOST_UNKNOWN, "Nobody knows the host of " + address + ".");
        }
        try {
            SocketChannel channel = SocketChannel.open();
            if (hold(channel)) {
                channel.socket().connect(peer, CONNECT_MILLIS);
                prepare(channel);
            }
        } catch (ConnectException e) {
            throw new CannotOpenException(
                    LinkEnd.Reason.NOBODY_LISTENS,
                    "Nobody listens at " + address + ": " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new CannotOpenException(
                    LinkEnd.Reason.UNREACHABLE,
                    "No way leads to " + address + ": " + e.getMessage() + ".");
        }
    }
}
