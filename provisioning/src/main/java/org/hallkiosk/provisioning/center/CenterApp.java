package org.hallkiosk.provisioning.center;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.journal.DeviceJournal;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.core.web.Health;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.core.web.login.Doorkeeper;
import org.hallkiosk.core.web.login.Guard;
import org.hallkiosk.core.web.login.LoginFile;
import org.hallkiosk.core.web.login.LoginPages;
import org.hallkiosk.hal.time.Strand;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * The center as one thing to start and stop: store, collector, pages and their threads.
 *
 * <p>The methods may be called from any thread and block.
 */
public final class CenterApp implements AutoCloseable {

    private final ThreadStrand strand;
    private final ThreadStrand disk;
    private final DeviceJournal counters;
    private final CollectorStore store;
    private final Collector collector;
    private final WebServer web;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * Opens the store; nothing is connected yet.
     *
     * @param folder where the store is kept; must exist
     * @param reader tells what events mean
     * @param bus makes the center's connection to its broker, not open, on the strand and with the
     *     counter that it is given
     * @param access to the center's pages
     * @param secrets makes session ids; cannot be guessed, outside tests
     * @param zone in which times are shown, and days begin and end
     * @param keepDays how many days events are held at least ({@link Retention}); empty = for ever
     * @throws IOException when the store cannot be opened
     */
    public CenterApp(
            Path folder,
            EventReader reader,
            BiFunction<Strand, ConnectionCounter, Bus> bus,
            PagesAccess access,
            RandomGenerator secrets,
            ZoneId zone,
            Optional<Integer> keepDays,
            InstantSource clock)
            throws IOException {
        this.store =
                CollectorStore.openOrReplace(folder.resolve("center.db"), reader, clock.instant());
        this.strand = new ThreadStrand("center", clock);
        this.counters =
                DeviceJournal.open(
                        folder.resolve("connections"),
                        strand,
                        health -> {
                            // Shows in the attempts that fail.
                        });
        this.disk = new ThreadStrand("center-disk", clock);
        Metrics metrics = new Metrics();
        Doorkeeper keeper =
                new Doorkeeper(
                        access.accounts(),
                        access.without(),
                        access.server().tls().isPresent(),
                        secrets,
                        strand::nanoTime,
                        metrics,
                        new LoginFile(folder.resolve("logins"), clock));
        CenterPages pages = new CenterPages(zone, new Guard(keeper), this::acceptGap);
        this.collector =
                new Collector(
                        bus.apply(strand, counters.connections("center")),
                        store,
                        strand,
                        disk,
                        keepDays.map(days -> new Retention(days, zone)),
                        metrics,
                        view -> {
                            trouble = view.trouble();
                            pages.show(view);
                        });
        Health health = new Health(List.of(), List.of(new Health.Check("store", () -> trouble)));
        this.web =
                new WebServer(
                        access.server(),
                        health,
                        metrics,
                        strand::nanoTime,
                        List.of(pages, new LoginPages(keeper)));
    }

    private CompletionStage<Boolean> acceptGap(String hall, Gap gap, String by) {
        CompletableFuture<Boolean> accepted = new CompletableFuture<>();
        strand.execute(() -> collector.acceptGap(hall, gap, by).thenAccept(accepted::complete));
        return accepted;
    }

    /**
     * Opens the pages and begins to collect.
     *
     * @return the port of the pages
     * @throws IOException when the port cannot be opened
     */
    public int start() throws IOException {
        int port = web.start();
        strand.execute(collector::open);
        return port;
    }

    /** Stops: what is committed stays, what is not comes again from its hall. */
    @Override
    public void close() throws IOException {
        web.close();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        strand.execute(() -> collector.close().whenComplete((done, lost) -> closed.complete(true)));
        try {
            closed.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The collector did not stop in time", e);
        } finally {
            disk.close();
            counters.close();
            strand.close();
            store.close();
        }
    }
}
