package org.hallkiosk.hal.link;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A connection to a program on this computer that listens at a path. */
final class UnixWire extends SocketWire {

    private final LinkAddress address;

    UnixWire(LinkAddress address) {
        this.address = address;
    }

    @Override
    public void open() throws CannotOpenException {
        Path path = Path.of(address.target());
        if (Files.exists(path) && !Files.isWritable(path)) {
            throw new CannotOpenException(
                    LinkEnd.Reason.FORBIDDEN, "This process may not use " + path + ".");
        }
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            if (hold(channel)) {
                channel.connect(UnixDomainSocketAddress.of(path));
            }
        } catch (IOException e) {
            throw new CannotOpenException(
                    LinkEnd.Reason.NOBODY_LISTENS,
                    "Nobody listens at " + address + ": " + e.getMessage() + ".");
        }
    }
}
