package org.hallkiosk.core.web.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps logins and logouts in files of a month each, {@code logins-2026-11.log}, a line each: time
 * (ISO 8601, UTC), outcome, name, address, with tabs between them. A line is on the disk when
 * {@link #add} returns. Files of months that ended more than {@value #MONTHS_KEPT} months ago are
 * removed (hall-requirements.md: audit log kept at least 6 months). Only the owner may read them.
 *
 * <p>A disk that takes nothing does not keep the technician out who comes to mend it: that is
 * reported, once until it works again. Safe for all threads.
 */
public final class LoginFile implements LoginLog {

    private static final System.Logger LOG = System.getLogger(LoginFile.class.getName());
    private static final int MONTHS_KEPT = 7;
    private static final String BEGIN = "logins-";
    private static final String END = ".log";
    private static final Set<PosixFilePermission> OWNER_ALONE =
            PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean reported;

    /**
     * Makes it; nothing is written before the first login.
     *
     * @param directory where the files are; made when it is not there
     */
    public LoginFile(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public void add(Outcome outcome, String name, String address) {
        lock.lock();
        try {
            write(outcome, name, address);
            reported = false;
        } catch (IOException e) {
            if (!reported) {
                reported = true;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "Logins cannot be written to " + directory + " and go on",
                        e);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(Outcome outcome, String name, String address) throws IOException {
        Files.createDirectories(directory);
        YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        Path file = directory.resolve(BEGIN + month + END);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
            forget(month);
        }
        String line =
                String.join(
                                "\t",
                                clock.instant().toString(),
                                outcome.name().toLowerCase(Locale.ROOT),
                                name,
                                address)
                        + "\n";
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(false);
        }
    }

    private void forget(YearMonth now) throws IOException {
        String oldest = BEGIN + now.minusMonths(MONTHS_KEPT) + END;
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> old =
                    files.filter(file -> isOld(file.getFileName().toString(), oldest)).toList();
            for (Path file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isOld(String name, String oldest) {
        return name.matches(BEGIN + "\\d{4}-\\d{2}\\" + END) && name.compareTo(oldest) < 0;
    }
}
