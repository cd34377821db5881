package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.hallkiosk.core.boot.UntilStopped;
import org.hallkiosk.hal.emulator.newland.NewlandScannerEmulator;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An emulated peripheral is there when it is said to be, and says why when it cannot be. */
class LinkInPlaceTest {

    @TempDir Path directory = Path.of("replaced-by-junit");

    private final ThreadStrand strand = new ThreadStrand("peripheral", UntilStopped.clock());
    private final LinkInPlace links = new LinkInPlace(new SystemLinks(new LocalLinks(strand)));

    private void start(String link) {
        NewlandScannerEmulator scanner =
                new NewlandScannerEmulator(links, LinkAddress.parse(link), strand, "\r");
        strand.execute(scanner::start);
    }

    @AfterEach
    void close() {
        links.close();
        strand.close();
    }

    private static ServerSocket anyPort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void aPortCanBeReached() throws Exception {
        int port;
        try (ServerSocket free = anyPort()) {
            port = free.getLocalPort();
        }
        start("tcp-listen:127.0.0.1:" + port);
        links.await();
        try (Socket peer = new Socket()) {
            peer.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            assertThat(peer.isConnected()).isTrue();
        }
    }

    @Test
    void aPseudoTerminalStandsAtItsPath() throws Exception {
        Path path = directory.resolve("scanner");
        start("pty:" + path);
        links.await();
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aPortThatSomebodyHoldsIsNamed() throws Exception {
        try (ServerSocket taken = anyPort()) {
            start("tcp-listen:127.0.0.1:" + taken.getLocalPort());
            assertThatThrownBy(links::await)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("cannot be bound");
        }
    }

    @Test
    void aPathThatSomethingElseHoldsIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("notes"));
        start("pty:" + file);
        assertThatThrownBy(links::await)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }
}
