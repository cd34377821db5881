package org.hallkiosk.hal.link;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket, bound for as long as its {@link SystemLinks} live, so that a peer may come
 * again at any time. One link at a time takes peers from it; others wait in the backlog.
 */
final class TcpListener {

    private final LinkAddress address;
    private final ServerSocketChannel server;
    private final AtomicBoolean held = new AtomicBoolean();

    TcpListener(LinkAddress address) throws IOException {
        this.address = address;
        InetSocketAddress here = SocketWire.socketAddress(address);
        server = ServerSocketChannel.open();
        try {
            if (here.isUnresolved()) {
                throw new BindException("unknown host");
            }
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(here);
            server.configureBlocking(false);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    Wire wire() {
        return new ListenWire();
    }

    void close() throws IOException {
        server.close();
    }

    private final class ListenWire extends SocketWire {
        private volatile @Nullable Selector waiting;
        private boolean holds;

        @Override
        public void open() throws CannotOpenException {
            holds = held.compareAndSet(false, true);
            if (!holds) {
                throw new CannotOpenException(
                        LinkEnd.Reason.HELD, "Another link already waits at " + address + ".");
            }
            try (Selector selector = Selector.open()) {
                waiting = selector;
                server.register(selector, SelectionKey.OP_ACCEPT);
                while (!isWoken()) {
                    selector.select();
                    SocketChannel peer = server.accept();
                    if (peer != null) {
                        peer.configureBlocking(true);
                        prepare(peer);
                        hold(peer);
                        return;
                    }
                    selector.selectedKeys().clear();
                }
            } catch (IOException e) {
                throw new CannotOpenException(
                        LinkEnd.Reason.FAILED,
                        "Waiting for a peer at " + address + " failed: " + e.getMessage() + ".");
            } finally {
                waiting = null;
            }
        }

        @Override
        void wakeOpening() {
            Selector selector = waiting;
            if (selector != null) {
                selector.wakeup();
            }
        }

        @Override
        void letGo() {
            if (holds) {
                held.set(false);
            }
        }
    }
}
