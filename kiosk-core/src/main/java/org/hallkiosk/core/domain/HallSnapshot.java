package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a {@link HallState} as one immutable value: two states are the same when their snapshots
 * are equal. What can be worked out from the rest (lines, indexes) is not in it.
 *
 * @param epoch 0 before the first event
 * @param seq the last event that is in it
 * @param at the time of that event
 * @param doubt which of today's numbers may exist without the hall knowing of them
 * @param lossDay the hall's date when the last loss was found; null when it is not known or there
 *     was none
 * @param day the open business day, or the last one; null before the first
 * @param dayOpenedAt when it was opened
 * @param windows those of the configuration, by number
 * @param tickets those of the day in the order in which the hall learned of them
 * @param blocks in the order of their leases
 * @param earlierAdoptions of the days before, oldest first
 * @param numbers the last numbers given out, by prefix
 * @param lines what is remembered of each category's line, by category
 * @param bookings in the order in which they were registered
 */
public record HallSnapshot(
        long epoch,
        long seq,
        Instant at,
        boolean recovering,
        Doubt doubt,
        @Nullable LocalDate lossDay,
        boolean clockTrusted,
        @Nullable LocalDate day,
        boolean dayOpen,
        Instant dayOpenedAt,
        HallConfig config,
        List<Staff> staff,
        List<WindowState> windows,
        List<Ticket> tickets,
        List<Block> blocks,
        List<EarlierAdoption> earlierAdoptions,
        Map<String, Numbers> numbers,
        Map<String, LineMemory> lines,
        List<Booking> bookings) {

    public HallSnapshot {
        requireNonNull(at);
        requireNonNull(doubt);
        requireNonNull(dayOpenedAt);
        requireNonNull(config);
        staff = List.copyOf(staff);
        windows = List.copyOf(windows);
        tickets = List.copyOf(tickets);
        blocks = List.copyOf(blocks);
        earlierAdoptions = List.copyOf(earlierAdoptions);
        numbers = Map.copyOf(numbers);
        lines = Map.copyOf(lines);
        bookings = List.copyOf(bookings);
    }

    /**
     * The last number given out of each range; 0 before the first.
     *
     * @param blocks the last number of the last block leased
     */
    public record Numbers(int hall, int recovery, int blocks) {
        static final Numbers NONE = new Numbers(0, 0, 0);
    }

    /**
     * What a category's line remembers of those who have left it.
     *
     * @param lastCalled the number called last
     * @param ordinaryCalled the latest place called so far from the ordinary line
     * @param priorityCalled the same of the priority line
     * @param turnSeconds how long the latest turns at a window lasted, oldest first
     */
    public record LineMemory(
            @Nullable String lastCalled,
            @Nullable Instant ordinaryCalled,
            @Nullable Instant priorityCalled,
            List<Integer> turnSeconds) {
        static final LineMemory NONE = new LineMemory(null, null, null, List.of());

        public LineMemory {
            turnSeconds = List.copyOf(turnSeconds);
        }
    }
}
