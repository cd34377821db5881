package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.Optional;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Opens the epoch, and sees to it that nothing which the center knows is forgotten here (EVENTS.md
 * 10, docs/adr/0011-restore.md).
 *
 * <ol>
 *   <li>A journal that was restored, or that is empty, asks the center before it opens its epoch.
 *       What the center gives is brought back first; then nothing is missing.
 *   <li>Without an answer in time it serves: an empty one in its first epoch, a restored one in a
 *       recovery, which ends when the center has answered.
 *   <li>Every hall compares with the center once, before it sends anything; and a hall that is
 *       acknowledged more than it holds has lost it. Then it opens a recovery, too.
 * </ol>
 *
 * <p>On the hall's strand.
 */
final class CenterRecovery {

    /** How long a hall that has lost something waits for the center before it serves without. */
    private static final Duration RESTORED_PATIENCE = Duration.ofSeconds(10);

    /** The same of a hall that may be new, and of the comparison before the first event is sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(10);

    /** A dispenser's lease may be this far ahead; more is no epoch that we ever had. */
    private static final long MOST_AHEAD = 1000;

    private static final System.Logger LOG = System.getLogger(CenterRecovery.class.getName());

    private enum Phase {
        /** Nothing is decided yet: what the center holds comes first. */
        OPENING,
        /** Serving; nothing was compared with the center in this life. */
        UNCOMPARED,
        /** Serving from the recovery range. */
        RECOVERING,
        /** All that the center holds is known here. */
        COMPLETE
    }

    private final Topics topics;
    private final Strand strand;
    private final Hall hall;
    private final Journal journal;
    private final Bus bus;
    private final Outbox outbox;
    private final EventCodec events;
    private final NoticeCodec notices;
    private final Ids ids;
    private final Runnable opened;

    private Phase phase = Phase.OPENING;
    private boolean connected;
    private int connection;
    private boolean running;
    private boolean hasCenter;
    private @Nullable Fetch fetch;
    private Position heard = Position.START;
    private String why = "";

    /**
     * Makes it; {@link #begin} sets it to work.
     *
     * @param opened called once, when the epoch is being opened and the hall serves
     */
    CenterRecovery(
            Topics topics,
            Strand strand,
            Hall hall,
            Journal journal,
            Bus bus,
            Outbox outbox,
            EventCodec events,
            NoticeCodec notices,
            Ids ids,
            Runnable opened) {
        this.topics = topics;
        this.strand = strand;
        this.hall = hall;
        this.journal = journal;
        this.bus = bus;
        this.outbox = outbox;
        this.events = events;
        this.notices = notices;
        this.ids = ids;
        this.opened = opened;
    }

    /**
     * Begins, after the replay.
     *
     * @param center whether this hall has a center at all
     */
    void begin(boolean center) {
        running = true;
        hasCenter = center;
        boolean restored = journal.recovery().restored();
        if (!restored && journal.head().isAfter(Position.START)) {
            hall.resume();
            phase = hall.state().recovering() ? Phase.RECOVERING : Phase.UNCOMPARED;
            why = phase == Phase.RECOVERING ? "no answer of the center yet" : "";
            opened.run();
            endWithoutCenter();
        } else if (!center) {
            openAlone();
        } else {
            why = "no answer of the center yet";
            strand.after(restored ? RESTORED_PATIENCE : PATIENCE, this::openAlone);
        }
    }

    void stop() {
        running = false;
        cancel();
    }

    /** Connected with the center's broker. */
    void connected() {
        connected = true;
        connection++;
        if (phase == Phase.COMPLETE) {
            outbox.begin();
        } else {
            compare();
        }
    }

    /** Not connected any more. */
    void disconnected() {
        connected = false;
        connection++;
        cancel();
        outbox.hold();
    }

    /** The center has acknowledged everything up to here. */
    void acknowledged(Position position) {
        heard = position.isAfter(heard) ? position : heard;
        if (phase == Phase.COMPLETE || (phase == Phase.UNCOMPARED && fetch == null)) {
            if (position.isAfter(journal.head())) {
                lost(position);
            } else {
                outbox.acknowledged(position);
            }
        }
    }

    /** A message of the center in answer to a request. */
    void received(String id, Bus.Message message) {
        if (fetch != null) {
            fetch.received(id, message);
        }
    }

    /** A dispenser holds a lease of an epoch that this journal does not know: it was lost. */
    void leaseSeen(long epoch) {
        long present = hall.tentativeEpoch();
        if (phase != Phase.OPENING && epoch > present && epoch - present <= MOST_AHEAD) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A dispenser has numbers of epoch {0}, of which this journal knows nothing",
                    epoch);
            recover(epoch, "a dispenser has numbers of a later epoch");
            if (connected) {
                compare();
            }
        }
    }

    /** Why the hall does not serve as it should; empty when all is well. */
    Optional<String> trouble() {
        return switch (phase) {
            case OPENING, RECOVERING -> Optional.of(why);
            case UNCOMPARED, COMPLETE -> Optional.empty();
        };
    }

    private void compare() {
        cancel();
        Fetch[] mine = new Fetch[1];
        Fetch made =
                new Fetch(
                        topics,
                        bus,
                        journal,
                        hall,
                        events,
                        notices,
                        ids,
                        phase != Phase.OPENING,
                        result -> {
                            if (fetch == mine[0]) {
                                fetch = null;
                                compared(result);
                            }
                        });
        mine[0] = made;
        fetch = made;
        made.ask();
        strand.after(ASK_AGAIN, () -> askAgain(made));
        if (phase == Phase.UNCOMPARED) {
            strand.after(PATIENCE, () -> sendUncompared(made));
        }
    }

    private void askAgain(Fetch asked) {
        if (fetch == asked) {
            if (!asked.takeAnswered()) {
                asked.ask();
            }
            strand.after(ASK_AGAIN, () -> askAgain(asked));
        }
    }

    /** A center that does not answer such requests still gets its events. */
    private void sendUncompared(Fetch asked) {
        if (fetch == asked && phase == Phase.UNCOMPARED && connected) {
            cancel();
            outbox.begin();
            if (heard.isAfter(Position.START)) {
                acknowledged(heard);
            }
        }
    }

    private void cancel() {
        if (fetch != null) {
            fetch.cancel();
            fetch = null;
        }
    }

    private void compared(Fetch.Result result) {
        switch (result) {
            case Fetch.Result.Done done -> done(done);
            case Fetch.Result.Unusable unusable -> {
                if (!unusable.why().equals(why)) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "The events of the center cannot be used: {0}",
                            unusable.why());
                }
                failed(unusable.why());
            }
            case Fetch.Result.NotStored notStored -> failed(notStored.why());
        }
    }

    private void failed(String reason) {
        if (phase == Phase.UNCOMPARED) {
            // Whatever it is, the center's own comparison will raise its alarm.
            outbox.begin();
            return;
        }
        why = reason;
        int mine = connection;
        strand.after(
                TRY_AGAIN,
                () -> {
                    if (mine == connection && connected && fetch == null) {
                        compare();
                    }
                });
    }

    private void done(Fetch.Result.Done done) {
        heard = done.held().isAfter(heard) ? done.held() : heard;
        switch (phase) {
            case OPENING -> openWith(done);
            case RECOVERING -> finish(done);
            case UNCOMPARED -> {
                if (done.more()) {
                    lostWith(done);
                } else {
                    complete(done.held());
                }
            }
            case COMPLETE -> {
                // Nothing was asked.
            }
        }
    }

    private void complete(Position held) {
        phase = Phase.COMPLETE;
        why = "";
        if (connected) {
            outbox.acknowledged(held);
            outbox.begin();
        }
    }

    /** What the center held has been brought back: the epoch continues the whole. */
    private void openWith(Fetch.Result.Done done) {
        if (!journal.recovery().restored() && !done.more() && !done.forked()) {
            open(false);
            complete(done.held());
            return;
        }
        hall.replay();
        open(true);
        if (done.forked()) {
            compare();
        } else {
            finish(done);
        }
    }

    /** The center does not answer in time. */
    private void openAlone() {
        if (phase == Phase.OPENING && running) {
            // Whoever is acknowledged something was here before, even with nothing left.
            boolean restored =
                    journal.recovery().restored()
                            || journal.head().isAfter(Position.START)
                            || heard.isAfter(Position.START);
            boolean asking = fetch != null;
            cancel();
            hall.replay();
            open(restored);
            if (!restored) {
                phase = Phase.UNCOMPARED;
                why = "";
            }
            if (asking && connected) {
                compare();
            }
            endWithoutCenter();
        }
    }

    /** Where there is no center, nobody holds what was lost. */
    private void endWithoutCenter() {
        if (!hasCenter && phase == Phase.RECOVERING) {
            end(null, Position.START);
        }
    }

    private void open(boolean recovering) {
        phase = recovering ? Phase.RECOVERING : Phase.UNCOMPARED;
        openEpoch(recovering);
        opened.run();
    }

    private void openEpoch(boolean recovering) {
        long known = Math.max(journal.recovery().greatestEpoch(), heard.epoch());
        known = Math.max(known, Math.max(hall.tentativeEpoch(), journal.head().epoch()));
        hall.submit(Hall.Question.system("start", new Command.OpenEpoch(known + 1, recovering)))
                .thenAccept(
                        result -> {
                            if (result instanceof Hall.Result.Refused) {
                                // The disk: what is decided before it opens is refused as well.
                                strand.after(TRY_AGAIN, () -> openEpochAgain(recovering));
                            }
                        });
    }

    private void openEpochAgain(boolean recovering) {
        if (running) {
            openEpoch(recovering);
        }
    }

    private void lost(Position acknowledged) {
        LOG.log(
                System.Logger.Level.ERROR,
                "The center holds events up to {0}, this journal only up to {1}",
                acknowledged,
                journal.head());
        recover(acknowledged.epoch(), "the center holds events that this journal does not");
        if (connected) {
            compare();
        }
    }

    private void lostWith(Fetch.Result.Done done) {
        LOG.log(
                System.Logger.Level.ERROR,
                "The center holds events up to {0} that this journal does not",
                done.held());
        recover(done.held().epoch(), "the center holds events that this journal does not");
        finish(done);
    }

    private void recover(long above, String reason) {
        outbox.hold();
        phase = Phase.RECOVERING;
        why = reason;
        heard =
                new Position(
                        Math.max(above, heard.epoch()), above > heard.epoch() ? 0 : heard.seq());
        openEpoch(true);
    }

    private void finish(Fetch.Result.Done done) {
        if (hall.tentativeEpoch() <= done.held().epoch()) {
            openEpoch(true);
        }
        end(done.lost(), done.held());
    }

    private void end(@Nullable HallState lost, Position held) {
        int mine = connection;
        hall.submit(
                        Hall.Question.system(
                                "recovery",
                                new Command.EndRecovery(
                                        lost == null ? null : lost.snapshot(),
                                        held.epoch(),
                                        held.seq())))
                .thenAccept(
                        result -> {
                            if (phase != Phase.RECOVERING) {
                                return;
                            }
                            switch (result) {
                                case Hall.Result.Accepted ok -> complete(held);
                                case Hall.Result.Refused no -> endAgain(mine, lost, held, no);
                            }
                        });
    }

    /** The journal is in trouble, or the day of those who wait is not open yet. */
    private void endAgain(
            int mine, @Nullable HallState lost, Position held, Hall.Result.Refused refused) {
        why = "it cannot be ended yet: " + refused.refusal().code().word();
        strand.after(
                TRY_AGAIN,
                () -> {
                    if (phase == Phase.RECOVERING && mine == connection && fetch == null) {
                        end(lost, held);
                    }
                });
    }
}
