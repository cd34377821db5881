package org.hallkiosk.core.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.api.TicketPrinter;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.TraceText;
import org.hallkiosk.hal.runtime.WireTrace;

/**
 * Where a running device gives away what went over its wires of late: a socket in its data folder,
 * which its owner alone may use. A caller writes a unit's name and a line feed, and reads {@code
 * ok} and the lines of {@link TraceText}, or {@code no} and the sentence that says why. What there
 * is to give is bounded by {@link WireTrace}.
 */
final class TraceSocket implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TraceSocket.class.getName());
    private static final String FILE = "trace.sock";
    private static final int LONGEST_NAME = 256;

    /** What is heard of other devices may be a citizen's document. */
    private static final Set<Class<? extends Device>> SHOWN =
            Set.of(TicketPrinter.class, WindowDisplay.class);

    private final Path file;
    private final ServerSocketChannel server;
    private final Devices devices;
    private final ZoneId zone;

    private TraceSocket(Path file, ServerSocketChannel server, Devices devices, ZoneId zone) {
        this.file = file;
        this.server = server;
        this.devices = devices;
        this.zone = zone;
    }

    /**
     * Opens it.
     *
     * @return empty when the system refuses, which is logged: the device serves without it
     */
    static Optional<TraceSocket> open(Path data, Devices devices, ZoneId zone) {
        Path file = data.resolve(FILE);
        try {
            Files.deleteIfExists(file);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(file));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            TraceSocket opened = new TraceSocket(file, server, devices, zone);
            Thread.ofPlatform().name("trace-socket").daemon(true).start(opened::serve);
            return Optional.of(opened);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The wires of this device cannot be recorded: {0} cannot be made: {1}",
                    file,
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel caller = server.accept();
                Thread.ofVirtual().start(() -> answer(caller));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A caller was lost", e);
            }
        }
    }

    private void answer(SocketChannel caller) {
        try (caller;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(Channels.newInputStream(caller), UTF_8),
                                LONGEST_NAME);
                PrintWriter out = new PrintWriter(Channels.newOutputStream(caller), false, UTF_8)) {
            String unit = in.readLine();
            answer(unit == null ? "" : unit).forEach(out::println);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A caller was lost", e);
        }
    }

    private List<String> answer(String name) {
        Optional<Devices.Unit> unit = devices.find(name);
        if (unit.isEmpty()) {
            String known =
                    devices.all().stream()
                            .map(u -> u.spec().id())
                            .collect(Collectors.joining(", "));
            return List.of("no", "There is no " + name + " here. There are: " + known + ".");
        }
        WireTrace trace = devices.trace(unit.get().spec().link()).orElseThrow();
        List<String> lines = new ArrayList<>(List.of("ok"));
        // Units of one link share its recording: one of them is enough to hide it.
        boolean hidden =
                devices.all().stream()
                        .filter(u -> u.spec().link().equals(unit.get().spec().link()))
                        .anyMatch(u -> !SHOWN.contains(u.driver().role()));
        lines.addAll(TraceText.lines(trace.recent(), zone, hidden));
        return lines;
    }

    /**
     * What a running device says of a unit.
     *
     * @param data its data folder
     * @throws CommandFailure when nobody answers there, or there is no such unit
     */
    static List<String> ask(Path data, String unit) {
        Path file = data.resolve(FILE);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
                PrintWriter out = new PrintWriter(Channels.newOutputStream(channel), false, UTF_8);
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(Channels.newInputStream(channel), UTF_8))) {
            out.print(unit + "\n");
            out.flush();
            List<String> lines = in.lines().toList();
            if (lines.isEmpty() || !lines.getFirst().equals("ok")) {
                throw new CommandFailure(
                        String.join("\n", lines.subList(Math.min(1, lines.size()), lines.size())));
            }
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new CommandFailure(
                    "No running device answers at "
                            + file
                            + ": "
                            + e.getMessage()
                            + ". Start it, name its device.yaml with --config, and use the same"
                            + " user.");
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The socket stays until the next start", e);
        }
    }
}
