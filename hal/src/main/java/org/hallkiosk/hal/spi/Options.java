package org.hallkiosk.hal.spi;

import java.util.Map;

/**
 * The options of a unit, as its driver reads them.
 *
 * @param values every option of the driver, given or default, already matched against its pattern
 */
public record Options(Map<String, String> values) {

    public Options {
        values = Map.copyOf(values);
    }

    /**
     * The value of an option.
     *
     * @throws IllegalArgumentException when the driver has none of that name
     */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The option " + name + " is missing.");
        }
        return value;
    }

    /**
     * The value of an option whose pattern admits numbers alone.
     *
     * @throws IllegalArgumentException when the driver has none of that name
     */
    public int number(String name) {
        return Integer.parseInt(text(name));
    }
}
