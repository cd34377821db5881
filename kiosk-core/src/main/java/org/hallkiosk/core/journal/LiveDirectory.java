package org.hallkiosk.core.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The place of a database that must be replaceable by single renames: the database has a directory
 * to itself, so that the file, its {@code -wal} and its {@code -shm} are always moved together.
 *
 * <pre>
 *   ROOT/live/        what is in use
 *   ROOT/mark         how far it must have come ({@link HeadMark})
 *   ROOT/lock         held by the process that has it open
 *   ROOT/aside/TIME/  damaged ones, for ever
 *   ROOT/restoring/   copies while a restore is under way, otherwise absent
 * </pre>
 *
 * <p>All methods block.
 */
record LiveDirectory(Path root) {

    private static final System.Logger LOG = System.getLogger(LiveDirectory.class.getName());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    Path live() {
        return root.resolve("live");
    }

    Path mark() {
        return root.resolve("mark");
    }

    Path restoring() {
        return root.resolve("restoring");
    }

    private Path aside() {
        return root.resolve("aside");
    }

    void makeDirectories() throws IOException {
        Files.createDirectories(aside());
        SqliteFile.force(root);
    }

    /**
     * Keeps every other process, and every other user in this one, out until the channel is closed.
     *
     * @throws IOException when somebody has it already
     */
    FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(
                        root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.log(System.Logger.Level.DEBUG, "Open in this process", e);
        }
        channel.close();
        throw new IOException("The journal is open already: " + root);
    }

    /** Moves what is live aside; empty when there is nothing. */
    Optional<Path> moveAside(Instant now) throws IOException {
        if (!Files.exists(live())) {
            return Optional.empty();
        }
        Path moved = aside().resolve(TIME.format(now));
        for (int n = 2; Files.exists(moved); n++) {
            moved = aside().resolve(TIME.format(now) + "-" + n);
        }
        Files.move(live(), moved, StandardCopyOption.ATOMIC_MOVE);
        SqliteFile.force(aside());
        SqliteFile.force(root);
        return Optional.of(moved);
    }

    /** What was moved aside, oldest first. */
    List<Path> asides() throws IOException {
        return list(aside());
    }

    /** Makes a directory under {@link #restoring} the live one. */
    void install(Path ready) throws IOException {
        Files.move(ready, live(), StandardCopyOption.ATOMIC_MOVE);
        SqliteFile.force(root);
        clearRestoring();
    }

    /** Removes the copies of a restore; they are ours, never what was moved aside. */
    void clearRestoring() throws IOException {
        if (!Files.exists(restoring())) {
            return;
        }
        try (Stream<Path> tree = Files.walk(restoring())) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The names in a directory, sorted; none when it does not exist. */
    static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
