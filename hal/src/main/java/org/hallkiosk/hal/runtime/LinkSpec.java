package org.hallkiosk.hal.runtime;

import org.hallkiosk.hal.link.LinkAddress;

/**
 * A link as the configuration describes it.
 *
 * @param name what units call it
 */
public record LinkSpec(String name, LinkAddress address) {}
