package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

    @Test
    void readsWhatMosquittoWrites(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("passwords"));
        Process made =
                new ProcessBuilder("mosquitto_passwd", "-b", file.toString(), "d1", "取号-secret")
                        .redirectErrorStream(true)
                        .start();
        made.getInputStream().readAllBytes();
        assertThat(made.waitFor()).isZero();

        Passwords passwords = Passwords.read(file);
        assertThat(passwords.knows("d1")).isTrue();
        assertThat(passwords.knows("d2")).isFalse();
        assertThat(passwords.accepts("d1", "取号-secret".getBytes(UTF_8))).isTrue();
        assertThat(passwords.accepts("d1", "secret".getBytes(UTF_8))).isFalse();
        assertThat(passwords.accepts("d1", new byte[0])).isFalse();
        assertThat(passwords.accepts("d2", "取号-secret".getBytes(UTF_8))).isFalse();
    }

    @Test
    void readsWhatItWrites() throws Exception {
        byte[] password = "x".getBytes(UTF_8);
        String line = Passwords.line("d1", password, new byte[12], 1000);
        assertThat(Passwords.parse(List.of(line, ""), "test").accepts("d1", password)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d1",
                "d1:",
                "d1:secret",
                "d1:$6$salt$hash",
                "d1:$7$101$%$%",
                "d1:$7$x$AAAA$AAAA",
                ":$7$101$AAAA$AAAA",
                "a/b:$7$101$AAAA$AAAA",
                "d1:$7$101$AAAA"
            })
    void otherLinesAreRefusedWithoutBeingRepeated(String line) {
        assertThatThrownBy(() -> Passwords.parse(List.of(line), "file"))
                .isInstanceOf(IOException.class)
                .hasMessage("file line 1 is no password entry");
    }
}
