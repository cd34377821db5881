package org.hallkiosk.core.boot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.hallkiosk.core.text.IoReason;
import org.jspecify.annotations.Nullable;

/**
 * The folder with everything that a device must not lose, held by one process at a time. Readable
 * by its owner alone.
 */
public final class DataDirectory implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there and takes it for this process until {@link #close}.
     *
     * @throws CommandFailure when it cannot be made or written, or another process holds it
     */
    public static DataDirectory open(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(path, OWNER_ONLY);
            }
            FileChannel file =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new CommandFailure(
                        "The data folder "
                                + path
                                + " is in use by another running process. Stop that process, or"
                                + " choose another folder.");
            }
            return new DataDirectory(path, file, lock);
        } catch (IOException e) {
            throw new CommandFailure(
                    "The data folder "
                            + path
                            + " cannot be used: "
                            + IoReason.of(e)
                            + ". Check that the disk is mounted, not full, and that this user may"
                            + " write there.");
        }
    }

    /**
     * Whether a process holds the folder now. Makes nothing, so that whoever asks leaves no file of
     * his own behind.
     *
     * @throws IOException when that cannot be found out
     */
    static boolean isHeld(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            return lock == null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** The folder itself. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            // The process gives the folder up either way.
            System.getLogger(DataDirectory.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            () -> "The lock of " + path + " could not be released in order",
                            e);
        }
    }
}
