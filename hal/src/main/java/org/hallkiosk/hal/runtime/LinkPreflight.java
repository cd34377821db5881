package org.hallkiosk.hal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hallkiosk.hal.api.HalFault;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.spi.Preflight;

/**
 * Looks at the file system only: opens no device and sends nothing. What stands in the way of a TCP
 * link shows when it is opened, and not before.
 */
public final class LinkPreflight implements Preflight {

    /** The usual speeds of serial devices (termios(3): B1200 to B921600). */
    private static final Set<Integer> USUAL_BAUD =
            Set.of(
                    1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800,
                    921_600);

    private final Path root;
    private final String user;
    private final Predicate<Path> usable;

    /**
     * @param root where the file system begins, {@code /} but in tests
     * @param user who this process runs as, for the sentences alone
     */
    public LinkPreflight(Path root, String user) {
        this(root, user, node -> Files.isReadable(node) && Files.isWritable(node));
    }

    /** For tests, whose user may be root, who may use everything. */
    LinkPreflight(Path root, String user, Predicate<Path> usable) {
        this.root = root;
        this.user = user;
        this.usable = usable;
    }

    @Override
    public List<Finding> inspect(LinkAddress address) {
        List<Finding> findings = new ArrayList<>();
        switch (address.kind()) {
            case SERIAL -> {
                inspectNode(address.target(), findings);
                inspectName(address.target(), findings);
                if (!USUAL_BAUD.contains(address.baud())) {
                    findings.add(
                            new Finding(
                                    HalFault.BAUD_UNUSUAL,
                                    Map.of("baud", Integer.toString(address.baud()))));
                }
            }
            case FILE -> inspectNode(address.target(), findings);
            case UNIX -> inspectSocket(address.target(), findings);
            case PTY -> inspectFolder(address.target(), findings);
            case TCP, TCP_LISTEN, LOOP -> {}
        }
        return findings;
    }

    private void inspectNode(String path, List<Finding> findings) {
        Path node = inRoot(path);
        if (!Files.exists(node)) {
            findings.add(new Finding(HalFault.NODE_MISSING, Map.of("path", path)));
        } else if (Files.isRegularFile(node) || Files.isDirectory(node)) {
            findings.add(new Finding(HalFault.NODE_NOT_A_DEVICE, Map.of("path", path)));
        } else if (!usable.test(node)) {
            findings.add(forbidden(path, group(node)));
        }
    }

    private Finding forbidden(String path, String group) {
        return group.equals("root")
                ? new Finding(HalFault.NODE_OF_ROOT, Map.of("path", path, "user", user))
                : new Finding(
                        HalFault.NODE_FORBIDDEN,
                        Map.of("path", path, "user", user, "group", group));
    }

    private void inspectSocket(String path, List<Finding> findings) {
        if (Files.exists(inRoot(path))) {
            inspectNode(path, findings);
        } else {
            findings.add(new Finding(HalFault.SOCKET_MISSING, Map.of("path", path)));
        }
    }

    /** A node that is numbered in the order of plugging should be named by what is plugged in. */
    private void inspectName(String path, List<Finding> findings) {
        if (path.startsWith("/dev/ttyUSB") || path.startsWith("/dev/ttyACM")) {
            findings.add(
                    new Finding(
                            HalFault.NODE_NAME_CHANGES,
                            Map.of(
                                    "path",
                                    path,
                                    "stable",
                                    stableName(path).orElse("/dev/serial/by-id/…"))));
        }
    }

    private Optional<String> stableName(String path) {
        Path folder = inRoot("/dev/serial/by-id");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> names = Files.list(folder)) {
            Path node = inRoot(path).toRealPath();
            return names.filter(name -> leadsTo(name, node))
                    .map(name -> "/dev/serial/by-id/" + name.getFileName())
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean leadsTo(Path name, Path node) {
        try {
            return name.toRealPath().equals(node);
        } catch (IOException e) {
            return false;
        }
    }

    private void inspectFolder(String path, List<Finding> findings) {
        Path link = inRoot(path);
        Path folder = link.getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            findings.add(new Finding(HalFault.FOLDER_UNUSABLE, Map.of("path", parentOf(path))));
        } else if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            findings.add(new Finding(HalFault.PATH_TAKEN, Map.of("path", path)));
        }
    }

    private static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    private static String group(Path node) {
        try {
            return Files.readAttributes(node, PosixFileAttributes.class).group().getName();
        } catch (IOException e) {
            return "?";
        }
    }

    private Path inRoot(String path) {
        return root.resolve(path.substring(1));
    }
}
