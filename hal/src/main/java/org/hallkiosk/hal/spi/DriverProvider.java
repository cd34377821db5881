package org.hallkiosk.hal.spi;

import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.Device;
import org.hallkiosk.hal.link.LinkAddress;

/** Makes devices of one driver; found by {@link java.util.ServiceLoader}. */
public sealed interface DriverProvider permits ExclusiveDriver, BusDriver {

    /** The name that a configuration uses, such as {@code escpos}. */
    String name();

    /** The role that its devices play. */
    Class<? extends Device> role();

    /** One sentence: which devices it drives and what it can prove of them. */
    String description();

    /** The options that a unit of this driver may carry. */
    List<OptionSpec> options();

    /**
     * What its devices would find wrong with a link that as such could be used, such as a speed
     * that none of them has. Opens nothing.
     */
    default List<Preflight.Finding> inspect(LinkAddress address) {
        return List.of();
    }

    /**
     * What is missing on this computer for a unit with these options, each with a remedy, besides
     * its link; empty when nothing is. May read files, opens no device.
     *
     * @param options every option, given or default
     */
    default List<Preflight.Finding> inspect(Map<String, String> options) {
        return List.of();
    }

    /**
     * @param name as in the configuration
     * @param defaultValue what holds when it is not given
     * @param pattern a regular expression that a value matches as a whole
     * @param description what it does, in which unit, and the source of the default
     */
    record OptionSpec(String name, String defaultValue, String pattern, String description) {}
}
