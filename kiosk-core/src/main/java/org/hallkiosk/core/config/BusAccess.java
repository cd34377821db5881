package org.hallkiosk.core.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a broker.
 *
 * @param addresses tried in turn, {@code mqtts://host:port}, or {@code mqtt://host:port} on
 *     loopback; at least one
 * @param caFile the authorities to trust, PEM; null = those of the Java runtime
 */
public record BusAccess(List<URI> addresses, @Nullable Path caFile, Login login) {
    public BusAccess {
        addresses = List.copyOf(addresses);
    }
}
