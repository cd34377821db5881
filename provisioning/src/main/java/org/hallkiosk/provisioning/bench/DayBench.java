package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.domain.ProofLevel;
import org.hallkiosk.core.domain.QueueEngine;
import org.hallkiosk.core.hall.EvaluationTokens;
import org.hallkiosk.core.hall.Hall;
import org.hallkiosk.core.journal.SqliteJournal;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.core.wire.SnapshotCodec;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * A hall day through engine and journal: 30 000 tickets from 20 dispensers, proved, called and
 * finished at 200 windows; its time ÷ eight hours. Each dispenser and each window waits for its own
 * answer before it asks again, as the real ones do.
 */
final class DayBench implements Benchmark {

    private static final int TICKETS = 30_000;
    private static final int DISPENSERS = 20;
    private static final int WINDOWS = 200;

    /** 50 categories, since a category has 699 numbers a day. */
    private static final int CATEGORIES = 50;

    private final Path directory;
    private final InstantSource clock;
    private final Random random = new Random(1);
    private final Ids ids = () -> new UUID(random.nextLong(), random.nextLong());
    private int taken;
    private int finished;

    DayBench(Path directory, InstantSource clock) {
        this.clock = clock;
        this.directory = directory;
    }

    @Override
    public List<Figure> run() throws IOException, InterruptedException {
        try (ThreadStrand strand = new ThreadStrand("bench-day", clock)) {
            SqliteJournal journal =
                    SqliteJournal.open(
                            new SqliteJournal.Setup(
                                    "bench",
                                    directory.resolve("day"),
                                    directory.resolve("day-backup"),
                                    1),
                            strand,
                            health -> {
                                // A failing disk shows in the figures.
                            });
            Json json = new Json(ZoneId.of("Asia/Shanghai"));
            Hall hall =
                    new Hall(
                            "bench",
                            ZoneId.of("Asia/Shanghai"),
                            strand,
                            journal,
                            new QueueEngine(),
                            new EventCodec(json),
                            new SnapshotCodec(json),
                            ids,
                            new EvaluationTokens(random));
            long start = strand.nanoTime();
            CompletableFuture<Void> over = new CompletableFuture<>();
            strand.execute(
                    () ->
                            open(hall)
                                    .thenCompose(opened -> day(hall))
                                    .whenComplete(
                                            (done, failure) -> {
                                                journal.close();
                                                if (failure == null) {
                                                    over.complete(null);
                                                } else {
                                                    over.completeExceptionally(failure);
                                                }
                                            }));
            try {
                over.get();
            } catch (ExecutionException e) {
                throw new IOException("The day did not end", e);
            }
            Duration took = Duration.ofNanos(strand.nanoTime() - start);
            if (taken != TICKETS || finished != TICKETS) {
                throw new IOException(taken + " taken, " + finished + " finished");
            }
            return List.of(
                    Figure.ratio(
                            "a day of 30 000 tickets through engine and journal ÷ 8 h",
                            new Goal.AtMost(0.01),
                            List.of(took.toNanos() / (double) Duration.ofHours(8).toNanos())));
        }
    }

    private CompletionStage<?> open(Hall hall) {
        hall.replay();
        List<HallConfig.Category> categories = new ArrayList<>();
        for (int i = 0; i < CATEGORIES; i++) {
            categories.add(
                    new HallConfig.Category(
                            "c" + i,
                            "c" + i,
                            "" + (char) ('A' + i / 25) + (char) ('A' + i % 25),
                            null));
        }
        List<HallConfig.Window> windows = new ArrayList<>();
        for (int no = 1; no <= WINDOWS; no++) {
            windows.add(
                    new HallConfig.Window(
                            no, "" + no, null, null, null, List.of("c" + no % CATEGORIES), false));
        }
        HallConfig config =
                new HallConfig(
                        0,
                        "bench",
                        List.of(),
                        categories,
                        windows,
                        HallConfig.Ranges.defaults(),
                        HallConfig.Rules.defaults(),
                        List.of(),
                        Map.of());
        system(hall, new Command.OpenEpoch(1, false));
        system(hall, new Command.ConfigPut(config, List.of(), 0));
        CompletionStage<?> last = system(hall, new Command.OpenDay());
        for (int no = 1; no <= WINDOWS; no++) {
            last = demo(hall, new Command.WindowOpen(no, "s" + no, null));
        }
        return last;
    }

    private CompletionStage<?> day(Hall hall) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int dispenser = 0; dispenser < DISPENSERS; dispenser++) {
            all.add(citizens(hall, "d" + dispenser, TICKETS / DISPENSERS).toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .thenCompose(
                        everybody -> {
                            List<CompletableFuture<?>> windows = new ArrayList<>();
                            for (int no = 1; no <= WINDOWS; no++) {
                                windows.add(clerk(hall, no).toCompletableFuture());
                            }
                            return CompletableFuture.allOf(
                                    windows.toArray(CompletableFuture<?>[]::new));
                        });
    }

    private CompletionStage<?> citizens(Hall hall, String dispenser, int left) {
        if (left == 0) {
            return CompletableFuture.completedStage(null);
        }
        String category = "c" + taken++ % CATEGORIES;
        return hall.submit(
                        new Hall.Question(
                                new Command.TicketTake(category, dispenser, Priority.NONE),
                                Actor.device(dispenser),
                                ids.next(),
                                null))
                .thenCompose(result -> prove(hall, dispenser, result))
                .thenCompose(proved -> citizens(hall, dispenser, left - 1));
    }

    private CompletionStage<Hall.Result> prove(Hall hall, String dispenser, Hall.Result taken) {
        if (taken instanceof Hall.Result.Accepted(Answer.TicketGiven given)) {
            return hall.submit(
                    new Hall.Question(
                            new Command.TicketProof(given.ticketId(), ProofLevel.CUT, true),
                            Actor.device(dispenser),
                            ids.next(),
                            null));
        }
        throw new IllegalStateException("No ticket: " + taken);
    }

    private CompletionStage<?> clerk(Hall hall, int window) {
        return demo(hall, new Command.TicketCallNext(window, null, null))
                .thenCompose(
                        called ->
                                called instanceof Hall.Result.Accepted
                                        ? demo(hall, new Command.TicketFinish(window, null))
                                                .thenCompose(
                                                        done -> {
                                                            finished++;
                                                            return clerk(hall, window);
                                                        })
                                        : CompletableFuture.completedStage(null));
    }

    private CompletionStage<Hall.Result> demo(Hall hall, Command command) {
        return hall.submit(new Hall.Question(command, Actor.demo(), ids.next(), null));
    }

    private static CompletionStage<Hall.Result> system(Hall hall, Command command) {
        return hall.submit(Hall.Question.system("bench", command));
    }
}
