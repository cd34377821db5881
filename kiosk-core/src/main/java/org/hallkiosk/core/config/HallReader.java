package org.hallkiosk.core.config;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import org.hallkiosk.core.domain.ConfigRules;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Refusal;
import org.hallkiosk.core.domain.Staff;

/**
 * Reads a hall's configuration, in the same form that it has on the bus (docs/contract, {@code
 * config/hall}). What must fit together is judged by the domain's own rules.
 */
final class HallReader {

    private static final LocalTime MIDNIGHT = LocalTime.MIDNIGHT;

    private HallReader() {}

    static HallSetup.Initial read(Section hall) {
        HallConfig config =
                new HallConfig(
                        0,
                        hall.text("name", "Name the hall as its visitors call it."),
                        hall.sections("areas", HallReader::area),
                        hall.sections("categories", HallReader::category),
                        hall.sections("windows", HallReader::window),
                        hall.optionalSection("ranges")
                                .map(HallReader::ranges)
                                .orElseGet(HallConfig.Ranges::defaults),
                        hall.optionalSection("rules")
                                .map(HallReader::rules)
                                .orElseGet(HallConfig.Rules::defaults),
                        hall.sections("hours", HallReader::hours),
                        hall.textsByName("texts"));
        List<Staff> staff = hall.sections("staff", HallReader::staff);
        hall.refuseUnknownKeys();
        Refusal refusal = ConfigRules.problem(config, staff);
        if (refusal != null) {
            hall.problem(
                    refusal.args().getOrDefault("field", ""),
                    "It breaks a rule of the hall: " + refusal.args().get("why") + ".",
                    "docs/contract/schemas/config/hall.json says what may stand here.");
        }
        return new HallSetup.Initial(config, staff);
    }

    private static HallConfig.Area area(Section area) {
        return new HallConfig.Area(
                area.text("id", "Give the area a short name."),
                area.text("name", "Write what visitors read."),
                area.text("floor", "Write the floor, for example 1F."),
                area.bool("specialist", false));
    }

    private static HallConfig.Category category(Section category) {
        return new HallConfig.Category(
                category.text("id", "Give the category a short name."),
                category.text("name", "Write what visitors read."),
                category.text("prefix", "Give one to three capital letters."),
                category.optionalText("area"));
    }

    private static HallConfig.Window window(Section window) {
        return new HallConfig.Window(
                window.integer("no", 1, 999, null),
                window.text("label", "Write what the panel shows as its number or name."),
                window.optionalText("area"),
                window.optionalText("zone"),
                window.optionalText("device"),
                window.texts("categories"),
                window.bool("evaluator", false));
    }

    private static HallConfig.Ranges ranges(Section ranges) {
        HallConfig.Ranges read =
                new HallConfig.Ranges(
                        range(ranges.section("hall")),
                        range(ranges.section("blocks")),
                        range(ranges.section("recovery")));
        ranges.refuseUnknownKeys();
        return read;
    }

    private static HallConfig.Range range(Section range) {
        HallConfig.Range read =
                new HallConfig.Range(
                        range.integer("from", 1, 999, null), range.integer("to", 1, 999, null));
        range.refuseUnknownKeys();
        return read;
    }

    private static HallConfig.Rules rules(Section rules) {
        HallConfig.Rules defaults = HallConfig.Rules.defaults();
        HallConfig.Rules read =
                new HallConfig.Rules(
                        rules.integer("evaluationSeconds", 1, 86_400, defaults.evaluationSeconds()),
                        rules.integer("priorityRun", 1, 100, defaults.priorityRun()),
                        rules.integer(
                                "typicalServiceSeconds",
                                1,
                                14_400,
                                defaults.typicalServiceSeconds()));
        rules.refuseUnknownKeys();
        return read;
    }

    private static HallConfig.Hours hours(Section hours) {
        return new HallConfig.Hours(
                hours.parsed(
                        "day",
                        "a day of the week in English, such as monday",
                        DayOfWeek.MONDAY,
                        day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT))),
                hours.parsed("from", "a time such as 09:00", MIDNIGHT, LocalTime::parse),
                hours.parsed("to", "a time such as 17:00", MIDNIGHT, LocalTime::parse));
    }

    private static Staff staff(Section staff) {
        return new Staff(
                staff.text("no", "Give the staff number (工号)."),
                staff.text("name", "Give the name."),
                staff.text("title", "Give the post (职务)."),
                staff.optionalText("department"),
                staff.optionalText("whereabouts"));
    }
}
