package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what everybody may see up to date: each window's state, the queues, the version of the
 * configuration. What happened at a window is told at once; what merely follows from it elsewhere,
 * such as the next numbers, within a second. On the hall's strand.
 */
public final class Announcer implements Hall.Listener {

    /** {@code queue/state}: at most once a second and at least every 10 s (OUTSIDE.md). */
    private static final Duration COALESCE = Duration.ofSeconds(1);

    private static final Duration BEAT = Duration.ofSeconds(10);

    private final Hall hall;
    private final Strand strand;
    private final List<Board> boards;
    private final Map<Integer, WindowView> shown = new HashMap<>();
    private int configShown = -1;
    private long beaten;
    private boolean changed;
    private boolean running;
    private Strand.@Nullable Timer timer;

    /** Where the views go: a broker, a page. */
    public interface Board {
        /** A window's state has changed. */
        void window(WindowView view);

        /** A window does not exist any more. */
        void windowGone(int window);

        /** The queues, as the hall's beat. */
        void queue(QueueView view);

        /** There is another configuration. */
        void config(HallConfig config, List<Staff> staff);
    }

    /** Makes it; {@link #start} announces everything for the first time. */
    public Announcer(Hall hall, Strand strand, List<Board> boards) {
        this.hall = hall;
        this.strand = strand;
        this.boards = List.copyOf(boards);
    }

    void start() {
        running = true;
        config();
        windows(Set.of());
        beat();
        tick();
    }

    void stop() {
        running = false;
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void committed(List<EventRecord> records) {
        changed = true;
        Set<Integer> touched = new HashSet<>();
        for (EventRecord entry : records) {
            switch (entry.event()) {
                case Event.HallConfigured configured -> config();
                case Event.WindowOpened e -> touched.add(e.window());
                case Event.WindowPaused e -> touched.add(e.window());
                case Event.WindowClosed e -> touched.add(e.window());
                case Event.TicketCalled e -> touched.add(e.window());
                case Event.TicketRecalled e -> touched.add(e.window());
                case Event.TicketStarted e -> touched.add(e.window());
                case Event.TicketFinished e -> touched.add(e.window());
                case Event.TicketMissed e -> touched.add(e.window());
                case Event.TicketRecovered e -> {
                    if (e.ticket().turn() != null) {
                        touched.add(e.ticket().turn().window());
                    }
                }
                case Event.TicketParked e -> touched.add(e.window());
                case Event.TicketResumed e -> touched.add(e.window());
                case Event.TicketTransferred e -> touched.add(e.window());
                case Event.TicketWithdrawn e -> {
                    if (e.window() != null) {
                        touched.add(e.window());
                    }
                }
                default -> {
                    // Seen within a second by the tick.
                }
            }
        }
        touched.forEach(this::window);
    }

    private void tick() {
        if (!running) {
            return;
        }
        if (changed) {
            windows(shown.keySet());
            beat();
        } else if (strand.nanoTime() - beaten >= BEAT.minus(COALESCE).toNanos()) {
            beat();
        }
        timer = strand.after(COALESCE, this::tick);
    }

    private void beat() {
        changed = false;
        beaten = strand.nanoTime();
        QueueView view = QueueView.of(hall.state(), strand.now());
        boards.forEach(board -> board.queue(view));
    }

    private void config() {
        HallConfig config = hall.state().config();
        if (config.version() != configShown) {
            configShown = config.version();
            boards.forEach(board -> board.config(config, hall.state().staff()));
        }
    }

    private void windows(Set<Integer> before) {
        Set<Integer> gone = new HashSet<>(before);
        for (HallConfig.Window window : hall.state().config().windows()) {
            gone.remove(window.no());
            window(window.no());
        }
        for (int window : gone) {
            shown.remove(window);
            boards.forEach(board -> board.windowGone(window));
        }
    }

    private void window(int no) {
        WindowView view = WindowView.of(hall.state(), no);
        if (view == null) {
            return;
        }
        WindowView before = shown.get(no);
        // Every event of the hall changes the time of every window's view, and of most nothing
        // else.
        if (before == null || !view.equals(before.at(view.at()))) {
            shown.put(no, view);
            boards.forEach(board -> board.window(view));
        }
    }
}
