package org.hallkiosk.core.bus;

import java.nio.file.Path;
import java.util.Optional;
import org.hallkiosk.core.config.CertificateFiles;

/**
 * A broker's certificate and whom it trusts, as PEM files. Read when the broker starts: a renewed
 * certificate takes effect at its next start.
 *
 * @param own the broker's own certificate and key
 * @param clientAuthorities who signs client certificates, whose common names are identities; empty
 *     = clients show none
 */
public record BrokerTls(CertificateFiles own, Optional<Path> clientAuthorities) {}
