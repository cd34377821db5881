package org.hallkiosk.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hallkiosk.core.config.CertificateFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PEM files as OpenSSL writes them, good and bad. */
class TlsFilesTest {

    @TempDir static Path directory;
    private static TestAuthority authority;
    private static CertificateFiles one;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new TestAuthority(directory, "authority");
        one = authority.sign("one");
    }

    @ParameterizedTest
    @CsvSource({"rsa:2048,", "ed25519,", "ec,ec_paramgen_curve:secp384r1"})
    void everyKindOfKeyIsRead(String kind, String curve) throws Exception {
        String[] options = curve == null ? new String[0] : new String[] {"-pkeyopt", curve};
        CertificateFiles made = authority.sign("kinds", kind, options);
        assertThat(TlsFiles.client(authority.certificate(), made)).isNotNull();
    }

    @Test
    void withoutOwnCertificateAndWithTheAuthoritiesOfJava() throws Exception {
        assertThat(TlsFiles.client(null, null)).isNotNull();
        assertThat(TlsFiles.client(authority.certificate(), null)).isNotNull();
    }

    @Test
    void storesAreTheirOwnersAlone() throws Exception {
        Path keys = directory.resolve("keys.p12");
        Path trust = directory.resolve("trust.p12");
        TlsFiles.writeKeyStore(keys, one, "secret".toCharArray());
        TlsFiles.writeTrustStore(trust, authority.certificate(), "secret".toCharArray());
        for (Path file : new Path[] {keys, trust}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void keyOfAnotherCertificateIsNamed() throws Exception {
        CertificateFiles two = authority.sign("two");
        CertificateFiles rsa = authority.sign("two", "rsa:2048");
        for (CertificateFiles other : new CertificateFiles[] {two, rsa}) {
            assertRefused(
                    new CertificateFiles(one.certificate(), other.key()),
                    other.key() + " is not the key of");
        }
    }

    @Test
    void everyUnusableFileIsNamed() throws Exception {
        Path noise = Files.writeString(directory.resolve("noise"), "nothing of use\n");
        Path broken =
                Files.writeString(
                        directory.resolve("broken"),
                        """
                        -----BEGIN PRIVATE KEY-----
                        AAAA
                        -----END PRIVATE KEY-----
                        """);
        Path encrypted =
                Files.writeString(
                        directory.resolve("encrypted"),
                        """
                        -----BEGIN ENCRYPTED PRIVATE KEY-----
                        AAAA
                        -----END ENCRYPTED PRIVATE KEY-----
                        """);
        Path missing = directory.resolve("missing");
        for (Path bad : new Path[] {noise, broken, encrypted, missing}) {
            assertRefused(new CertificateFiles(one.certificate(), bad), bad.toString());
        }
        for (Path bad : new Path[] {noise, broken, missing}) {
            assertRefused(new CertificateFiles(bad, one.key()), bad.toString());
            assertThatThrownBy(() -> TlsFiles.client(bad, null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(bad.toString());
        }
    }

    private static void assertRefused(CertificateFiles files, String sentence) {
        assertThatThrownBy(() -> TlsFiles.client(authority.certificate(), files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(sentence);
    }
}
