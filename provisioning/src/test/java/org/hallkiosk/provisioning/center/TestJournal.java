package org.hallkiosk.provisioning.center;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.journal.ChainHash;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;

/** One epoch of a hall's journal as the hall would write it: bytes and chain. */
final class TestJournal {

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final EventCodec CODEC = new EventCodec(new Json(ZONE));
    static final EventReader READER = EventReader.of(CODEC);
    static final Instant MORNING = Instant.parse("2026-11-23T01:00:00Z");

    /** An event that a hall sends. */
    record Sent(Position position, byte[] bytes, byte[] hash) {}

    final String hall;
    final long epoch;
    final List<Sent> sent = new ArrayList<>();
    private final byte[] start;

    private TestJournal(String hall, long epoch, byte[] start) {
        this.hall = hall;
        this.epoch = epoch;
        this.start = start;
    }

    /** The first epoch, begun. */
    static TestJournal first(String hall) {
        TestJournal journal = new TestJournal(hall, 1, ChainHash.start(hall));
        journal.add(new Event.EpochOpened(0, 0, false, null));
        return journal;
    }

    /** An epoch that goes on after an event of this one. */
    TestJournal next(long newEpoch, long afterSeq) {
        TestJournal next = new TestJournal(hall, newEpoch, sent.get((int) afterSeq - 1).hash);
        next.add(new Event.EpochOpened(epoch, afterSeq, true, null));
        return next;
    }

    Sent add(Event event) {
        return add(MORNING.plusSeconds(sent.size()), event);
    }

    Sent add(Instant at, Event event) {
        return addBytes(
                CODEC.encode(
                        new EventRecord(
                                id(epoch, sent.size() + 1),
                                hall,
                                epoch,
                                sent.size() + 1,
                                at,
                                null,
                                Actor.system("test"),
                                null,
                                event)));
    }

    /** Whatever bytes, chained. */
    Sent addBytes(byte[] bytes) {
        Sent added =
                new Sent(
                        new Position(epoch, sent.size() + 1),
                        bytes,
                        ChainHash.next(hash(sent.size()), bytes));
        sent.add(added);
        return added;
    }

    /** An event that means nothing to anybody yet. */
    Sent addUnknown(String type) {
        return addBytes(
                """
                {"id":"%s","hall":"%s","epoch":%d,"seq":%d,"type":"%s","v":9,"data":{}}"""
                        .formatted(id(epoch, sent.size() + 1), hall, epoch, sent.size() + 1, type)
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A ticket is taken. */
    UUID take(Instant at, String ticket, String category) {
        UUID ticketId = id(1000 + epoch, sent.size() + 1);
        add(
                at,
                new Event.TicketTaken(
                        ticketId,
                        ticket,
                        category,
                        "dispenser-1",
                        org.hallkiosk.core.domain.Priority.NONE,
                        null));
        return ticketId;
    }

    /** Some event, a different one each time. */
    Sent addSome() {
        return add(new Event.ClockStepped(sent.size(), true));
    }

    /**
     * What somebody who can write the hall's disk does: changes one byte, and recomputes every
     * later hash so that the journal is in order again.
     */
    void tamper(long seq) {
        byte[] changed = sent.get((int) seq - 1).bytes.clone();
        for (int i = changed.length - 1; i > 0; i--) {
            if (Character.isDigit(changed[i])) {
                changed[i] = (byte) (changed[i] == '9' ? '8' : changed[i] + 1);
                break;
            }
        }
        for (int i = (int) seq - 1; i < sent.size(); i++) {
            byte[] bytes = i == seq - 1 ? changed : sent.get(i).bytes;
            sent.set(i, new Sent(sent.get(i).position, bytes, ChainHash.next(hash(i), bytes)));
        }
    }

    Sent at(long seq) {
        return sent.get((int) seq - 1);
    }

    byte[] hash(int seq) {
        return seq == 0 ? start : sent.get(seq - 1).hash;
    }

    String headHash() {
        return ChainHash.hex(hash(sent.size()));
    }

    /** As the collector hands it to the store. */
    Incoming.Numbered incoming(Sent event) {
        return incoming(hall, event);
    }

    static Incoming.Numbered incoming(String hall, Sent event) {
        return incoming(hall, event, MORNING);
    }

    static Incoming.Numbered incoming(String hall, Sent event, Instant at) {
        try {
            return new Incoming.Numbered(
                    hall,
                    Envelope.read(hall, event.bytes),
                    event.bytes,
                    Optional.of(event.hash),
                    at);
        } catch (Envelope.Malformed e) {
            throw new AssertionError(e);
        }
    }

    List<Incoming> incoming(long from, long to) {
        return incoming(from, to, MORNING);
    }

    /** The same, come at a moment of the center's clock. */
    List<Incoming> incoming(long from, long to, Instant at) {
        List<Incoming> batch = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            batch.add(incoming(hall, at(seq), at));
        }
        return batch;
    }

    private static UUID id(long high, long low) {
        return new UUID(0x0190_0000_0000_7000L | high, 0x8000_0000_0000_0000L | low);
    }
}
