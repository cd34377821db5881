package org.hallkiosk.provisioning.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The unit files, as systemd reads them: no warning, and little for an intruder to use. */
class ServiceUnitsTest {

    private static final Path ROOT = Path.of(System.getProperty("hallkiosk.root", ".."));
    private static final String INSTALLED = "/opt/hallkiosk/kiosk";

    /** In tenths: a score of 1.5 (RELIABILITY.md, requirement 17). */
    private static final int MOST_EXPOSED = 15;

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "hallkiosk.service, run --config /etc/hallkiosk/device.yaml",
        "hallkiosk-center.service, center --config /etc/hallkiosk/center.yaml"
    })
    void aUnitRunsTheLauncherWithTheLeastRights(String unit, String command) throws Exception {
        String text = Files.readString(ROOT.resolve("systemd").resolve(unit));
        assertThat(text.lines())
                .contains("ExecStart=" + INSTALLED + " " + command)
                .contains("User=hallkiosk", "StateDirectory=" + unit.replace(".service", ""))
                .contains("Restart=always", "StartLimitIntervalSec=0")
                // The program neither notifies nor feeds a watchdog.
                .contains("Type=exec")
                .noneMatch(line -> line.startsWith("WatchdogSec"));

        assumeTrue(hasSystemd(), "systemd-analyze is not installed");
        Path copy = directory.resolve(unit);
        Files.writeString(
                copy, text.replace(INSTALLED, ROOT.resolve("kiosk").toRealPath().toString()));
        assertThat(analyze("verify", copy.toString())).isEmpty();
        analyze(
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=" + MOST_EXPOSED,
                copy.toString());
    }

    private static boolean hasSystemd() {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "systemd-analyze"))) {
                return true;
            }
        }
        return false;
    }

    private static String analyze(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
