package org.hallkiosk.hal.link;

import java.util.Map;

/**
 * Where a link leads, as a configuration names it: {@code scheme:target?option=value&option=value},
 * for example {@code serial:/dev/serial/by-id/usb-1?baud=115200} or {@code tcp:10.0.0.7:9100}.
 *
 * @param scheme the kind of link, in lower case
 * @param target what the scheme needs: a path, {@code host:port}, or a name
 * @param options what was given after the question mark, in the order given
 */
public record LinkAddress(String scheme, String target, Map<String, String> options) {
    public LinkAddress {
        options = Map.copyOf(options);
    }
}
