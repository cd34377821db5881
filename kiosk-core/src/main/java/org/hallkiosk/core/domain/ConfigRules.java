package org.hallkiosk.core.domain;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a configuration of the hall must fulfil. */
public final class ConfigRules {

    /** 专业区域 ≤ 6 (S2 7.1.6.3, R24). */
    public static final int SPECIALIST_AREAS = 6;

    /** Window numbers are 1–999 (OUTSIDE.md). */
    public static final int MAX_WINDOW = 999;

    /** A panel's and a topic's worth: keys are short words without a blank. */
    private static final Pattern KEY = Pattern.compile("[^\\s/+#]{1,64}");

    private static final Pattern PREFIX = Pattern.compile("[A-Z]{1,3}");
    private static final int MAX_EVALUATION_SECONDS = 24 * 60 * 60;
    private static final int MAX_SERVICE_SECONDS = 4 * 60 * 60;
    private static final int MAX_PRIORITY_RUN = 100;

    private final HallConfig config;
    private final List<Staff> staff;

    private ConfigRules(HallConfig config, List<Staff> staff) {
        this.config = config;
        this.staff = staff;
    }

    /**
     * Says what is wrong first, with the field and the reason as args.
     *
     * @return null when nothing is
     */
    public static @Nullable Refusal problem(HallConfig config, List<Staff> staff) {
        try {
            ConfigRules rules = new ConfigRules(config, staff);
            rules.areas();
            rules.categories();
            rules.windows();
            rules.ranges();
            rules.numbers();
            rules.staff();
            return null;
        } catch (RuleBroken broken) {
            return broken.refusal();
        }
    }

    private void areas() throws RuleBroken {
        Set<String> ids = new HashSet<>();
        int specialist = 0;
        for (HallConfig.Area area : config.areas()) {
            require(KEY.matcher(area.id()).matches(), "areas.id", "not-a-key");
            require(ids.add(area.id()), "areas.id", "twice");
            specialist += area.specialist() ? 1 : 0;
        }
        require(specialist <= SPECIALIST_AREAS, "areas.specialist", "more-than-six");
    }

    private void categories() throws RuleBroken {
        Set<String> ids = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (HallConfig.Category category : config.categories()) {
            require(KEY.matcher(category.id()).matches(), "categories.id", "not-a-key");
            require(ids.add(category.id()), "categories.id", "twice");
            require(
                    PREFIX.matcher(category.prefix()).matches(),
                    "categories.prefix",
                    "not-1-to-3-capitals");
            require(prefixes.add(category.prefix()), "categories.prefix", "twice");
            require(isArea(category.area()), "categories.area", "unknown");
        }
    }

    private void windows() throws RuleBroken {
        Set<Integer> numbers = new HashSet<>();
        Set<String> categories = new HashSet<>();
        config.categories().forEach(c -> categories.add(c.id()));
        for (HallConfig.Window window : config.windows()) {
            require(window.no() >= 1 && window.no() <= MAX_WINDOW, "windows.no", "not-1-to-999");
            require(numbers.add(window.no()), "windows.no", "twice");
            require(isArea(window.area()), "windows.area", "unknown");
            require(categories.containsAll(window.categories()), "windows.categories", "unknown");
            require(
                    new HashSet<>(window.categories()).size() == window.categories().size(),
                    "windows.categories",
                    "twice");
            require(
                    window.transferTo() == null || categories.contains(window.transferTo()),
                    "windows.transferTo",
                    "unknown");
        }
    }

    private boolean isArea(@Nullable String id) {
        return id == null || config.areas().stream().anyMatch(area -> area.id().equals(id));
    }

    private void ranges() throws RuleBroken {
        HallConfig.Ranges ranges = config.ranges();
        for (HallConfig.Range range : List.of(ranges.hall(), ranges.blocks(), ranges.recovery())) {
            require(
                    1 <= range.from()
                            && range.from() <= range.to()
                            && range.to() <= TicketNumber.MAX,
                    "ranges",
                    "not-1-to-999");
        }
        boolean apart =
                apart(ranges.hall(), ranges.blocks())
                        && apart(ranges.blocks(), ranges.recovery())
                        && apart(ranges.hall(), ranges.recovery());
        require(apart, "ranges", "overlap");
    }

    private static boolean apart(HallConfig.Range a, HallConfig.Range b) {
        return a.to() < b.from() || b.to() < a.from();
    }

    private void numbers() throws RuleBroken {
        HallConfig.Rules rules = config.rules();
        within(rules.evaluationSeconds(), MAX_EVALUATION_SECONDS, "rules.evaluationSeconds");
        within(rules.priorityRun(), MAX_PRIORITY_RUN, "rules.priorityRun");
        within(rules.typicalServiceSeconds(), MAX_SERVICE_SECONDS, "rules.typicalServiceSeconds");
        within(rules.parkMinutes(), Command.TicketPark.MAX_MINUTES, "rules.parkMinutes");
    }

    private void staff() throws RuleBroken {
        Set<String> numbers = new HashSet<>();
        for (Staff person : staff) {
            require(KEY.matcher(person.no()).matches(), "staff.no", "not-a-key");
            require(numbers.add(person.no()), "staff.no", "twice");
        }
    }

    private static void within(int value, int max, String field) throws RuleBroken {
        require(value >= 1 && value <= max, field, "not-1-to-" + max);
    }

    private static void require(boolean holds, String field, String why) throws RuleBroken {
        if (!holds) {
            throw new RuleBroken(
                    new Refusal(RefusalCode.CONFIG_INVALID, Map.of("field", field, "why", why)));
        }
    }
}
