package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.hallkiosk.core.boot.Commands;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {

    private static final int UNUSABLE = 2;

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"--http, 65535", "--http, -1", "--mqtt, 0", "--mqtt, 65536"})
    void whatIsNoPortIsRefusedInOneSentence(String option, String port) {
        StringWriter said = new StringWriter();
        Path hall = directory.resolve("hall");
        int code =
                Commands.commandLine()
                        .setErr(new PrintWriter(said))
                        .execute("demo", "--dir", hall.toString(), option, port);
        assertThat(code).isEqualTo(UNUSABLE);
        assertThat(said.toString()).startsWith("There is no such port: ").hasLineCount(1);
        assertThat(hall).doesNotExist();
    }
}
