package org.hallkiosk.core.bus;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.hallkiosk.core.config.CertificateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Keys and certificates from PEM files, the form that Mosquitto reads, too: for the connections and
 * for the embedded broker. Every method blocks while it reads.
 */
public final class TlsFiles {

    /** The kinds of keys, each with the signature by which it is held against its certificate. */
    private static final Map<String, String> SIGNATURES =
            Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "Ed25519", "Ed25519");

    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private static final char[] NO_PASSWORD = new char[0];

    private TlsFiles() {}

    /**
     * What a client needs.
     *
     * @param authorities whose signature under a broker's certificate counts, no others do; null =
     *     those of the Java runtime
     * @param own the client's certificate and key; null when it shows none
     * @throws IOException when a file cannot be read or understood, or the key is not the
     *     certificate's; the message names the file
     */
    public static SSLContext client(@Nullable Path authorities, @Nullable CertificateFiles own)
            throws IOException {
        try {
            KeyManager[] keys = null;
            if (own != null) {
                KeyManagerFactory factory =
                        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(keyStore(own, NO_PASSWORD), NO_PASSWORD);
                keys = factory.getKeyManagers();
            }
            TrustManager[] trust = null;
            if (authorities != null) {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(trustStore(authorities));
                trust = factory.getTrustManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Writes certificate and key as PKCS#12, for a library that reads nothing else.
     *
     * @param file made here, readable by its owner alone; must not exist
     * @param password of the file and of the key in it
     * @throws IOException as {@link #client}
     */
    public static void writeKeyStore(Path file, CertificateFiles own, char[] password)
            throws IOException {
        try {
            write(file, keyStore(own, password), password);
        } catch (GeneralSecurityException e) {
            throw new IOException(own.key() + " cannot be stored: " + e.getMessage(), e);
        }
    }

    /**
     * Writes authorities as PKCS#12, for a library that reads nothing else.
     *
     * @param file as in {@link #writeKeyStore}
     * @throws IOException as {@link #client}
     */
    public static void writeTrustStore(Path file, Path authorities, char[] password)
            throws IOException {
        try {
            write(file, trustStore(authorities), password);
        } catch (GeneralSecurityException e) {
            throw new IOException(authorities + " cannot be stored: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, KeyStore store, char[] password)
            throws IOException, GeneralSecurityException {
        try (OutputStream out =
                Channels.newOutputStream(
                        FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------"))))) {
            store.store(out, password);
        }
    }

    private static KeyStore keyStore(CertificateFiles own, char[] password)
            throws IOException, GeneralSecurityException {
        Certificate[] chain = certificates(own.certificate());
        PrivateKey key = privateKey(own.key());
        if (!belongTogether(key, chain[0].getPublicKey())) {
            throw new IOException(
                    own.key() + " is not the key of the first certificate in " + own.certificate());
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, password, chain);
        return store;
    }

    private static KeyStore trustStore(Path authorities)
            throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates(authorities)) {
            store.setCertificateEntry("authority-" + number++, certificate);
        }
        return store;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try {
            Certificate[] found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .toArray(new Certificate[0]);
            if (found.length == 0) {
                throw new IOException(file + " holds no certificate");
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        Matcher pem = PKCS8.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IOException(
                    file
                            + " holds no private key in PKCS #8, not encrypted. Convert it with:"
                            + " openssl pkcs8 -topk8 -nocrypt");
        }
        try {
            PKCS8EncodedKeySpec key =
                    new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
            for (String kind : SIGNATURES.keySet()) {
                try {
                    return KeyFactory.getInstance(kind).generatePrivate(key);
                } catch (InvalidKeySpecException anotherKind) {
                    // The next kind may fit.
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is no private key in PEM", e);
        }
        throw new IOException(
                file + " is no private key of a kind known here: " + SIGNATURES.keySet());
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("EdDSA") ? "Ed25519" : key.getAlgorithm();
        Signature signature = Signature.getInstance(SIGNATURES.get(algorithm));
        byte[] text = {1};
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certified);
            signature.update(text);
            return signature.verify(signed);
        } catch (InvalidKeyException keyOfAnotherKind) {
            return false;
        }
    }
}
