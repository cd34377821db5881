package org.hallkiosk.hal.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes over TCP. Small pieces leave at once (TCP_NODELAY), and a dead peer is noticed. */
abstract class SocketWire implements Wire {

    private final ByteBuffer in = ByteBuffer.allocate(8192);
    private @Nullable SocketChannel channel;
    private boolean woken;

    /** The host of {@code host:port}, without the brackets of an IPv6 address. */
    static InetSocketAddress socketAddress(LinkAddress address) {
        String target = address.target();
        int colon = target.lastIndexOf(':');
        String host = target.substring(0, colon);
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        return new InetSocketAddress(host, Integer.parseInt(target.substring(colon + 1)));
    }

    /** Takes a channel over, or closes it when the wire has been woken meanwhile. */
    final synchronized boolean hold(SocketChannel opened) throws IOException {
        if (woken) {
            opened.close();
            return false;
        }
        channel = opened;
        return true;
    }

    final void prepare(SocketChannel opened) throws IOException {
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    final synchronized boolean isWoken() {
        return woken;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        SocketChannel from = held();
        if (from == null) {
            return null;
        }
        try {
            in.clear();
            int count = from.read(in);
            return count <= 0 ? null : Arrays.copyOf(in.array(), count);
        } catch (ClosedChannelException | SocketException e) {
            return null;
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        SocketChannel to = held();
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (to != null && out.hasRemaining()) {
            try {
                to.write(out);
            } catch (ClosedChannelException e) {
                return;
            }
        }
    }

    private synchronized @Nullable SocketChannel held() {
        return channel;
    }

    /** Lets {@link #open} return soon, where closing the channel does not. */
    void wakeOpening() {}

    /** Releases what is held besides the channel. */
    void letGo() {}

    @Override
    public final void wake() {
        synchronized (this) {
            woken = true;
        }
        closeChannel();
        wakeOpening();
    }

    @Override
    public final void release() {
        closeChannel();
        letGo();
    }

    private synchronized void closeChannel() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(SocketWire.class.getName())
                        .log(System.Logger.Level.DEBUG, "A socket was closed with an error", e);
            }
        }
    }
}
