package org.hallkiosk.core.role;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowStatus;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.HallNews;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * What one device knows of the hall: configuration, queues, windows, and since when it has not
 * heard anything. State of an earlier epoch is ignored (EVENTS.md 10).
 *
 * <p>All methods are called on the device's strand, none blocks, and listeners are told there: of
 * every news, of every new minute, of the hall falling silent.
 */
public final class HallPicture implements HallNews {

    /** A reader without a live beat for so long shows "stale" (OUTSIDE.md, queue/state). */
    private static final Duration STALE_AFTER = Duration.ofSeconds(15);

    private final Strand strand;
    private final ZoneId zone;
    private final List<Runnable> listeners = new ArrayList<>();
    private final Map<Integer, WindowView> windows = new TreeMap<>();
    private HallConfig config = HallConfig.empty();
    private @Nullable QueueView queues;
    private long epoch;
    private Instant heardAt;
    private boolean stale;
    private boolean running;
    private Strand.@Nullable Timer staleTimer;

    /** Makes it, knowing nothing. */
    public HallPicture(Strand strand, ZoneId zone) {
        this.strand = strand;
        this.zone = zone;
        this.heardAt = strand.now();
    }

    /** Begins to count the time. */
    public void start() {
        running = true;
        heard();
        eachMinute();
    }

    /** Tells nobody anything any more. */
    public void stop() {
        running = false;
    }

    /** Adds somebody who is told of each change. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void queue(QueueView view, boolean live) {
        if (behind(view.epoch())) {
            return;
        }
        queues = view;
        if (live) {
            heard();
        }
        changed();
    }

    @Override
    public void window(WindowView view) {
        if (!behind(view.epoch())) {
            windows.put(view.window(), view);
            changed();
        }
    }

    @Override
    public void configured(HallConfig newConfig) {
        config = newConfig;
        changed();
    }

    private boolean behind(long otherEpoch) {
        if (otherEpoch < epoch) {
            return true;
        }
        epoch = otherEpoch;
        return false;
    }

    private void heard() {
        heardAt = strand.now();
        stale = false;
        if (staleTimer != null) {
            staleTimer.cancel();
        }
        staleTimer =
                strand.after(
                        STALE_AFTER,
                        () -> {
                            stale = true;
                            changed();
                        });
    }

    private void eachMinute() {
        if (running) {
            changed();
            Instant now = strand.now();
            Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            strand.after(Duration.between(now, next), this::eachMinute);
        }
    }

    private void changed() {
        if (running) {
            listeners.forEach(Runnable::run);
        }
    }

    /** The configuration; version 0 before it has come. */
    public HallConfig config() {
        return config;
    }

    /** The hall's time, to the minute. */
    public LocalDateTime minute() {
        return minute(strand.now());
    }

    /** The minute since which the hall has not been heard; absent while it is heard. */
    public Optional<LocalDateTime> staleSince() {
        return stale ? Optional.of(minute(heardAt)) : Optional.empty();
    }

    private LocalDateTime minute(Instant at) {
        return LocalDateTime.ofInstant(at, zone).truncatedTo(ChronoUnit.MINUTES);
    }

    /** How many wait in a category, as last heard. */
    public OptionalInt waiting(String category) {
        return queues == null
                ? OptionalInt.empty()
                : queues.categories().stream()
                        .filter(c -> c.category().equals(category))
                        .mapToInt(QueueView.Category::waiting)
                        .findFirst();
    }

    /** A window, as last heard. */
    public Optional<WindowView> window(int no) {
        return Optional.ofNullable(windows.get(no));
    }

    /** All windows that were heard of, by number. */
    public Collection<WindowView> windows() {
        return List.copyOf(windows.values());
    }

    /** A window's configuration. */
    public Optional<HallConfig.Window> windowConfig(int no) {
        return config.windows().stream().filter(w -> w.no() == no).findFirst();
    }

    /**
     * Whether the hall is closed for citizens: outside today's hours, and no window is open. An
     * open window keeps it open, since hours are extended without notice (R28) and who queues at
     * closing is served (R30). A hall without hours never closes.
     */
    public boolean isClosed() {
        LocalDateTime now = minute();
        return !config.hours().isEmpty()
                && hoursOf(now).stream()
                        .noneMatch(
                                h ->
                                        !now.toLocalTime().isBefore(h.from())
                                                && now.toLocalTime().isBefore(h.to()))
                && windows.values().stream().allMatch(w -> w.status() == WindowStatus.CLOSED);
    }

    /** Today's opening hours, for example {@code 09:00–17:00}; empty when there are none today. */
    public String hoursToday() {
        return hoursOf(minute()).stream()
                .map(h -> h.from() + "–" + h.to())
                .collect(Collectors.joining(" / "));
    }

    private List<HallConfig.Hours> hoursOf(LocalDateTime day) {
        return config.hours().stream().filter(h -> h.day() == day.getDayOfWeek()).toList();
    }

    /**
     * The honour that a member of staff bears (服务明星, R8), or else the window (党员先锋岗, 红旗窗口): the
     * text {@code staff.<no>.honour} or {@code window.<no>.honour}; empty without.
     */
    public String honour(int window, String staff) {
        String ofWindow = config.texts().getOrDefault("window." + window + ".honour", "");
        return config.texts().getOrDefault("staff." + staff + ".honour", ofWindow);
    }
}
