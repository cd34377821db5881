package org.hallkiosk.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fingers and keys on a real display: Xvfb, started here, with the screen in a process of its own,
 * since the tests' own has no display.
 */
class TouchTest {

    @TempDir private Path folder = Path.of(".");

    @Test
    void whatIsTouchedIsToldAndWhatIsToldIsDrawn() throws IOException, InterruptedException {
        Process display =
                new ProcessBuilder(
                                "Xvfb",
                                "-displayfd",
                                "1",
                                "-screen",
                                "0",
                                "1080x1920x24",
                                "-nolisten",
                                "tcp")
                        .redirectError(folder.resolve("xvfb.log").toFile())
                        .start();
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(
                                display.getInputStream(), StandardCharsets.US_ASCII))) {
            String number = said.readLine();
            assertThat(number).as(Files.readString(folder.resolve("xvfb.log"))).isNotNull();
            Path log = folder.resolve("touch.log");
            ProcessBuilder touch =
                    new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-Dstdout.encoding=UTF-8",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TouchProcess.class.getName(),
                            Path.of("target", "screens").toAbsolutePath().toString());
            touch.environment().put("DISPLAY", ":" + number);
            Process process = touch.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            try {
                assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends in time").isTrue();
                assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            } finally {
                process.destroyForcibly();
            }
        } finally {
            display.destroy();
            display.waitFor(10, TimeUnit.SECONDS);
        }
    }
}
