package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.health.CoreFault;
import org.hallkiosk.core.health.DeviceHealth;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.JournalHealth;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.hal.time.Strand;

/**
 * What is wrong with the hall itself: its journal, its backups, its clock, a recovery; its
 * connections report to {@link #device}, too. On the hall's strand, except where a method says
 * otherwise.
 */
public final class HallHealth implements Hall.Listener {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final String PART = "hall";

    private final Hall hall;
    private final Journal journal;
    private final CenterRecovery recovery;
    private final Strand strand;
    private final DeviceHealth device = new DeviceHealth();
    private Optional<String> backup = Optional.empty();
    private long clockStep;
    private boolean running;
    private volatile Optional<String> notReady = Optional.of("starting");
    private volatile boolean writable = true;
    private volatile boolean recovering;

    HallHealth(Hall hall, Journal journal, CenterRecovery recovery, Strand strand) {
        this.hall = hall;
        this.journal = journal;
        this.recovery = recovery;
        this.strand = strand;
    }

    void start() {
        running = true;
        tick();
    }

    void stop() {
        running = false;
    }

    private void tick() {
        if (running) {
            look();
            strand.after(TICK, this::tick);
        }
    }

    @Override
    public void committed(List<EventRecord> records) {
        for (EventRecord entry : records) {
            if (entry.event() instanceof Event.ClockStepped step && !step.trusted()) {
                clockStep = Duration.ofMillis(step.byMillis()).toSeconds();
            }
            if (entry.event() instanceof Event.DayOpened) {
                look();
            }
        }
    }

    void backupEnded(Outcome outcome) {
        backup =
                outcome instanceof Outcome.Refused refused
                        ? Optional.of(refused.text())
                        : Optional.empty();
        look();
    }

    /** The faults, for the hall's status; its listener is told within a second of a change. */
    public DeviceHealth device() {
        return device;
    }

    /** Why the hall cannot serve as it should, in one sentence. Any thread. */
    public Optional<String> notReady() {
        return notReady;
    }

    /** Registers what a technician's monitor watches. Any thread. */
    public void register(Metrics metrics) {
        metrics.gauge(
                "hall_journal_writable",
                "1 while the journal can be written",
                () -> writable ? 1 : 0);
        metrics.gauge(
                "hall_recovering",
                "1 while events may be missing after a restore",
                () -> recovering ? 1 : 0);
    }

    private void look() {
        Map<CoreFault, Map<String, String>> wrong = new LinkedHashMap<>();
        Optional<String> broken =
                journal.health() instanceof JournalHealth.Degraded degraded
                        ? Optional.of(degraded.reason() + ": " + degraded.text())
                        : Optional.empty();
        Optional<String> missing = recovery.trouble();
        boolean clock = hall.state().clockTrusted();
        broken.ifPresent(why -> wrong.put(CoreFault.JOURNAL_DEGRADED, Map.of("why", why)));
        missing.ifPresent(why -> wrong.put(CoreFault.HALL_RECOVERING, Map.of("why", why)));
        backup.ifPresent(why -> wrong.put(CoreFault.JOURNAL_BACKUP, Map.of("why", why)));
        if (!journal.recovery().problems().isEmpty()) {
            String what = String.join("; ", journal.recovery().problems());
            wrong.put(CoreFault.JOURNAL_RESTORED, Map.of("what", what));
        }
        if (!clock) {
            wrong.put(CoreFault.CLOCK_STEPPED, Map.of("seconds", Long.toString(clockStep)));
        }
        switch (hall.state().doubt()) {
            case NONE -> {}
            case HALL -> wrong.put(CoreFault.NUMBERS_DOUBTFUL, Map.of());
            case RECOVERY -> wrong.put(CoreFault.NUMBERS_STOPPED, Map.of());
        }
        device.report(PART, wrong, strand.now());
        writable = broken.isEmpty();
        recovering = missing.isPresent();
        notReady =
                broken.map(why -> "the journal cannot be written: " + why)
                        .or(() -> missing.map(why -> "events may be missing: " + why))
                        .or(
                                () ->
                                        clock
                                                ? Optional.empty()
                                                : Optional.of(
                                                        "the clock was changed and nobody has"
                                                                + " confirmed the day"))
                        .or(
                                () ->
                                        hall.state().dayOpen()
                                                ? Optional.empty()
                                                : Optional.of("no business day is open"));
    }
}
