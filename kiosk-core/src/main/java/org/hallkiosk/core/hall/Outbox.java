package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.journal.Entry;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;

/**
 * Sends the journal to the center: the stored bytes, in order, at least once (EVENTS.md 7). The
 * center's acknowledgement alone moves on; after a reconnect, or ten seconds without one, it begins
 * again behind it. On the hall's strand.
 */
public final class Outbox implements Hall.Listener {

    /** At most 500 events unacknowledged (EVENTS.md 7). */
    private static final int WINDOW = 500;

    private static final int PAGE = 100;
    private static final Duration NO_PROGRESS = Duration.ofSeconds(10);

    /** The journal's cursor: what the center has acknowledged. */
    static final String CURSOR = "center";

    private final Topics topics;
    private final Strand strand;
    private final Journal journal;
    private final Bus bus;
    private Position acknowledged;
    private Position sent;
    private int inFlight;
    private long unacknowledged;
    private long progressAt;
    private boolean connected;
    private boolean sending;
    private int generation;

    /** Makes it; it sends once {@link #begin}. */
    public Outbox(Topics topics, Strand strand, Journal journal, Bus bus) {
        this.topics = topics;
        this.strand = strand;
        this.journal = journal;
        this.bus = bus;
        this.acknowledged = journal.cursor(CURSOR);
        this.sent = acknowledged;
    }

    /** The center may be sent to: begins behind what the center acknowledged. */
    void begin() {
        connected = true;
        restart();
    }

    /** Sends nothing until {@link #begin}. */
    void hold() {
        connected = false;
        generation++;
    }

    /**
     * The center has committed everything up to here and nothing after it. When that is less than
     * it had acknowledged before, it has lost its store and gets everything again.
     *
     * @param position not after the journal's head
     */
    void acknowledged(Position position) {
        if (acknowledged.isAfter(position)) {
            acknowledged = position;
            restart();
        } else if (position.isAfter(acknowledged)) {
            acknowledged = position;
            journal.advance(CURSOR, position);
            progressAt = strand.nanoTime();
            if (acknowledged.isAfter(sent)) {
                sent = acknowledged;
            }
            unacknowledged = distance(acknowledged, sent);
            send();
        }
    }

    @Override
    public void committed(List<EventRecord> records) {
        send();
    }

    /** How far the center has committed. */
    public Position acknowledged() {
        return acknowledged;
    }

    /** How many events of the present epoch the center does not have yet. */
    public long depth() {
        return distance(acknowledged, journal.head());
    }

    private static long distance(Position from, Position to) {
        return from.epoch() == to.epoch() ? to.seq() - from.seq() : to.seq();
    }

    private void restart() {
        generation++;
        inFlight = 0;
        sent = acknowledged;
        unacknowledged = 0;
        progressAt = strand.nanoTime();
        sending = false;
        int mine = generation;
        strand.after(NO_PROGRESS, () -> watch(mine));
        send();
    }

    private void watch(int mine) {
        if (mine != generation) {
            return;
        }
        Duration left =
                sent.isAfter(acknowledged)
                        ? NO_PROGRESS.minusNanos(strand.nanoTime() - progressAt)
                        : NO_PROGRESS;
        if (left.isPositive()) {
            strand.after(left, () -> watch(mine));
        } else {
            restart();
        }
    }

    private void send() {
        if (!connected || sending || inFlight > 0) {
            return;
        }
        sending = true;
        int room = (int) Math.min(PAGE, WINDOW - unacknowledged);
        List<Entry> page = room <= 0 ? List.of() : journal.read(sent, room);
        if (unacknowledged == 0) {
            progressAt = strand.nanoTime();
        }
        int mine = generation;
        for (Entry entry : page) {
            if (mine != generation) {
                // The one before was not sent: nothing may overtake it.
                break;
            }
            inFlight++;
            unacknowledged++;
            sent = entry.position();
            bus.publish(message(entry)).whenComplete((done, failure) -> left(mine, failure));
        }
        sending = false;
    }

    private void left(int mine, Throwable failure) {
        if (mine != generation) {
            return;
        }
        inFlight--;
        if (failure != null) {
            // In order or not at all: what follows a lost event must not overtake it.
            generation++;
            int next = generation;
            strand.after(
                    NO_PROGRESS,
                    () -> {
                        if (connected && next == generation) {
                            restart();
                        }
                    });
        } else if (inFlight == 0) {
            send();
        }
    }

    private Bus.Message message(Entry entry) {
        return new Bus.Message(
                topics.event(),
                entry.bytes(),
                Bus.Quality.AT_LEAST_ONCE,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of("hash", HexFormat.of().formatHex(entry.hash())));
    }
}
