package org.hallkiosk.core.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The people who wait in one category, in two lines, and what is remembered of earlier ones. */
final class Line {

    /** As many turns as the estimate looks back at. */
    private static final int TURNS = 32;

    private final NavigableMap<Place, Ticket> ordinary = new TreeMap<>();
    private final NavigableMap<Place, Ticket> priority = new TreeMap<>();
    private HallSnapshot.LineMemory memory;

    Line(HallSnapshot.LineMemory memory) {
        this.memory = memory;
    }

    HallSnapshot.LineMemory memory() {
        return memory;
    }

    NavigableMap<Place, Ticket> of(Priority reason) {
        return reason == Priority.NONE ? ordinary : priority;
    }

    void put(Ticket ticket) {
        of(ticket.priority()).put(ticket.place(), ticket);
    }

    void remove(Ticket ticket) {
        of(ticket.priority()).remove(ticket.place());
    }

    void clear() {
        ordinary.clear();
        priority.clear();
    }

    int size() {
        return ordinary.size() + priority.size();
    }

    /** How many are called before a ticket at this place, if nobody with priority comes. */
    int ahead(Priority reason, Place place) {
        int before = before(of(reason), place);
        return reason == Priority.NONE ? priority.size() + before : before;
    }

    /** Whether {@link #ahead} counts this ticket, which waits in the same category. */
    static boolean isAhead(Ticket waiting, Priority reason, Place place) {
        boolean preferred = reason != Priority.NONE;
        return (waiting.priority() != Priority.NONE) == preferred
                ? waiting.place().compareTo(place) < 0
                : !preferred;
    }

    private static int before(NavigableMap<Place, Ticket> line, Place place) {
        // A submap counts its entries one by one, and who comes now comes last.
        boolean last = line.isEmpty() || line.lastKey().compareTo(place) < 0;
        return last ? line.size() : line.headMap(place, false).size();
    }

    /** When the person who has waited longest came; null when nobody waits. */
    @Nullable Instant waitingSince() {
        Place first = ordinary.isEmpty() ? null : ordinary.firstKey();
        Place preferred = priority.isEmpty() ? null : priority.firstKey();
        if (first == null || preferred == null) {
            Place only = first == null ? preferred : first;
            return only == null ? null : only.at();
        }
        return first.compareTo(preferred) < 0 ? first.at() : preferred.at();
    }

    /** The latest place that was called from the line that this priority stands in. */
    @Nullable Instant called(Priority reason) {
        return reason == Priority.NONE ? memory.ordinaryCalled() : memory.priorityCalled();
    }

    void rememberCall(Ticket ticket) {
        Instant place = ticket.place().at();
        boolean first = ticket.priority() == Priority.NONE;
        memory =
                new HallSnapshot.LineMemory(
                        ticket.number(),
                        first ? later(memory.ordinaryCalled(), place) : memory.ordinaryCalled(),
                        first ? memory.priorityCalled() : later(memory.priorityCalled(), place),
                        memory.turnSeconds());
    }

    void rememberTurn(int seconds) {
        List<Integer> turns = new ArrayList<>(memory.turnSeconds());
        if (turns.size() == TURNS) {
            turns.removeFirst();
        }
        turns.add(seconds);
        memory =
                new HallSnapshot.LineMemory(
                        memory.lastCalled(),
                        memory.ordinaryCalled(),
                        memory.priorityCalled(),
                        turns);
    }

    /**
     * The turn that is longer than this part of the observed ones.
     *
     * @param quarter 1 or 3: the lower or the upper quartile
     * @param typical what to answer when nothing was observed, scaled to half or one and a half
     */
    int turnSeconds(int quarter, int typical) {
        List<Integer> turns = new ArrayList<>(memory.turnSeconds());
        if (turns.isEmpty()) {
            return typical * quarter / 2;
        }
        Collections.sort(turns);
        return turns.get((turns.size() - 1) * quarter / 4);
    }

    private static Instant later(@Nullable Instant a, Instant b) {
        return a == null || a.isBefore(b) ? b : a;
    }
}
