package org.hallkiosk.hal.driver.newland;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.hal.protocol.newland.NewlandCommand;
import org.hallkiosk.hal.spi.Options;

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

    static ScannerRules of(Map<String, String> given) {
        Options options = new Options(given);
        Duration sameCode = Duration.ofMillis(options.number("same-code"));
        List<String> items = new ArrayList<>();
        switch (options.text("mode")) {
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
                options.text("commands").equals("yes"),
                items.isEmpty()
                        ? Optional.empty()
                        : Optional.of(NewlandCommand.temporary(items.toArray(String[]::new))),
                Duration.ofMillis(options.number("gap")),
                sameCode);
    }
}
