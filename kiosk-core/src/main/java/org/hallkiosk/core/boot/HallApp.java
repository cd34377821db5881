package org.hallkiosk.core.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.journal.DeviceJournal;
import org.hallkiosk.core.journal.SqliteJournal;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;
import org.jspecify.annotations.Nullable;

/** The hall's coordinator, wired: journal, connections, queue. */
public final class HallApp implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private static final int MAC_KEY_BYTES = 32;
    private static final int BACKUPS = 3;

    private final ThreadStrand strand;
    private final DeviceJournal counters;
    private final SqliteJournal journal;
    private final HallRole role;

    /**
     * What a hall is given from outside.
     *
     * @param hallBus makes the connection to the hall's broker
     * @param centerBus makes the connection to the center's; null when one broker is both
     * @param data the hall's own folder
     * @param backups where copies of the journal go, best on another disk
     */
    public record World(
            BiFunction<Strand, ConnectionCounter, Bus> hallBus,
            @Nullable BiFunction<Strand, ConnectionCounter, Bus> centerBus,
            InstantSource clock,
            Ids ids,
            RandomGenerator secrets,
            Path data,
            Path backups) {}

    /**
     * Wires it and opens the journal, which blocks for as long as that is checked.
     *
     * @throws IOException when the data folder cannot be used; what was opened before that stays so
     *     until the process ends
     */
    public HallApp(
            String hall,
            ZoneId zone,
            Locale language,
            HallRole.@Nullable Initial initial,
            boolean demo,
            World world)
            throws IOException {
        this.strand = new ThreadStrand("hall-" + hall, world.clock());
        Path data = world.data();
        this.counters =
                DeviceJournal.open(
                        data.resolve("connections"),
                        strand,
                        health -> {
                            // Shows in the attempts that fail.
                        });
        this.journal =
                SqliteJournal.open(
                        new SqliteJournal.Setup(
                                hall, data.resolve("journal"), world.backups(), BACKUPS),
                        strand,
                        health -> {
                            // Read from the journal where it is shown.
                        });
        Bus hallBus = world.hallBus().apply(strand, counters.connections("hall"));
        Bus centerBus =
                world.centerBus() == null
                        ? hallBus
                        : world.centerBus().apply(strand, counters.connections("center"));
        this.role =
                new HallRole(
                        new HallRole.Settings(
                                hall,
                                zone,
                                language,
                                LocalTime.MIDNIGHT,
                                initial,
                                demo,
                                !(centerBus instanceof NoBus),
                                macKey(data.resolve("ticket-mac.key"), world.secrets())),
                        strand,
                        journal,
                        hallBus,
                        centerBus,
                        world.ids(),
                        world.secrets(),
                        List.of());
    }

    private static byte[] macKey(Path file, RandomGenerator secrets) throws IOException {
        if (!Files.exists(file)) {
            byte[] key = new byte[MAC_KEY_BYTES];
            secrets.nextBytes(key);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.write(file, key, StandardOpenOption.SYNC);
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != MAC_KEY_BYTES) {
            throw new IOException(
                    file
                            + " does not hold a key of 32 bytes. Restore it from a copy, or remove"
                            + " it: tickets already printed will then not be recognised.");
        }
        return key;
    }

    /**
     * Rebuilds the state, which blocks, and begins to serve, see {@link HallRole#start}.
     *
     * @throws IOException when the journal cannot be read or understood, or when anything else
     *     keeps the hall from starting; it serves nobody then and can only be closed
     */
    public void start() throws IOException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        strand.execute(
                () -> {
                    try {
                        role.start();
                        started.complete(null);
                    } catch (Throwable e) {
                        // Whatever it is: somebody waits for the end of this.
                        started.completeExceptionally(e);
                    }
                });
        try {
            started.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(whyNot(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the journal was read", e);
        }
    }

    private static String whyNot(Throwable cause) {
        return switch (cause) {
            case UncheckedIOException unreadable ->
                    "The hall's journal cannot be read: " + unreadable.getMessage();
            case IllegalArgumentException notUnderstood ->
                    "The hall's journal cannot be understood: " + notUnderstood.getMessage();
            default -> "The hall cannot start: " + cause;
        };
    }

    /**
     * Blocks until a business day is open, which is when the hall serves: after a start the center
     * may be asked first for what is missing. Any thread but the hall's.
     *
     * @return false when that is not so after the time
     */
    public boolean awaitService(Duration atMost) throws InterruptedException {
        CompletableFuture<Void> serves = new CompletableFuture<>();
        strand.execute(() -> look(serves));
        try {
            serves.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            serves.cancel(false);
            return false;
        }
    }

    private void look(CompletableFuture<Void> serves) {
        if (role.hall().state().dayOpen()) {
            serves.complete(null);
        } else if (!serves.isDone()) {
            strand.after(LOOK_AGAIN, () -> look(serves));
        }
    }

    /** The hall; on its strand. */
    public HallRole role() {
        return role;
    }

    /** The hall's strand. */
    public Strand strand() {
        return strand;
    }

    /** Stops in order: connections, then the journal, which writes what it was given. */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        strand.execute(() -> role.stop().whenComplete((done, failure) -> stopped.complete(null)));
        try {
            stopped.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(HallApp.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The hall's connections did not end in time",
                            e);
        }
        journal.close();
        counters.close();
        strand.close();
    }
}
