package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hall's configuration, one for the hall, as far as it is not staff. It is state: changed only
 * by {@link Event.HallConfigured}.
 *
 * <p>The records here only refuse null. {@link ConfigRules#problem} says whether the whole makes
 * sense, so that a bad one is a refusal with a reason and never an exception.
 *
 * @param version 1 for the first; the engine gives the number, what a request says is ignored
 * @param name the hall's name for citizens
 * @param areas specialist areas (专业区域) and others, with their floor
 * @param hours the opening hours, shown to citizens (R9). A take outside them is not refused: who
 *     queues at closing is served (R30) and hours are extended without notice (R28)
 * @param texts what citizens read, by key, for example {@code ticket.footer}
 */
public record HallConfig(
        int version,
        String name,
        List<Area> areas,
        List<Category> categories,
        List<Window> windows,
        Ranges ranges,
        Rules rules,
        List<Hours> hours,
        Map<String, String> texts) {

    public HallConfig {
        requireNonNull(name);
        areas = List.copyOf(areas);
        categories = List.copyOf(categories);
        windows = List.copyOf(windows);
        requireNonNull(ranges);
        requireNonNull(rules);
        hours = List.copyOf(hours);
        texts = Map.copyOf(texts);
    }

    /** The configuration of a hall that has none yet: version 0, nothing in it. */
    public static HallConfig empty() {
        return new HallConfig(
                0,
                "",
                List.of(),
                List.of(),
                List.of(),
                Ranges.defaults(),
                Rules.defaults(),
                List.of(),
                Map.of());
    }

    /** The same with another version number. */
    public HallConfig withVersion(int newVersion) {
        return new HallConfig(
                newVersion, name, areas, categories, windows, ranges, rules, hours, texts);
    }

    /** The hall's name in a language; its own where it has none in that language. */
    public String hallName(Locale language) {
        return named("hall.name", language).orElse(name);
    }

    /** A category's name in a language; its own where it has none in that language. */
    public String categoryName(String id, Locale language) {
        return named("category." + id, language)
                .or(() -> category(id).map(Category::name))
                .orElse(id);
    }

    /** An area's name in a language; its own where it has none in that language. */
    public String areaName(String id, Locale language) {
        return named("area." + id, language).or(() -> area(id).map(Area::name)).orElse(id);
    }

    /** Floor and area where a category is served (R11); empty when the hall names none. */
    public String place(String category, Locale language) {
        return category(category)
                .flatMap(c -> area(c.area()))
                .map(a -> (a.floor() + " " + areaName(a.id(), language)).strip())
                .orElse("");
    }

    /** The category with an id. */
    public Optional<Category> category(String id) {
        return categories.stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** What a ticket's number is for: its letters, a prefix, belong to one category alone. */
    public Optional<Category> categoryOfTicket(String number) {
        return categories.stream()
                .filter(c -> number.startsWith(c.prefix()))
                .filter(c -> number.length() == c.prefix().length() + TicketNumber.DIGITS)
                .findFirst();
    }

    private Optional<Area> area(@Nullable String id) {
        return areas.stream().filter(a -> a.id().equals(id)).findFirst();
    }

    /** Names in other languages are texts of the hall: {@code category.social.en}. */
    private Optional<String> named(String key, Locale language) {
        return Optional.ofNullable(texts.get(key + "." + language.getLanguage()));
    }

    /**
     * A part of the hall.
     *
     * @param specialist a specialist area; a hall has at most six (R24)
     */
    public record Area(String id, String name, String floor, boolean specialist) {
        public Area {
            requireNonNull(id);
            requireNonNull(name);
            requireNonNull(floor);
        }
    }

    /**
     * A kind of business that citizens queue for (业务类别).
     *
     * @param prefix the letters ahead of the number on the paper, no other category's
     * @param area the area where it is served; null for no particular one
     */
    public record Category(String id, String name, String prefix, @Nullable String area) {
        public Category {
            requireNonNull(id);
            requireNonNull(name);
            requireNonNull(prefix);
        }
    }

    /**
     * A window (窗口).
     *
     * @param no 1–999, the stable key
     * @param label what the panel shows as its number or name
     * @param zone the speaker zone in which its calls are spoken; null for silence
     * @param device the identity of the device that serves it; null when none does
     * @param categories what it calls
     * @param evaluator whether an evaluator (评价器) stands on its counter
     * @param transferTo the category to which the transfer key of its call pad hands on, because a
     *     pad cannot say one; null when the key does nothing
     */
    public record Window(
            int no,
            String label,
            @Nullable String area,
            @Nullable String zone,
            @Nullable String device,
            List<String> categories,
            boolean evaluator,
            @Nullable String transferTo) {
        public Window {
            requireNonNull(label);
            categories = List.copyOf(categories);
        }

        /** One whose pad hands on to nobody. */
        public Window(
                int no,
                String label,
                @Nullable String area,
                @Nullable String zone,
                @Nullable String device,
                List<String> categories,
                boolean evaluator) {
            this(no, label, area, zone, device, categories, evaluator, null);
        }
    }

    /** An inclusive range of ticket numbers. */
    public record Range(int from, int to) {
        /** Whether the number lies in it. */
        public boolean contains(int number) {
            return from <= number && number <= to;
        }
    }

    /**
     * Which numbers of a category come from where (TICKET.md, offline). They never overlap.
     *
     * @param hall what the hall gives out itself
     * @param blocks what it leases to dispensers
     * @param recovery what it gives out after a restore
     */
    public record Ranges(Range hall, Range blocks, Range recovery) {
        public Ranges {
            requireNonNull(hall);
            requireNonNull(blocks);
            requireNonNull(recovery);
        }

        /** 001–699, 700–899 and 900–999 (TICKET.md). */
        public static Ranges defaults() {
            return new Ranges(new Range(1, 699), new Range(700, 899), new Range(900, 999));
        }
    }

    /**
     * Numbers that are rules.
     *
     * @param evaluationSeconds how long an offered evaluation stays open
     * @param priorityRun how many priority tickets a window may call one after the other while
     *     somebody waits in its ordinary line
     * @param typicalServiceSeconds what a turn at a window is taken to last in a category where
     *     none has been observed
     * @param parkMinutes how long a ticket stays parked when nobody says how long
     */
    public record Rules(
            int evaluationSeconds, int priorityRun, int typicalServiceSeconds, int parkMinutes) {
        /** 5 minutes (TICKET.md, evaluation); two in a row; 5 minutes; half an hour. */
        public static Rules defaults() {
            return new Rules(300, 2, 300, 30);
        }
    }

    /** Opening hours on one day of the week. */
    public record Hours(DayOfWeek day, LocalTime from, LocalTime to) {
        public Hours {
            requireNonNull(day);
            requireNonNull(from);
            requireNonNull(to);
        }
    }
}
