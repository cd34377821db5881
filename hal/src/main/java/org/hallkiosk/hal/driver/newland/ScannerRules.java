package org.hallkiosk.hal.driver.newland;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.hal.protocol.newland.NewlandCommand;

/**
 * What a unit's options say.
 *
 * @param commands whether the scanner is asked and set
 * @param settings what it is set to after each connection; empty = nothing
 * @param gap what ends a code without suffix
 * @param sameCode for how long a code must be away to be told again
 */
record ScannerRules(
        boolean commands, Optional<NewlandCommand> settings, Duration gap, Duration sameCode) {

    static ScannerRules of(Map<String, String> options) {
        Duration sameCode = Duration.ofMillis(number(options, "same-code"));
        List<String> items = new ArrayList<>();
        switch (option(options, "mode")) {
            case "sense" -> {
                items.add("SCNMOD2");
                items.add("RRDDUR" + sameCode.toMillis());
            }
            case "level" -> items.add("SCNMOD0");
            default -> {
                // As it is set.
            }
        }
        return new ScannerRules(
                option(options, "commands").equals("yes"),
                items.isEmpty()
                        ? Optional.empty()
                        : Optional.of(NewlandCommand.temporary(items.toArray(String[]::new))),
                Duration.ofMillis(number(options, "gap")),
                sameCode);
    }

    private static int number(Map<String, String> options, String name) {
        return Integer.parseInt(option(options, name));
    }

    private static String option(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The option " + name + " is missing.");
        }
        return value;
    }
}
