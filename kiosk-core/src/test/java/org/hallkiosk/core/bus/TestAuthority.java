package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.core.config.CertificateFiles;

/** An authority that signs certificates, made with OpenSSL as a technician would. */
final class TestAuthority {

    private final Path directory;
    private final String name;

    /** Makes the authority's own key and certificate in a directory. */
    TestAuthority(Path directory, String name) throws IOException, InterruptedException {
        this.directory = directory;
        this.name = name;
        openssl(name, List.of("-subj", "/CN=" + name));
    }

    /** Its certificate, which others trust. */
    Path certificate() {
        return directory.resolve(name + ".pem");
    }

    /**
     * Signs a certificate.
     *
     * @param who its common name
     */
    CertificateFiles sign(String who) throws IOException, InterruptedException {
        return sign(who, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
    }

    /** Signs a certificate for a key of another kind, as OpenSSL calls it. */
    CertificateFiles sign(String who, String kind, String... options)
            throws IOException, InterruptedException {
        String file = name + "-" + who + "-" + kind.replace(':', '-');
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-CA",
                                certificate().toString(),
                                "-CAkey",
                                directory.resolve(name + ".key").toString(),
                                "-subj",
                                "/O=hall/CN=" + who,
                                "-addext",
                                "subjectAltName=IP:127.0.0.1",
                                "-addext",
                                "basicConstraints=critical,CA:FALSE"));
        return openssl(file, arguments, kind, options);
    }

    private void openssl(String file, List<String> arguments)
            throws IOException, InterruptedException {
        openssl(file, arguments, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
    }

    private CertificateFiles openssl(
            String file, List<String> arguments, String kind, String... options)
            throws IOException, InterruptedException {
        CertificateFiles made =
                new CertificateFiles(
                        directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
        List<String> command =
                new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
        command.addAll(List.of("-newkey", kind));
        command.addAll(List.of(options));
        command.addAll(List.of("-keyout", made.key().toString()));
        command.addAll(List.of("-out", made.certificate().toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("openssl failed: " + said);
        }
        return made;
    }
}
