package org.hallkiosk.core.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.AccountFile;
import org.hallkiosk.core.web.login.StaffRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./kiosk user} as a process, with the password on its standard input. */
class UserCommandTest {

    @TempDir Path directory = Path.of("replaced-by-junit");

    private record Ended(int code, String said) {}

    private Ended user(String password, String... args) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.hallkiosk.core.boot.Main",
                                "user",
                                "--file",
                                directory.resolve("users").toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((password + "\n").getBytes(UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    @Test
    void addsChangesAndRemoves() throws Exception {
        Path file = directory.resolve("users");
        Ended added = user("正确的密码 twelve+", "wangfang", "--role", "clerk", "--staff", "1001");
        assertThat(added.said()).contains("wangfang is added.").doesNotContain("twelve");
        assertThat(added.code()).isZero();
        assertThat(Files.readString(file)).doesNotContain("twelve").contains(":clerk:1001");
        AccountFile accounts = AccountFile.open(file);
        assertThat(accounts.now().find("wangfang", "正确的密码 twelve+".getBytes(UTF_8)))
                .contains(new Account("wangfang", Set.of(StaffRole.CLERK), "1001"));

        Ended weak = user("short", "jishu", "--role", "technician");
        assertThat(weak.code()).isEqualTo(2);
        assertThat(weak.said()).contains("12 to 256 characters");
        Ended homeless = user("a long password", "liqiang", "--role", "clerk");
        assertThat(homeless.said()).contains("--staff NO");
        assertThat(Files.readAllLines(file)).hasSize(1);

        assertThat(user("another long one", "wangfang", "--role", "viewer").said())
                .contains("wangfang is changed.");
        assertThat(user("", "wangfang", "--remove").code()).isZero();
        assertThat(Files.readAllLines(file)).isEmpty();
        assertThat(user("", "wangfang", "--remove").said()).contains("There is no wangfang");
    }
}
