package org.hallkiosk.core.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.bus.TlsFiles;
import org.hallkiosk.core.config.CertificateFiles;
import org.hallkiosk.core.metrics.Metrics;
import org.hallkiosk.core.web.Health;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.hal.time.ThreadStrand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages by TLS, from the PEM files that a configuration names. */
class TlsPagesTest {

    private static final String WORD = "changeit";

    @TempDir Path directory = Path.of("replaced-by-junit");

    /** A certificate for 127.0.0.1 that signs itself, as two PEM files. */
    private CertificateFiles certificate() throws Exception {
        Path store = directory.resolve("store.p12");
        Process made =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "own",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=hall",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                WORD)
                        .redirectErrorStream(true)
                        .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance(store.toFile(), WORD.toCharArray());
        Path certificate = directory.resolve("own.pem");
        Path key = directory.resolve("own.key");
        Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("own").getEncoded()));
        Files.writeString(
                key, pem("PRIVATE KEY", keys.getKey("own", WORD.toCharArray()).getEncoded()));
        return new CertificateFiles(certificate, key);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(
                        what,
                        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes),
                        what);
    }

    @Test
    void servesByTlsAlone() throws Exception {
        CertificateFiles files = certificate();
        try (ThreadStrand strand = new ThreadStrand("tls-test", InstantSource.system());
                WebServer server =
                        new WebServer(
                                new WebServer.Settings(
                                        "127.0.0.1",
                                        0,
                                        Set.of(),
                                        WebServer.Limits.standard(),
                                        Optional.of(TlsFiles.server(files))),
                                Health.none(),
                                new Metrics(),
                                strand::nanoTime,
                                List.of(
                                        routes ->
                                                routes.get(
                                                        "/hello",
                                                        request -> Response.text("hello").now())));
                HttpClient trusting =
                        HttpClient.newBuilder()
                                .sslContext(TlsFiles.client(files.certificate(), null))
                                .build();
                HttpClient others = HttpClient.newHttpClient()) {
            int port = server.start();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/hello"))
                            .build();
            HttpResponse<String> answer =
                    trusting.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThatThrownBy(() -> others.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);

            // Plain HTTP on that port gets no answer that a browser could show.
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write(
                                "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(
                                new String(
                                        socket.getInputStream().readAllBytes(),
                                        StandardCharsets.ISO_8859_1))
                        .doesNotContain("hello", "HTTP/1.1 200");
            }
        }
    }
}
