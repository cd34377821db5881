package org.hallkiosk.hal.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.spi.DriverProvider.OptionSpec;

/** The drivers that there are. */
public final class DriverRegistry {

    private final Map<String, DriverProvider> drivers = new TreeMap<>();

    /**
     * @throws IllegalArgumentException when two drivers have one name
     */
    public DriverRegistry(Collection<? extends DriverProvider> providers) {
        for (DriverProvider provider : providers) {
            DriverProvider other = drivers.put(provider.name(), provider);
            if (other != null) {
                throw new IllegalArgumentException(
                        "Two drivers are named "
                                + provider.name()
                                + ": "
                                + other.getClass().getName()
                                + " and "
                                + provider.getClass().getName()
                                + ".");
            }
        }
    }

    /** Every driver on the class path. */
    public static DriverRegistry load() {
        return new DriverRegistry(
                ServiceLoader.load(DriverProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    }

    /** All drivers by name. */
    public List<DriverProvider> all() {
        return List.copyOf(drivers.values());
    }

    /**
     * The driver of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists those that there are
     */
    public DriverProvider driver(String name) {
        DriverProvider provider = drivers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "There is no driver "
                            + name
                            + ". Known are "
                            + String.join(", ", drivers.keySet())
                            + ".");
        }
        return provider;
    }

    /**
     * Every option of a driver with the given value or its default.
     *
     * @throws IllegalArgumentException when an option is unknown or a value does not match; the
     *     message lists what is known
     */
    public static Map<String, String> options(DriverProvider driver, Map<String, String> given) {
        Map<String, String> values = new HashMap<>();
        for (OptionSpec spec : driver.options()) {
            String value = given.getOrDefault(spec.name(), spec.defaultValue());
            if (!value.matches(spec.pattern())) {
                throw new IllegalArgumentException(
                        "The driver "
                                + driver.name()
                                + " cannot use "
                                + spec.name()
                                + "="
                                + value
                                + ": "
                                + spec.description()
                                + " It must match "
                                + spec.pattern()
                                + ".");
            }
            values.put(spec.name(), value);
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException(
                        "The driver "
                                + driver.name()
                                + " has no option "
                                + name
                                + ". Known are "
                                + driver.options().stream()
                                        .map(OptionSpec::name)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        return values;
    }
}
