package org.hallkiosk.core.hall;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.hal.time.Strand;

/**
 * Opens and closes the business days and watches the clock (EVENTS.md 4 and 5). On the hall's
 * strand.
 */
final class BusinessDay implements Hall.Listener {

    private static final Duration TICK = Duration.ofSeconds(1);

    /** A jump of the wall clock against the monotonic one by more than this is a fault. */
    private static final Duration STEP = Duration.ofSeconds(60);

    private final Hall hall;
    private final Strand strand;
    private final ZoneId zone;
    private final LocalTime startOfDay;
    private Instant wall;
    private long monotonic;
    private boolean opening;
    private boolean running;

    /**
     * @param startOfDay the hour from which a date is open for business; 00:00 unless configured
     */
    BusinessDay(Hall hall, Strand strand, ZoneId zone, LocalTime startOfDay) {
        this.hall = hall;
        this.strand = strand;
        this.zone = zone;
        this.startOfDay = startOfDay;
        this.wall = strand.now();
        this.monotonic = strand.nanoTime();
    }

    void start() {
        running = true;
        wall = strand.now();
        monotonic = strand.nanoTime();
        tick();
    }

    void stop() {
        running = false;
    }

    /** A new epoch, of a new or restored journal, need not wait for the next look at the clock. */
    @Override
    public void committed(List<EventRecord> records) {
        if (running && records.stream().anyMatch(r -> r.event() instanceof Event.EpochOpened)) {
            openIfDue();
        }
    }

    private void tick() {
        if (!running) {
            return;
        }
        watchClock();
        openIfDue();
        strand.after(TICK, this::tick);
    }

    private void watchClock() {
        Instant now = strand.now();
        long nanos = strand.nanoTime();
        Duration step = Duration.between(wall, now).minusNanos(nanos - monotonic);
        if (step.abs().compareTo(STEP) > 0) {
            wall = now;
            monotonic = nanos;
            // No day is opened by a clock whose step is not recorded yet.
            opening = true;
            hall.submit(Hall.Question.system("clock", new Command.StepClock(step.toMillis())))
                    .thenAccept(recorded -> opening = false);
        }
    }

    private void openIfDue() {
        HallState state = hall.state();
        if (opening || !hall.isServing() || state.epoch() == 0 || !state.clockTrusted()) {
            return;
        }
        LocalDate due = LocalDate.ofInstant(strand.now().minus(fromMidnight()), zone);
        LocalDate day = state.day();
        if (day != null && !due.isAfter(day)) {
            return;
        }
        opening = true;
        if (state.dayOpen()) {
            hall.submit(Hall.Question.system("day", new Command.CloseDay()))
                    .thenAccept(closed -> open());
        } else {
            open();
        }
    }

    private void open() {
        hall.submit(Hall.Question.system("day", new Command.OpenDay()))
                .thenAccept(opened -> opening = false);
    }

    private Duration fromMidnight() {
        return Duration.between(LocalTime.MIDNIGHT, startOfDay);
    }
}
