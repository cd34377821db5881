package org.hallkiosk.core.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the web pages are served.
 *
 * @param bind the address to listen on; loopback unless there is a certificate
 * @param port 0 = any free one
 * @param names further names that browsers may call it by
 * @param certificate null = plain HTTP
 * @param usersFile who may log in, see {@code docs/technicians.md}; null = nobody: pages can be
 *     looked at and change nothing
 */
public record HttpConfig(
        String bind,
        int port,
        List<String> names,
        @Nullable CertificateFiles certificate,
        @Nullable Path usersFile) {
    public HttpConfig {
        names = List.copyOf(names);
    }
}
