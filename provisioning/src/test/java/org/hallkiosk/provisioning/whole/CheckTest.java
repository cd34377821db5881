package org.hallkiosk.provisioning.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.hallkiosk.core.boot.CheckCommand;
import org.hallkiosk.core.boot.DataDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./kiosk check}: the right sentence and the right code for what is wrong. */
class CheckTest {

    private static final int WELL = 0;
    private static final int WRONG = 1;
    private static final int UNUSABLE = 2;

    @TempDir Path directory = Path.of("replaced-by-junit");
    private String said = "";

    private int check(String file) {
        StringWriter out = new StringWriter();
        int code =
                new CommandLine(new CheckCommand())
                        .setOut(new PrintWriter(out))
                        .execute("--config", directory.resolve(file).toString());
        said = out.toString();
        return code;
    }

    private ExampleHall example;
    private int port;
    private int pages;

    @BeforeEach
    void copyTheExamples() throws Exception {
        example = ExampleHall.in(directory);
        port = Programs.freePort();
        pages = Programs.freePort();
        example.replace(
                Map.of(
                        "127.0.0.1:9100",
                        "127.0.0.1:" + port,
                        "port: 8081",
                        "port: " + pages,
                        "port: 1884",
                        "port: " + Programs.freePort(),
                        "/tmp/hallkiosk-led",
                        directory.resolve("led").toString()));
    }

    @Test
    void aPeripheralIsAskedHowItIs() throws Exception {
        assertThat(check("dispenser.yaml")).as(said).isEqualTo(WRONG);
        assertThat(said).contains("unit printer:", "127.0.0.1:" + port);
        assertThat(check("window.yaml")).as(said).isEqualTo(WRONG);
        assertThat(said).contains("link panels:", directory.resolve("led").toString());

        try (KioskProcess printer =
                KioskProcess.start(
                                directory,
                                "emulate",
                                "escpos",
                                "--link",
                                "tcp-listen:127.0.0.1:" + port)
                        .awaitReady()) {
            assertThat(check("dispenser.yaml")).as(said).isEqualTo(WELL);
            assertThat(said).isEqualTo("dispenser-1: all well\n");
            printer.type("paper-out");
            assertThat(check("dispenser.yaml")).as(said).isEqualTo(WRONG);
            assertThat(said).contains("unit printer: 缺纸").contains("装入新纸卷");
            printer.type("none");
            printer.type("cover-open");
            assertThat(check("dispenser.yaml")).as(said).isEqualTo(WRONG);
            assertThat(said).contains("unit printer: 上盖");
            printer.type("on-fire");
            assertThat(check("hall.yaml")).as(said).isEqualTo(WELL);
            assertThat(printer.output()).contains("known are none, paper-low, paper-out");
        }
    }

    @Test
    void aPadThatAnswersNothingIsNoMistake() throws Exception {
        Path line = directory.resolve("led");
        example.replace("window.yaml", "driver: onbon", "driver: ff68");
        example.replace(
                "window.yaml",
                "  - {id: panel-2, driver: ff68, link: panels, address: \"2\", window: 2}\n",
                "");
        example.replace("window.yaml", "serial:" + line + "?baud=57600", "pty:" + line);
        assertThat(check("window.yaml")).as(said).isEqualTo(WRONG);

        try (KioskProcess _ =
                KioskProcess.start(directory, "emulate", "ff68", "--link", "pty:" + line)
                        .awaitReady()) {
            // The emulator's terminal may come a moment after its word; a check without it is
            // quick.
            for (int more = 20; more > 0 && check("window.yaml") != WELL; more--) {
                assertThat(said).contains("unit panel-1:", line.toString());
            }
            assertThat(said)
                    .contains("unit panel-1: its line is open; it speaks only when")
                    .endsWith("window-1: all well\n");
        }
    }

    @Test
    void whatIsWrongWithFilesIsSaid() throws Exception {
        example.replace("dispenser.yaml", "driver: escpos", "driver: epson");
        assertThat(check("dispenser.yaml")).isEqualTo(WRONG);
        assertThat(said).contains("unit printer:", "epson", "escpos");

        example.replace("window.yaml", "roles: [window]", "roles: [dispenser]");
        assertThat(check("window.yaml")).isEqualTo(WRONG);
        assertThat(said).contains("a dispenser needs a ticket printer");

        Path passwords = directory.resolve("secrets/hall-broker");
        Files.writeString(passwords, "qingshan:in clear\n");
        assertThat(check("hall.yaml")).isEqualTo(WRONG);
        assertThat(said).contains("line 1").contains("mosquitto_passwd").doesNotContain("clear");

        Path secret = directory.resolve("secrets/dispenser-1");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(check("dispenser.yaml")).isEqualTo(UNUSABLE);
        assertThat(said).contains("line 8: bus.passwordFile", "chmod o-rwx " + secret);

        Files.delete(secret);
        assertThat(check("dispenser.yaml")).isEqualTo(UNUSABLE);
        assertThat(said).contains(secret + " is not there");

        Files.writeString(directory.resolve("broken.yaml"), "identity:\n  device: x\n bad");
        try (KioskProcess process =
                KioskProcess.start(directory, "check", "--config", "broken.yaml")) {
            assertThat(process.awaitEnd()).isEqualTo(UNUSABLE);
            assertThat(process.output()).startsWith("broken.yaml, line 3: This is not YAML");
        }
        assertThat(check("nowhere.yaml")).isEqualTo(UNUSABLE);
        assertThat(said)
                .startsWith("nowhere.yaml: The file cannot be read: there is no " + directory);
        Files.write(directory.resolve("broken.yaml"), new byte[] {(byte) 0xFF, 'x'});
        assertThat(check("broken.yaml")).isEqualTo(UNUSABLE);
        assertThat(said).startsWith("broken.yaml: The file cannot be read: it is not text in UTF");
    }

    @Test
    void whatAnotherProgramHoldsIsSaid() throws Exception {
        assertThat(check("hall.yaml")).as(said).isEqualTo(WELL);
        assertThat(directory.resolve("data")).as("check makes nothing").doesNotExist();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String at = "127.0.0.1:" + taken.getLocalPort();
            example.replace("hall.yaml", "port: " + pages, "port: " + taken.getLocalPort());
            assertThat(check("hall.yaml")).as(said).isEqualTo(WRONG);
            assertThat(said).contains("http.port: " + at + ": Address already in use.");
        }

        Files.writeString(directory.resolve("data"), "in the way");
        assertThat(check("hall.yaml")).isEqualTo(WRONG);
        assertThat(said).contains("data: this user cannot write in " + directory.resolve("data"));
        Files.delete(directory.resolve("data"));

        try (DataDirectory _ = DataDirectory.open(directory.resolve("data/hall"))) {
            assertThat(check("hall.yaml")).as(said).isEqualTo(WELL);
            assertThat(said).startsWith("The device is running:");
        }
    }
}
