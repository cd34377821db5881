package org.hallkiosk.core.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The file of users. It is read again when it has changed, so that a changed password, a taken role
 * or a removed account holds at once, also for those who are logged in. A file that cannot be read
 * any more leaves what was read before in force, and is reported once.
 *
 * <p>Safe for all threads.
 */
public final class AccountFile implements AccountSource {

    private static final System.Logger LOG = System.getLogger(AccountFile.class.getName());

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private Accounts accounts;
    private @Nullable Version read;
    private boolean reported;

    private record Version(FileTime changed, long size, @Nullable Object key) {
        static Version of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(now.lastModifiedTime(), now.size(), now.fileKey());
        }
    }

    private AccountFile(Path file, Version read, Accounts accounts) {
        this.file = file;
        this.read = read;
        this.accounts = accounts;
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read or a line is not of the form
     */
    public static AccountFile open(Path file) throws IOException {
        Version version = Version.of(file);
        return new AccountFile(file, version, Accounts.parse(lines(file), file.toString()));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, UTF_8);
    }

    @Override
    public Accounts now() {
        lock.lock();
        try {
            Version version = Version.of(file);
            if (!version.equals(read)) {
                accounts = Accounts.parse(lines(file), file.toString());
                read = version;
                reported = false;
            }
        } catch (IOException e) {
            if (!reported) {
                reported = true;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The users are as they were read before: {0}",
                        e.getMessage());
            }
        } finally {
            lock.unlock();
        }
        return accounts;
    }

    /**
     * Puts an account's line into a file in place of the one before, or takes it out. The file is
     * made when it is not there, for its owner's eyes alone, and replaced as a whole.
     *
     * @param name whose line
     * @param line the new line; null = none any more
     * @return whether there was one before
     * @throws IOException when the file cannot be read or written; it is as it was then
     */
    public static boolean replace(Path file, String name, @Nullable String line)
            throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            lines.addAll(lines(file));
        }
        boolean was = lines.removeIf(old -> old.startsWith(name + ":"));
        if (line != null) {
            lines.add(line);
        }
        Accounts.parse(lines, file.toString());
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(String.valueOf(folder));
        }
        Path next =
                Files.createTempFile(
                        folder,
                        ".users",
                        "",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(next, lines, UTF_8, StandardOpenOption.SYNC);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
                copyOwner(file, next);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        return was;
    }

    /** So that the service can still read what an administrator has changed. */
    private static void copyOwner(Path from, Path to) throws IOException {
        if (!Files.getOwner(from).equals(Files.getOwner(to))) {
            Files.setOwner(to, Files.getOwner(from));
        }
        Object group = Files.getAttribute(from, "posix:group", LinkOption.NOFOLLOW_LINKS);
        if (!group.equals(Files.getAttribute(to, "posix:group", LinkOption.NOFOLLOW_LINKS))) {
            Files.setAttribute(to, "posix:group", group, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
