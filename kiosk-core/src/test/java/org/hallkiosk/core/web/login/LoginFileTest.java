package org.hallkiosk.core.web.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginFileTest {

    @TempDir Path directory = Path.of("replaced-by-junit");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-01-31T23:59:00Z"));

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aMonthIsAFileThatItsOwnerAloneReads() throws Exception {
        LoginFile file = new LoginFile(directory, time::now);
        file.add(LoginLog.Outcome.IN, "wangfang", "10.0.0.1");
        file.add(LoginLog.Outcome.WRONG, "", "10.0.0.9");
        time.advance(Duration.ofMinutes(2));
        new LoginFile(directory, time::now).add(LoginLog.Outcome.OUT, "wangfang", "10.0.0.1");

        Path january = directory.resolve("logins-2026-01.log");
        assertThat(january)
                .hasContent(
                        """
                        2026-01-31T23:59:00Z\tin\twangfang\t10.0.0.1
                        2026-01-31T23:59:00Z\twrong\t\t10.0.0.9
                        """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(january)))
                .isEqualTo("rw-------");
        assertThat(directory.resolve("logins-2026-02.log"))
                .hasContent("2026-02-01T00:01:00Z\tout\twangfang\t10.0.0.1\n");
    }

    @Test
    void halfAYearIsKept() throws Exception {
        LoginFile file = new LoginFile(directory, time::now);
        Files.writeString(directory.resolve("logins-of-somebody.log"), "not ours");
        for (int month = 0; month < 9; month++) {
            file.add(LoginLog.Outcome.IN, "wangfang", "10.0.0.1");
            time.advance(Duration.ofDays(30));
        }
        assertThat(names())
                .startsWith("logins-2026-03.log")
                .endsWith("logins-2026-09.log", "logins-of-somebody.log")
                .hasSize(8);
    }

    @Test
    @ExpectLog("Logins cannot be written")
    void aDiskThatTakesNothingIsReportedOnceAndKeepsNobodyOut() throws Exception {
        Path blocked = Files.writeString(directory.resolve("a-file"), "in the way");
        LoginFile file = new LoginFile(blocked, time::now);
        file.add(LoginLog.Outcome.IN, "jishu", "10.0.0.1");
        file.add(LoginLog.Outcome.OUT, "jishu", "10.0.0.1");
        Files.delete(blocked);
        file.add(LoginLog.Outcome.IN, "jishu", "10.0.0.1");
        assertThat(blocked.resolve("logins-2026-01.log")).isNotEmptyFile();
    }
}
