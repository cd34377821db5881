package org.hallkiosk.core.hall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.journal.Batch;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Entry;
import org.hallkiosk.core.journal.Journal;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.NoticeCodec;
import org.jspecify.annotations.Nullable;

/**
 * One comparison with what the center holds, from the last event that it acknowledged on (EVENTS.md
 * 10). Every event is checked against the chain; what this journal does not hold is brought back
 * into it. On the hall's strand; of no use after its end.
 */
final class Fetch {

    private static final int PAGE = 100;

    /** What came of it. */
    sealed interface Result {
        /**
         * The center has told all that it holds.
         *
         * @param held its last event; {@link Position#START} when it holds none
         * @param more whether it held anything that this journal did not; also what it does not
         *     give any more, and what follows that
         * @param forked whether it held another event under a number of this journal
         * @param lost the state after the last event that this journal did not hold; null without
         *     one, or when it was not asked for
         */
        record Done(Position held, boolean more, boolean forked, @Nullable HallState lost)
                implements Result {}

        /** What the center told cannot be used, and asking again gives the same. */
        record Unusable(String why) implements Result {}

        /** The journal could not take it in; it may later. */
        record NotStored(String why) implements Result {}
    }

    /** Told once, on the strand. */
    interface End {
        /** It has ended. */
        void ended(Result result);
    }

    private final Topics topics;
    private final Bus bus;
    private final Journal journal;
    private final Hall hall;
    private final EventCodec events;
    private final NoticeCodec notices;
    private final Ids ids;
    private final boolean wantsState;
    private final End end;

    private UUID request = new UUID(0, 0);
    private Position next;
    private byte @Nullable [] hash;
    private Position held = Position.START;
    private Position reached = Position.START;
    private boolean more;
    private boolean forked;
    private boolean archived;

    /** The epoch goes on after something that the center did not give. */
    private boolean headless;

    private @Nullable HallState lost;
    private final List<byte[]> page = new ArrayList<>();
    private Position pageFirst = Position.START;
    private byte[] pagePrevious = new byte[0];
    private int writing;
    private boolean epochEnded;
    private boolean ended;
    private boolean answered;

    /**
     * Makes it; {@link #ask} begins.
     *
     * @param wantsState whether the state after the lost events is wanted
     */
    Fetch(
            Topics topics,
            Bus bus,
            Journal journal,
            Hall hall,
            EventCodec events,
            NoticeCodec notices,
            Ids ids,
            boolean wantsState,
            End end) {
        this.topics = topics;
        this.bus = bus;
        this.journal = journal;
        this.hall = hall;
        this.events = events;
        this.notices = notices;
        this.ids = ids;
        this.wantsState = wantsState;
        this.end = end;
        Position common = journal.cursor(Outbox.CURSOR);
        Optional<Entry> known = entry(common);
        if (known.isPresent()) {
            // The event itself once more, to see that it is the same.
            next = common;
            hash = hashBefore(common);
        } else if (common.seq() > 0 && common.equals(journal.recovery().head())) {
            next = new Position(common.epoch(), common.seq() + 1);
            hash = journal.recovery().headHash();
        } else {
            next = new Position(1, 1);
        }
    }

    /** Asks, or asks again for what has not come yet. */
    void ask() {
        if (ended) {
            return;
        }
        request = ids.next();
        bus.publish(
                        Bus.Message.of(
                                        topics.centerRequest("events"),
                                        notices.encodeEventsRequest(next.epoch(), next.seq()))
                                .withResponse(
                                        topics.centerResponse(request.toString()), new byte[0]))
                .exceptionally(notSent -> null);
    }

    /** Nothing more is wanted. */
    void cancel() {
        ended = true;
    }

    /** Whether the center has said anything since this was last asked. */
    boolean takeAnswered() {
        boolean was = answered;
        answered = false;
        return was;
    }

    /**
     * A message of the center.
     *
     * @param id that of the request which it answers
     */
    void received(String id, Bus.Message message) {
        if (ended || !id.equals(request.toString())) {
            return;
        }
        answered = true;
        String claimed = message.userProperties().get("hash");
        if (claimed != null) {
            event(message.payload(), claimed);
        } else if (notices.decodeEventsEnd(message.payload())
                        instanceof Decoded.Good<NoticeCodec.EventsEnd>(NoticeCodec.EventsEnd told)
                && told.held().epoch() <= Position.MAX_EPOCH
                && told.held().seq() <= Position.MAX_SEQ) {
            epochEnded(told);
        }
    }

    private void event(byte[] bytes, String claimed) {
        if (!(events.decode(bytes) instanceof Decoded.Good<EventRecord>(EventRecord entry))) {
            fail("The center holds an event that this program cannot read, after " + next);
            return;
        }
        boolean expected =
                entry.hall().equals(topics.hall())
                        && entry.epoch() == next.epoch()
                        && entry.seq() == next.seq();
        if (!expected) {
            // A repetition; after a gap, the end of the epoch does not fit and it is asked again.
            return;
        }
        byte[] before = hash;
        if (next.seq() == 1) {
            before = start(entry);
        }
        boolean begins = entry.event() instanceof Event.EpochOpened;
        if (before == null && begins && !forked && entry(next).isEmpty()) {
            headless = true;
            return;
        }
        if (before == null) {
            fail("The chain before " + next + " is not known here");
            return;
        }
        byte[] after = ChainHash.next(before, bytes);
        if (!ChainHash.hex(after).equals(claimed)) {
            fail("The center's chain is broken at " + next);
            return;
        }
        compare(entry, bytes, before, after);
    }

    private void compare(EventRecord entry, byte[] bytes, byte[] before, byte[] after) {
        Optional<Entry> ours = entry(next);
        boolean same = ours.isPresent() && Arrays.equals(ours.get().hash(), after);
        if (!same || forked) {
            more = true;
            forked |= ours.isPresent();
            if (wantsState && !follow(entry)) {
                return;
            }
            if (!forked) {
                bringBack(bytes, before);
            }
        }
        hash = after;
        next = new Position(next.epoch(), next.seq() + 1);
    }

    /** What the chain of an epoch begins with: the hash of what its first event says. */
    private byte @Nullable [] start(EventRecord first) {
        if (!(first.event() instanceof Event.EpochOpened opened)) {
            return null;
        }
        if (opened.previousSeq() == 0) {
            return ChainHash.start(topics.hall());
        }
        Position previous = new Position(opened.previousEpoch(), opened.previousSeq());
        if (previous.equals(reached)) {
            return hash;
        }
        return forked ? null : entry(previous).map(Entry::hash).orElse(null);
    }

    private boolean follow(EventRecord entry) {
        try {
            HallState state = lost;
            Position previous =
                    entry.event() instanceof Event.EpochOpened opened
                            ? new Position(opened.previousEpoch(), opened.previousSeq())
                            : new Position(entry.epoch(), entry.seq() - 1);
            if (state == null
                    || state.epoch() != previous.epoch()
                    || state.seq() != previous.seq()) {
                state = hall.stateAt(previous);
                lost = state;
            }
            state.apply(entry);
            return true;
        } catch (IllegalArgumentException e) {
            fail("What the center holds does not fit together: " + e.getMessage());
            return false;
        }
    }

    private void bringBack(byte[] bytes, byte[] before) {
        if (archived) {
            return;
        }
        if (page.isEmpty()) {
            pageFirst = next;
            pagePrevious = before;
        }
        page.add(bytes);
        if (page.size() == PAGE) {
            storePage();
        }
    }

    private void storePage() {
        if (page.isEmpty()) {
            return;
        }
        writing++;
        journal.refill(
                Batch.of(pageFirst, page),
                pagePrevious,
                outcome -> {
                    writing--;
                    stored(outcome);
                });
        page.clear();
    }

    private void stored(Outcome outcome) {
        if (ended) {
            return;
        }
        if (outcome instanceof Outcome.Refused(Outcome.Reason reason, String text)) {
            if (reason == Outcome.Reason.OUT_OF_SEQUENCE && wantsState) {
                // Behind what is archived here: the center has it, and the state is taken over.
                archived = true;
            } else {
                finish(new Result.NotStored(text));
                return;
            }
        }
        if (epochEnded && writing == 0) {
            nextEpoch();
        }
    }

    private void epochEnded(NoticeCodec.EventsEnd told) {
        boolean whole = told.epoch() == next.epoch() && told.from() + told.count() == next.seq();
        if (!whole && !headless) {
            ask();
            return;
        }
        if (next.seq() > 1) {
            reached = new Position(next.epoch(), next.seq() - 1);
        }
        held = new Position(told.held().epoch(), told.held().seq());
        storePage();
        epochEnded = true;
        if (writing == 0) {
            nextEpoch();
        }
    }

    private void nextEpoch() {
        epochEnded = false;
        if (next.epoch() < held.epoch() && !headless) {
            next = new Position(next.epoch() + 1, 1);
            ask();
        } else {
            // The center may have removed the beginning of what it held (its retention), or never
            // had it: what it does not give is lost.
            boolean notGiven = next.epoch() == held.epoch() && next.seq() <= held.seq();
            finish(new Result.Done(held, more || headless || notGiven, forked, lost));
        }
    }

    private void fail(String why) {
        finish(new Result.Unusable(why));
    }

    private void finish(Result result) {
        if (!ended) {
            ended = true;
            end.ended(result);
        }
    }

    private Optional<Entry> entry(Position position) {
        if (position.seq() == 0) {
            return Optional.empty();
        }
        return journal.read(new Position(position.epoch(), position.seq() - 1), 1).stream()
                .filter(entry -> entry.position().equals(position))
                .findFirst();
    }

    private byte @Nullable [] hashBefore(Position position) {
        return entry(new Position(position.epoch(), position.seq() - 1))
                .map(Entry::hash)
                .orElse(null);
    }
}
