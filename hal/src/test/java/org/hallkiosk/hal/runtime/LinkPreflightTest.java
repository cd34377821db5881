package org.hallkiosk.hal.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.HalFault;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.spi.Preflight.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkPreflightTest {

    private @TempDir @Nullable Path root;

    @Test
    void whatIsMissingIsNamed() {
        assertThat(inspect("file:/dev/usb/lp0"))
                .containsExactly(
                        new Finding(HalFault.NODE_MISSING, Map.of("path", "/dev/usb/lp0")));
    }

    @Test
    void aFileIsNoDevice() throws IOException {
        Files.createDirectories(root().resolve("dev"));
        Files.writeString(root().resolve("dev/lp"), "");
        assertThat(inspect("file:/dev/lp"))
                .containsExactly(
                        new Finding(HalFault.NODE_NOT_A_DEVICE, Map.of("path", "/dev/lp")));
    }

    @Test
    void aNumberedNameIsReplacedByTheOneThatStays() throws IOException {
        Path byId = Files.createDirectories(root().resolve("dev/serial/by-id"));
        // The real /dev/null stands for a device node that may be read and written.
        Files.createSymbolicLink(root().resolve("dev/ttyUSB3"), Path.of("/dev/null"));
        Files.createSymbolicLink(byId.resolve("usb-FTDI_A1"), Path.of("../../ttyUSB3"));
        Files.createSymbolicLink(byId.resolve("usb-gone"), Path.of("../../ttyUSB4"));

        assertThat(inspect("serial:/dev/ttyUSB3?baud=12345"))
                .containsExactly(
                        new Finding(
                                HalFault.NODE_NAME_CHANGES,
                                Map.of(
                                        "path",
                                        "/dev/ttyUSB3",
                                        "stable",
                                        "/dev/serial/by-id/usb-FTDI_A1")),
                        new Finding(HalFault.BAUD_UNUSUAL, Map.of("baud", "12345")));
        assertThat(inspect("serial:/dev/serial/by-id/usb-FTDI_A1")).isEmpty();
        assertThat(inspect("serial:/dev/serial/by-id/usb-gone"))
                .extracting(Finding::code)
                .containsExactly(HalFault.NODE_MISSING);
    }

    @Test
    void whatIsForbiddenIsNamedWithTheGroupThatMay() throws IOException {
        Files.createDirectories(root().resolve("dev"));
        Files.createSymbolicLink(root().resolve("dev/other"), Path.of("/dev/null"));
        LinkPreflight nothingMayBeUsed = new LinkPreflight(root(), "kiosk", node -> false);
        assertThat(nothingMayBeUsed.inspect(LinkAddress.parse("serial:/dev/other")))
                .containsExactly(
                        new Finding(
                                HalFault.NODE_OF_ROOT,
                                Map.of("path", "/dev/other", "user", "kiosk")));
        Path port = root().resolve("dev/port");
        try (ServerSocketChannel node = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            node.bind(UnixDomainSocketAddress.of(port));
            String group = giveToAnotherGroup(port);
            assertThat(nothingMayBeUsed.inspect(LinkAddress.parse("serial:/dev/port")))
                    .containsExactly(
                            new Finding(
                                    HalFault.NODE_FORBIDDEN,
                                    Map.of("path", "/dev/port", "user", "kiosk", "group", group)));
        }
    }

    /** Only root needs to: what another makes is not root's. */
    private static String giveToAnotherGroup(Path node) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(node, PosixFileAttributeView.class);
        if (view.readAttributes().group().getName().equals("root")) {
            view.setGroup(
                    node.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName("dialout"));
        }
        return view.readAttributes().group().getName();
    }

    @Test
    void aPseudoTerminalNeedsAFolderAndAFreeName() throws IOException {
        assertThat(inspect("pty:/run/kiosk/led"))
                .containsExactly(
                        new Finding(HalFault.FOLDER_UNUSABLE, Map.of("path", "/run/kiosk")));
        Files.createDirectories(root().resolve("run/kiosk"));
        assertThat(inspect("pty:/run/kiosk/led")).isEmpty();
        Files.createSymbolicLink(root().resolve("run/kiosk/led"), Path.of("/dev/pts/99"));
        assertThat(inspect("pty:/run/kiosk/led")).isEmpty();
        Files.delete(root().resolve("run/kiosk/led"));
        Files.writeString(root().resolve("run/kiosk/led"), "");
        assertThat(inspect("pty:/run/kiosk/led"))
                .containsExactly(
                        new Finding(HalFault.PATH_TAKEN, Map.of("path", "/run/kiosk/led")));
    }

    @Test
    void networkAndLoopsAreNotLookedAt() {
        assertThat(inspect("tcp:10.0.0.7:9100")).isEmpty();
        assertThat(inspect("tcp-listen:0.0.0.0:0")).isEmpty();
        assertThat(inspect("loop:led")).isEmpty();
    }

    private List<Finding> inspect(String address) {
        return new LinkPreflight(root(), "kiosk").inspect(LinkAddress.parse(address));
    }

    private Path root() {
        return requireNonNull(root);
    }
}
