package org.hallkiosk.hal.link;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.hallkiosk.hal.link.LinkEnd.Reason;
import org.hallkiosk.hal.link.Posix.PosixException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes through a descriptor that does not block: a device node, or a pseudo-terminal. Both threads
 * wait in poll(2), and an event wakes both.
 */
final class DescriptorWire implements Wire {

    private static final System.Logger LOG = System.getLogger(DescriptorWire.class.getName());

    /** How to come by the descriptor. */
    private interface Opener {
        int open() throws CannotOpenException, IOException;
    }

    /** Some drivers say that they are ready and then are not (usblp without paper). */
    private static final int PAUSE_MILLIS = 20;

    private static final int NONE = -1;

    private final LinkAddress address;
    private final Opener opener;
    private int fd = NONE;
    private int event = NONE;
    private int slave = NONE;
    private @Nullable Path symlink;
    private boolean woken;

    private DescriptorWire(LinkAddress address, boolean makesTerminal) {
        this.address = address;
        this.opener = makesTerminal ? this::openTerminal : this::openNode;
    }

    /** Opens the node at the address's path, for this process alone. */
    static DescriptorWire node(LinkAddress address) {
        return new DescriptorWire(address, false);
    }

    /** Makes a pseudo-terminal and links its slave at the address's path. */
    static DescriptorWire terminal(LinkAddress address) {
        return new DescriptorWire(address, true);
    }

    @Override
    public synchronized void open() throws CannotOpenException {
        if (woken) {
            return;
        }
        try {
            event = Posix.eventfd();
            fd = opener.open();
        } catch (PosixException e) {
            throw new CannotOpenException(address, e);
        } catch (IOException e) {
            throw new CannotOpenException(
                    e instanceof NoSuchFileException ? Reason.NOT_THERE : Reason.FORBIDDEN,
                    "No link can be made at " + address.target() + ": " + e.getMessage() + ".");
        }
    }

    private int openNode() throws PosixException {
        fd = Posix.open(address.target());
        Posix.lock(fd);
        return fd;
    }

    private int openTerminal() throws CannotOpenException, IOException {
        fd = Posix.openMaster();
        Path name = Path.of(Posix.slaveName(fd));
        // While a slave is open the master never reports a hang-up.
        slave = Posix.open(name.toString());
        Posix.makeRaw(slave);
        Path path = Path.of(address.target());
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isSymbolicLink(path)
                    || !Files.readSymbolicLink(path).startsWith("/dev/pts")) {
                throw new CannotOpenException(
                        Reason.UNSUITABLE,
                        path + " exists and is not a link to a pseudo-terminal.");
            }
            Files.delete(path);
        }
        Files.createSymbolicLink(path, name);
        symlink = path;
        return fd;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(4096);
            int ready = event == NONE ? -1 : Posix.poll(fd, Posix.POLLIN, event, -1);
            while (ready >= 0) {
                boolean hungUp = (ready & Posix.POLLHUP) != 0;
                int count = ready == 0 ? 0 : tryRead(buffer, hungUp);
                if (count > 0) {
                    return buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
                }
                if (hungUp) {
                    return null;
                }
                if (Posix.poll(fd, (short) 0, event, PAUSE_MILLIS) < 0) {
                    return null;
                }
                ready = Posix.poll(fd, Posix.POLLIN, event, -1);
            }
            return null;
        }
    }

    private int tryRead(MemorySegment buffer, boolean hungUp) throws PosixException {
        try {
            return Posix.read(fd, buffer);
        } catch (PosixException e) {
            if (hungUp || e.errno() == Posix.EAGAIN || e.errno() == Posix.EINTR) {
                return 0;
            }
            throw e;
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment rest = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            while (rest.byteSize() > 0 && Posix.poll(fd, Posix.POLLOUT, event, -1) >= 0) {
                int count = tryWrite(rest);
                rest = rest.asSlice(count);
                if (count == 0 && Posix.poll(fd, (short) 0, event, PAUSE_MILLIS) < 0) {
                    return;
                }
            }
        }
    }

    private int tryWrite(MemorySegment bytes) throws PosixException {
        try {
            return Posix.write(fd, bytes);
        } catch (PosixException e) {
            if (e.errno() == Posix.EAGAIN || e.errno() == Posix.EINTR) {
                return 0;
            }
            throw e;
        }
    }

    @Override
    public synchronized void wake() {
        woken = true;
        if (event != NONE) {
            try {
                Posix.signal(event);
            } catch (PosixException e) {
                LOG.log(System.Logger.Level.ERROR, "An event cannot be signalled", e);
            }
        }
    }

    @Override
    public synchronized void release() {
        removeLink();
        close(slave);
        close(fd);
        close(event);
        slave = NONE;
        fd = NONE;
        event = NONE;
    }

    private void removeLink() {
        Path path = symlink;
        symlink = null;
        try {
            if (path != null
                    && Files.isSymbolicLink(path)
                    && Files.readSymbolicLink(path).equals(Path.of(Posix.slaveName(fd)))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The link " + path + " cannot be removed", e);
        }
    }

    private static void close(int descriptor) {
        if (descriptor != NONE) {
            try {
                Posix.close(descriptor);
            } catch (PosixException e) {
                LOG.log(System.Logger.Level.DEBUG, "A descriptor was closed with an error", e);
            }
        }
    }
}
