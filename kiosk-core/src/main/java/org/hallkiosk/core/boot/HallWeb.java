package org.hallkiosk.core.boot;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.hallkiosk.core.hall.HallRole;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.web.Health;
import org.hallkiosk.core.web.WebModule;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.core.web.clerk.ClerkPages;
import org.hallkiosk.core.web.hall.HallApi;
import org.hallkiosk.core.web.hall.HallFigures;
import org.hallkiosk.core.web.hall.HallPages;
import org.hallkiosk.core.web.hall.HallWatch;
import org.hallkiosk.core.web.login.AccountSource;
import org.hallkiosk.core.web.login.Doorkeeper;
import org.hallkiosk.core.web.login.Guard;
import org.hallkiosk.core.web.login.LoginLog;
import org.hallkiosk.core.web.login.LoginPages;
import org.hallkiosk.core.web.technician.TechnicianPages;
import org.hallkiosk.core.web.technician.Workshop;
import org.hallkiosk.core.wire.DeviceCommandCodec;
import org.hallkiosk.core.wire.Json;
import org.hallkiosk.hal.time.Strand;

/** The pages and the HTTP API of a hall, wired. */
public final class HallWeb implements AutoCloseable {

    private final Strand strand;
    private final HallWatch watch;
    private final WebServer server;

    /**
     * What the pages are given from outside.
     *
     * @param accounts who may log in
     * @param without what is allowed without a login
     * @param language of the courtesy text in answers: the hall's first
     * @param workshop the devices that this process runs
     * @param demo present in the demo alone
     * @param more further pages on the same server
     * @param secrets makes session ids; cannot be guessed, outside tests
     * @param logins keeps who has logged in and who has tried
     */
    public record Setup(
            WebServer.Settings server,
            AccountSource accounts,
            Doorkeeper.Without without,
            ZoneId zone,
            Locale language,
            Workshop workshop,
            Optional<Demo> demo,
            List<WebModule> more,
            Ids ids,
            RandomGenerator secrets,
            LoginLog logins) {
        public Setup {
            more = List.copyOf(more);
        }
    }

    /** What the demo's pages have besides. */
    public record Demo(HallPages.Demo page, HallApi.KeyPresses keys) {}

    /** Wires them; nothing is open yet. */
    public HallWeb(HallApp hall, Setup setup) {
        this.strand = hall.strand();
        HallRole role = hall.role();
        Metrics metrics = new Metrics();
        Doorkeeper keeper =
                new Doorkeeper(
                        setup.accounts(),
                        setup.without(),
                        setup.server().tls().isPresent(),
                        setup.secrets(),
                        strand::nanoTime,
                        metrics,
                        setup.logins());
        Guard guard = new Guard(keeper);
        this.watch = new HallWatch(role, strand);
        HallFigures figures = new HallFigures(watch, strand::now);
        figures.register(metrics);
        role.health().register(metrics);
        List<WebModule> modules =
                new ArrayList<>(
                        List.of(
                                new LoginPages(keeper),
                                new HallPages(watch, strand, guard, setup.demo().map(Demo::page)),
                                new ClerkPages(watch, strand, guard, role.desk()::knows),
                                new TechnicianPages(
                                        watch, strand, guard, setup.workshop(), setup.zone()),
                                new HallApi(
                                        role,
                                        strand,
                                        guard,
                                        new DeviceCommandCodec(
                                                new Json(setup.zone()), setup.language()),
                                        setup.ids(),
                                        setup.demo().map(Demo::keys))));
        modules.addAll(setup.more());
        this.server =
                new WebServer(
                        setup.server(),
                        new Health(List.of(), figures.ready()),
                        metrics,
                        strand::nanoTime,
                        modules);
    }

    /**
     * Opens the port and begins to show.
     *
     * @return the port
     * @throws IOException when it cannot be opened
     */
    public int start() throws IOException {
        strand.execute(watch::start);
        return server.start();
    }

    @Override
    public void close() {
        strand.execute(watch::stop);
        server.close();
    }
}
