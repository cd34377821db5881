package org.hallkiosk.core.web.hall;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.domain.Word;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.web.Health;

/** The hall in {@code /metrics} and {@code /health/ready}, from what {@link HallWatch} saw last. */
public final class HallFigures {

    private final HallWatch watch;
    private final Supplier<Instant> now;

    /**
     * @param now the wall clock; any thread
     */
    public HallFigures(HallWatch watch, Supplier<Instant> now) {
        this.watch = watch;
        this.now = now;
    }

    /** Registers the hall's figures. */
    public void register(Metrics metrics) {
        metrics.gauges(
                "hall_waiting",
                "People who wait, unconfirmed ones too",
                () -> byCategory(c -> c.waiting()));
        metrics.gauges(
                "hall_longest_wait_seconds",
                "How long the first in line has waited",
                () -> byCategory(c -> c.longestWaitSeconds()));
        metrics.gauges("hall_windows", "Windows by what they do", this::windows);
        metrics.gauges("hall_devices", "Devices by how they are", this::devices);
        metrics.gauge(
                "hall_day_open", "1 while a business day is open", () -> one(view().dayOpen()));
        metrics.gauge(
                "hall_broker_connected",
                "1 while the hall's broker is reached",
                () -> one(view().connected()));
        metrics.gauge(
                "hall_center_connected",
                "1 while the center's broker is reached",
                () -> one(view().centerConnected()));
        metrics.gauge(
                "hall_outbox_events",
                "Events that the center does not have yet",
                () -> view().waitingForCenter());
        metrics.gauge("hall_outbox_age_seconds", "How old the oldest of them is", this::outboxAge);
        counter(metrics, "hall_events_total", "Events made durable", () -> counts().events());
        metrics.counters("hall_requests_total", "Requests by what came of them", this::requests);
        counter(
                metrics,
                "hall_messages_ignored_total",
                "Messages at the hall's broker that were refused unanswered",
                () -> counts().ignored());
        counter(
                metrics,
                "hall_replies_late_total",
                "Replies of devices that nobody waited for any more",
                () -> counts().late());
        counter(
                metrics,
                "hall_center_messages_refused_total",
                "Messages of the center that could not be understood",
                () -> counts().centerRefused());
    }

    /** Without these the hall cannot serve. */
    public List<Health.Check> ready() {
        return List.of(
                check("broker", HallView::connected, "The hall's broker is not reached"),
                new Health.Check("hall", () -> view().trouble()));
    }

    private Health.Check check(String name, Predicate<HallView> well, String trouble) {
        return new Health.Check(
                name, () -> well.test(view()) ? Optional.empty() : Optional.of(trouble));
    }

    private static void counter(Metrics metrics, String name, String help, Supplier<Long> value) {
        metrics.counters(name, help, () -> Map.of(List.of(), value.get().doubleValue()));
    }

    private HallView view() {
        return watch.newest();
    }

    private HallWatch.Counts counts() {
        return watch.counts();
    }

    private static double one(boolean yes) {
        return yes ? 1 : 0;
    }

    private double outboxAge() {
        Instant oldest = view().oldestForCenter();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, now.get()).toMillis() / 1000.0);
    }

    private Map<List<String>, Double> byCategory(ToDoubleFunction<QueueView.Category> figure) {
        Map<List<String>, Double> rows = new LinkedHashMap<>();
        view().queue()
                .categories()
                .forEach(c -> rows.put(List.of("category", c.category()), figure.applyAsDouble(c)));
        return rows;
    }

    private Map<List<String>, Double> windows() {
        Map<List<String>, Double> rows = rows("status", WindowStatus.values());
        view().windows().forEach(row -> count(rows, "status", row.view().status()));
        return rows;
    }

    private Map<List<String>, Double> devices() {
        Map<List<String>, Double> rows = rows("state", DeviceNotice.State.values());
        view().devices().forEach(device -> count(rows, "state", device.state()));
        return rows;
    }

    private static Map<List<String>, Double> rows(String label, Word... words) {
        Map<List<String>, Double> rows = new LinkedHashMap<>();
        for (Word word : words) {
            rows.put(List.of(label, word.word()), 0.0);
        }
        return rows;
    }

    private static void count(Map<List<String>, Double> rows, String label, Word word) {
        rows.merge(List.of(label, word.word()), 1.0, Double::sum);
    }

    private Map<List<String>, Double> requests() {
        HallWatch.Counts now = counts();
        Map<List<String>, Double> rows = new LinkedHashMap<>();
        rows.put(List.of("outcome", "accepted"), (double) now.accepted());
        rows.put(List.of("outcome", "refused"), (double) now.refused());
        rows.put(List.of("outcome", "repeated"), (double) now.repeated());
        return rows;
    }
}
