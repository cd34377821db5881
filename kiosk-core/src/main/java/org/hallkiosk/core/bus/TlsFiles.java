package org.hallkiosk.core.bus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates of a connection, from PKCS#12 files. */
public final class TlsFiles {

    private TlsFiles() {}

    /**
     * Reads the files; blocks for it.
     *
     * @param trusted the authorities that may have signed the broker's certificate; no others count
     * @param own the client's key and certificate; empty: the client proves itself by password
     * @param password of both files
     * @throws IOException when a file cannot be read or opened with the password, or is no PKCS#12
     */
    public static SSLContext context(Path trusted, Optional<Path> own, char[] password)
            throws IOException {
        try {
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load(trusted, password));
            SSLContext context = SSLContext.getInstance("TLS");
            if (own.isPresent()) {
                KeyManagerFactory keys =
                        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(load(own.get(), password), password);
                context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            } else {
                context.init(null, trust.getTrustManagers(), null);
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("The keys or certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore load(Path file, char[] password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }
}
