package org.hallkiosk.core.port.screen;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.hallkiosk.core.domain.Priority;

/**
 * What a dispenser's screen shows.
 *
 * @param language of everything on it
 * @param largeType the version for people who want large type (大字版, R107)
 * @param minute the hall's time, to the minute
 * @param hallName empty before the hall's configuration has come
 * @param staleSince the minute since which the hall has not been heard; absent while it is heard.
 *     What is shown of the queues may be old then; tickets are still given
 * @param categories what may be touched on the page that is shown; empty while an area is to be
 *     chosen first
 * @param simulated whether a peripheral is an emulator, which the screen must say
 */
public record DispenserView(
        Locale language,
        boolean largeType,
        LocalDateTime minute,
        String hallName,
        List<Category> categories,
        Optional<LocalDateTime> staleSince,
        boolean simulated,
        Optional<TechnicianPicture> technician,
        Stage stage)
        implements ScreenView {

    public DispenserView {
        categories = List.copyOf(categories);
    }

    /**
     * One kind of business to choose from (业务类别).
     *
     * @param place floor and area where it is served (R11); empty when the hall names none
     * @param waiting how many wait; absent when that is not known
     */
    public record Category(String id, String name, String place, OptionalInt waiting) {}

    /** Where a visit stands. */
    public sealed interface Stage {}

    /** The hall is not known yet: the first seconds after the start. */
    public record Starting() implements Stage {}

    /**
     * A category may be touched, or an area first (专业区域) in a hall with more categories than one
     * page holds.
     *
     * @param priority the priority that the next ticket is asked for with
     * @param bookings whether a booking's code can be held before a scanner here
     * @param areas the areas to choose from; empty once one is chosen, and in most halls always
     * @param area the name of the area whose categories are shown, "" for what belongs to none;
     *     absent when they are the hall's
     */
    public record Choosing(
            Priority priority, boolean bookings, List<Area> areas, Optional<String> area, Page page)
            implements Stage {
        public Choosing {
            areas = List.copyOf(areas);
        }
    }

    /**
     * A part of the hall to choose.
     *
     * @param id empty for what belongs to no area
     * @param floor empty when the hall names none
     * @param waiting how many wait in all its categories; absent when that is not known
     */
    public record Area(String id, String name, String floor, OptionalInt waiting) {}

    /** Who is called before others (优先, R22) may be touched. */
    public record ChoosingPriority(List<Priority> offered) implements Stage {
        public ChoosingPriority {
            offered = List.copyOf(offered);
        }
    }

    /**
     * Outside the opening hours, and no window is open.
     *
     * @param hours today's hours as the hall writes them; empty when there are none today
     */
    public record HallClosed(String hours) implements Stage {}

    /** No ticket can be given until somebody mends something. */
    public record OutOfService(Trouble why) implements Stage {}

    /** A number is being asked for. The name is empty when a booking's code came with it. */
    public record Asking(String categoryName) implements Stage {}

    /** There is a number, and its paper is being printed. */
    public record Printing(String categoryName, Given number) implements Stage {}

    /**
     * The paper is there to be taken.
     *
     * @param confirmed false when nobody can vouch for the paper
     */
    public record TakeTicket(String categoryName, Given number, boolean confirmed)
            implements Stage {}

    /** It did not work; the sentence says what to do instead. */
    public record Failed(String categoryName, Trouble why) implements Stage {}

    /**
     * A number that was given.
     *
     * @param ahead how many wait before it; absent when it was issued without the hall
     * @param place floor and area to wait in; empty when the hall names none
     */
    public record Given(String ticket, OptionalInt ahead, String place) {}

    /** Why there is no ticket. */
    public enum Trouble {
        /** The printer is out of paper, open, or reports an error. */
        PRINTER,
        /** The printer cannot be reached. */
        PRINTER_GONE,
        /** The paper did not come out as it should; the number was withdrawn. */
        PRINT_FAILED,
        /** The hall cannot be reached and no leased number is left. */
        NO_NUMBERS,
        /** The numbers of this category are used up for today. */
        EXHAUSTED,
        /** The hall's day is not open. */
        NOT_OPEN,
        /** The hall has no booking with this code. */
        BOOKING_UNKNOWN,
        /** Somebody has checked in with this booking already. */
        BOOKING_USED,
        /** Too early for this booking. */
        BOOKING_EARLY,
        /** Too late for it (R38). */
        BOOKING_LATE,
        /** Bookings cannot be looked up now. */
        NO_BOOKINGS,
        /** What was held before the scanner cannot be read. */
        UNREADABLE_CODE,
        /** The hall or this device cannot save anything, or something else is wrong. */
        TRY_AGAIN
    }
}
