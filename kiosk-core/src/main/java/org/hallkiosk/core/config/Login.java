package org.hallkiosk.core.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an identity proves to a broker who it is. Secrets are named by their file and never stand in
 * a configuration.
 *
 * @param passwordFile the password, alone in its file; null when there is none
 * @param certificate a client certificate; null when there is none
 */
public record Login(@Nullable Path passwordFile, @Nullable CertificateFiles certificate) {}
