package org.hallkiosk.hal.link;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library that links need and Java lacks. Numbers are those of Linux on x86-64
 * and AArch64 (asm-generic/fcntl.h, poll.h, errno-base.h), where glibc's {@code struct termios} has
 * 60 bytes.
 */
@SuppressWarnings("restricted") // native access is granted to the whole process
final class Posix {

    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    static final short POLLHUP = 0x10;
    static final int EINTR = 4;
    static final int EAGAIN = 11;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int ENXIO = 6;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int EISDIR = 21;
    private static final int EINVAL = 22;
    private static final int ENOTTY = 25;

    private static final int O_RDWR = 2;
    private static final int O_NOCTTY = 0x100;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int OPEN_FLAGS = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int EFD_NONBLOCK_CLOEXEC = O_NONBLOCK | O_CLOEXEC;
    private static final int TERMIOS_BYTES = 60;
    private static final int LONGEST_NAME = 64;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            handle("open", Linker.Option.firstVariadicArg(2), INT, POINTER, INT);
    private static final MethodHandle CLOSE = handle("close", INT, INT);
    private static final MethodHandle READ = handle("read", LONG, INT, POINTER, LONG);
    private static final MethodHandle WRITE = handle("write", LONG, INT, POINTER, LONG);
    private static final MethodHandle POLL = handle("poll", INT, POINTER, LONG, INT);
    private static final MethodHandle EVENTFD = handle("eventfd", INT, INT, INT);
    private static final MethodHandle FLOCK = handle("flock", INT, INT, INT);
    private static final MethodHandle OPENPT = handle("posix_openpt", INT, INT);
    private static final MethodHandle GRANTPT = handle("grantpt", INT, INT);
    private static final MethodHandle UNLOCKPT = handle("unlockpt", INT, INT);
    private static final MethodHandle PTSNAME = handle("ptsname_r", INT, INT, POINTER, LONG);
    private static final MethodHandle TCGETATTR = handle("tcgetattr", INT, INT, POINTER);
    private static final MethodHandle TCSETATTR = handle("tcsetattr", INT, INT, INT, POINTER);
    private static final MethodHandle CFMAKERAW =
            LINKER.downcallHandle(
                    LIBC.findOrThrow("cfmakeraw"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(
                    LIBC.findOrThrow("strerror"), FunctionDescriptor.of(ValueLayout.ADDRESS, INT));

    private Posix() {}

    /** A call failed, with its error number. */
    static final class PosixException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int errno;

        PosixException(int errno) {
            super(text(errno));
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /** What it means that a device could not be opened, locked or set. */
    static LinkEnd.Reason whyNotOpened(int errno) {
        return switch (errno) {
            case ENOENT, ENXIO, ENODEV -> LinkEnd.Reason.NOT_THERE;
            case EPERM, EACCES -> LinkEnd.Reason.FORBIDDEN;
            case EBUSY, EAGAIN -> LinkEnd.Reason.HELD;
            case EISDIR, EINVAL, ENOTTY -> LinkEnd.Reason.UNSUITABLE;
            default -> LinkEnd.Reason.FAILED;
        };
    }

    /** Opens a node to read and write without waiting. */
    static int open(String path) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(OPEN, arena, arena.allocateFrom(path), OPEN_FLAGS);
        }
    }

    static void close(int fd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            call(CLOSE, arena, fd);
        }
    }

    static int read(int fd, MemorySegment into) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(READ, arena, fd, into, into.byteSize());
        }
    }

    static int write(int fd, MemorySegment from) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(WRITE, arena, fd, from, from.byteSize());
        }
    }

    /** An event counter of the kernel: {@link #signal} makes it readable for good. */
    static int eventfd() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(EVENTFD, arena, 0, EFD_NONBLOCK_CLOEXEC);
        }
    }

    static void signal(int eventfd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            write(eventfd, arena.allocateFrom(LONG, 1));
        }
    }

    /**
     * Waits until the descriptor is ready or the event has been signalled.
     *
     * @param events what to wait for at the descriptor; 0 to wait for the event alone
     * @param millis how long at most; -1 for ever
     * @return what is ready at the descriptor; -1 when the event has been signalled
     */
    static int poll(int fd, short events, int eventfd, int millis) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            // struct pollfd: int fd; short events; short revents. A negative fd is passed over.
            MemorySegment fds = arena.allocate(16, 4);
            fds.set(INT, 0, events == 0 ? -1 : fd);
            fds.set(ValueLayout.JAVA_SHORT, 4, events);
            fds.set(INT, 8, eventfd);
            fds.set(ValueLayout.JAVA_SHORT, 12, POLLIN);
            try {
                call(POLL, arena, fds, 2L, millis);
            } catch (PosixException e) {
                if (e.errno() == EINTR) {
                    return 0;
                }
                throw e;
            }
            return fds.get(ValueLayout.JAVA_SHORT, 14) != 0
                    ? -1
                    : fds.get(ValueLayout.JAVA_SHORT, 6);
        }
    }

    /** Takes the file for this descriptor alone; fails with EAGAIN when somebody else has. */
    static void lock(int fd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            call(FLOCK, arena, fd, LOCK_EX_NB);
        }
    }

    /** A new pseudo-terminal's master, its slave ready to be opened. */
    static int openMaster() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) call(OPENPT, arena, OPEN_FLAGS);
            try {
                call(GRANTPT, arena, fd);
                call(UNLOCKPT, arena, fd);
            } catch (PosixException e) {
                close(fd);
                throw e;
            }
            return fd;
        }
    }

    static String slaveName(int master) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(LONGEST_NAME);
            call(PTSNAME, arena, master, name, (long) LONGEST_NAME);
            return name.getString(0);
        }
    }

    /** Lets a terminal pass all bytes as they are. */
    static void makeRaw(int fd) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(TERMIOS_BYTES, 8);
            call(TCGETATTR, arena, fd, termios);
            try {
                CFMAKERAW.invoke(termios);
            } catch (Throwable e) {
                throw new AssertionError("cfmakeraw cannot fail", e);
            }
            call(TCSETATTR, arena, fd, 0, termios);
        }
    }

    private static long call(MethodHandle function, Arena arena, Object... args)
            throws PosixException {
        MemorySegment state = arena.allocate(STATE);
        Object[] all = new Object[args.length + 1];
        all[0] = state;
        System.arraycopy(args, 0, all, 1, args.length);
        long result;
        try {
            result = ((Number) function.invokeWithArguments(all)).longValue();
        } catch (Throwable e) {
            throw new AssertionError("A call of the C library went wrong", e);
        }
        if (result < 0) {
            throw new PosixException((int) ERRNO.get(state, 0L));
        }
        return result;
    }

    private static String text(int errno) {
        try {
            MemorySegment text = (MemorySegment) STRERROR.invoke(errno);
            return text.reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw new AssertionError("strerror cannot fail", e);
        }
    }

    private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... args) {
        return LINKER.downcallHandle(
                LIBC.findOrThrow(name),
                FunctionDescriptor.of(result, args),
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle handle(
            String name, Linker.Option option, MemoryLayout result, MemoryLayout... args) {
        return LINKER.downcallHandle(
                LIBC.findOrThrow(name),
                FunctionDescriptor.of(result, args),
                Linker.Option.captureCallState("errno"),
                option);
    }
}
