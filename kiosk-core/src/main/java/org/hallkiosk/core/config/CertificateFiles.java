package org.hallkiosk.core.config;

import java.nio.file.Path;

/**
 * A certificate and its private key, each a PEM file.
 *
 * @param certificate the certificate, followed by those that it needs up to the authority
 * @param key the key in PKCS #8, not encrypted
 */
public record CertificateFiles(Path certificate, Path key) {}
