package org.hallkiosk.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hallkiosk.core.contract.ContractSchemas;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.port.screen.Screens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceConfigTest {

    private static final String SMALLEST =
            """
            identity: {device: d1, hall: h1}
            data: /data
            roles: [dispenser]
            bus: {addresses: ["mqtts://b:8883"], passwordFile: secret}
            links: {l: "tcp:c:9100"}
            units:
              - {id: u, driver: escpos, link: l}
            """;

    @TempDir Path directory;

    @BeforeEach
    void aSecret() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "open sesame");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    }

    static String sample() {
        try (InputStream in = DeviceConfigTest.class.getResourceAsStream("device.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DeviceConfig read(String yaml) throws UnusableConfig {
        try {
            return DeviceConfig.read(Files.writeString(directory.resolve("device.yaml"), yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ConfigProblem> problems(String yaml) {
        return Objects.requireNonNull(catchThrowableOfType(UnusableConfig.class, () -> read(yaml)))
                .problems();
    }

    @Test
    void theSmallestDeviceIsOne() throws UnusableConfig {
        assertThat(read(SMALLEST).units()).hasSize(1);
    }

    @Test
    void picturesOfTheStaffStandInAFolderThatIsThere() throws IOException, UnusableConfig {
        assertThat(read(sample()).staffPictures()).isNull();
        String yaml = sample() + "staffPictures: pictures\n";
        assertThat(problems(yaml)).singleElement().asString().contains("There is no folder");
        Path folder = Files.createDirectory(directory.resolve("pictures"));
        assertThat(read(yaml).staffPictures()).isEqualTo(folder);
    }

    @Test
    void aWholeDeviceIsReadAsWritten() throws UnusableConfig {
        DeviceConfig config = read(sample());

        assertThat(config.device()).isEqualTo("entrance-1");
        assertThat(config.hall()).isEqualTo("qingshan");
        assertThat(config.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
        assertThat(config.data()).isEqualTo(directory.resolve("data"));
        assertThat(config.roles()).isEqualTo(Set.of(Role.HALL, Role.DISPENSER, Role.WINDOW));
        assertThat(config.bus().addresses().getFirst()).hasToString("mqtt://127.0.0.1:1883");
        assertThat(config.bus().login().passwordFile()).isEqualTo(directory.resolve("secret"));
        assertThat(config.links())
                .containsEntry("line", "serial:/dev/serial/by-id/usb-FTDI_1?baud=57600");
        assertThat(config.units())
                .containsExactly(
                        new UnitConfig(
                                "printer",
                                "escpos",
                                "printer",
                                null,
                                Map.of("columns", "48", "asb", "true"),
                                null,
                                "entrance",
                                false),
                        new UnitConfig("panel-1", "onbon", "line", "1", Map.of(), 1, null, true));
        assertThat(config.screens())
                .containsExactly(
                        new ScreenConfig(
                                ScreenConfig.Shows.DISPENSER,
                                null,
                                new Screens.Placement(
                                        "entrance-1 dispenser", 0, Optional.empty(), false)),
                        new ScreenConfig(
                                ScreenConfig.Shows.WINDOW,
                                1,
                                new Screens.Placement(
                                        "entrance-1 window 1",
                                        1,
                                        Optional.of(new Screens.Area(0, 100, 1280, 400)),
                                        false)));
        assertThat(config.http())
                .isEqualTo(new HttpConfig("127.0.0.1", 0, List.of("kiosk.example"), null, null));
        HallSetup setup = Objects.requireNonNull(config.setup());
        assertThat(setup.broker())
                .isEqualTo(
                        new HallSetup.Broker(
                                "127.0.0.1", 8883, null, null, directory.resolve("secret")));
        HallConfig hall = setup.initial().config();
        assertThat(hall.ranges()).isEqualTo(HallConfig.Ranges.defaults());
        assertThat(hall.windows().getFirst().device()).isEqualTo("entrance-1");
        assertThat(setup.initial().staff().getFirst().no()).isEqualTo("7");
    }

    @Test
    void aScreenNeedsItsRoleAndItsWindow() {
        List<ConfigProblem> problems =
                problems(
                        sample().replace("{shows: dispenser}", "{shows: board}")
                                .replace("window: 1, display", "display"));

        assertThat(problems)
                .extracting(ConfigProblem::what)
                .containsExactly(
                        "The device has not the role 'board'.",
                        "The screen does not say which window it serves.");
    }

    @Test
    void theSampleIsWhatTheContractSays() throws IOException {
        ContractSchemas contract = new ContractSchemas();
        String json = new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(sample()));
        contract.assertValid("config/device", json);
    }

    @Test
    void anUnknownKeyIsRefusedWithLineAndKnownKeys() {
        List<ConfigProblem> problems = problems(sample().replace("    place:", "    plaze:"));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().sentence())
                .isEqualTo(
                        "line 16: units[0].plaze: There is no such key here. Known are: id, driver,"
                                + " link, address, options, window, place, simulated.");
    }

    @Test
    void everythingWrongIsSaidAtOnce() {
        String yaml =
                sample().replace("device: entrance-1\n", "device: qingshan\n")
                        .replace("[hall, dispenser, window]", "[hall, despenser]")
                        .replace("link: printer", "link: priter")
                        .replace("port: 0", "port: 99999")
                        .replace("prefix: A", "prefix: a")
                        .replace("mqtt://127.0.0.1", "mqtt://10.0.0.1");

        assertThat(problems(yaml).stream().map(ConfigProblem::path))
                .containsExactlyInAnyOrder(
                        "identity.device",
                        "roles",
                        "screens[0].shows",
                        "screens[1].shows",
                        "units",
                        "http.port",
                        "bus.addresses",
                        "hall.initial.categories.prefix");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(problems("{}").stream().map(ConfigProblem::path))
                .contains("identity", "data", "roles", "bus");
        assertThat(problems("")).isNotEmpty();
        assertThat(problems("- a list")).isNotEmpty();
    }

    @Test
    void aKeyTwiceAndBrokenYamlAreToldWithTheirLine() {
        assertThat(problems("data: a\ndata: b\n").getFirst().line()).isEqualTo(2);
        assertThat(problems("data: [a\nroles: x\n").getFirst().line()).isGreaterThan(0);
    }

    @Test
    void aSecretThatEverybodyMayReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(
                directory.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(problems(sample()).stream().map(ConfigProblem::remedy))
                .contains("Run: chmod o-rwx " + directory.resolve("secret"));
    }

    @Test
    void nobodyLogsInWithoutProof() {
        String yaml = sample().replace("  passwordFile: secret\nlinks", "links");

        assertThat(problems(yaml).stream().map(ConfigProblem::path))
                .containsExactly("bus.passwordFile");
    }

    @Test
    void passwordsNeverGoThroughTheNetworkInClear() {
        assertThat(problems(sample().replace("mqtt://127.0.0.1", "mqtt://10.0.0.1")))
                .extracting(ConfigProblem::path)
                .contains("bus.addresses");
        assertThat(problems(sample().replace(":1883\"", ":1883\", \"mqtts://[fe80::1]:8883\"")))
                .extracting(ConfigProblem::path)
                .containsExactly("bus.addresses");
    }

    @Test
    void pagesBeyondLoopbackNeedACertificateAndUsers() {
        assertThat(problems(sample().replace("  port: 0", "  bind: 0.0.0.0")))
                .extracting(ConfigProblem::path)
                .containsExactly("http.bind", "http.usersFile");
    }

    @Test
    void onlyAHallHasAHallsSection() {
        assertThat(problems(sample().replace("[hall, dispenser, window]", "[dispenser]")))
                .extracting(ConfigProblem::path)
                .containsExactly("screens[1].shows", "hall");
        assertThat(problems(sample().split("\nhall:\n", 2)[0]))
                .extracting(ConfigProblem::path)
                .contains("hall");
    }

    @Test
    void aHallHasAtMostSixSpecialistAreas() {
        StringBuilder areas = new StringBuilder("    areas:\n");
        for (int i = 1; i <= 7; i++) {
            areas.append("      - {id: a")
                    .append(i)
                    .append(", name: 区, floor: 1F, specialist: true}\n");
        }
        String yaml = sample().replace("    areas:\n", areas);

        assertThat(problems(yaml))
                .extracting(ConfigProblem::path)
                .containsExactly("hall.initial.areas.specialist");
    }

    @Test
    void aFileThatIsNotThereIsAProblemLikeAnyOther() {
        assertThat(
                        catchThrowableOfType(
                                UnusableConfig.class,
                                () -> DeviceConfig.read(directory.resolve("none.yaml"))))
                .hasMessageStartingWith("none.yaml: The file cannot be read: there is no ");
    }

    /**
     * Whatever a person may type: an answer or problems, never another exception. One in ten begins
     * as a whole device, the others as the smallest, in which an edit hits something that matters.
     */
    @Test
    void noTextBreaksTheReader() {
        Random random = new Random(20_251_121);
        String whole = sample();
        Path file = directory.resolve("device.yaml");
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 5_000;
        for (int i = 0; i < rounds; i++) {
            StringBuilder text = new StringBuilder(i % 10 == 0 ? whole : SMALLEST);
            for (int edit = random.nextInt(4); edit >= 0 && !text.isEmpty(); edit--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 ->
                            text.insert(
                                    at,
                                    "{}[]:,-#\"'&*!|>%@ \n\t0a\u0000中".charAt(random.nextInt(23)));
                    default -> text.setLength(at);
                }
            }
            try {
                // Without a file: a disk that syncs each would be all that is measured.
                ConfigFile.parse(text.toString(), file, directory, DeviceReader::read);
            } catch (UnusableConfig e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
    }

    @Test
    void aCenterIsReadToo() throws IOException, UnusableConfig {
        Path file =
                Files.writeString(
                        directory.resolve("center.yaml"),
                        """
                        center: province
                        data: /var/lib/hallkiosk
                        bus:
                          addresses: ["mqtts://broker.example:8883"]
                          passwordFile: secret
                        """);

        CenterConfig config = CenterConfig.read(file);

        assertThat(config.center()).isEqualTo("province");
        assertThat(config.data()).isEqualTo(Path.of("/var/lib/hallkiosk"));
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.keepDays()).as("for ever").isEmpty();
        new ContractSchemas()
                .assertValid(
                        "config/center",
                        new ObjectMapper()
                                .writeValueAsString(
                                        new YAMLMapper().readTree(Files.readString(file))));
    }

    @Test
    void aCenterKeepsWhatItHasForSixMonthsAtLeast() throws IOException, UnusableConfig {
        Path file = centerThatKeeps("{days: 184}");

        assertThat(CenterConfig.read(file).keepDays()).contains(184);
        new ContractSchemas()
                .assertValid(
                        "config/center",
                        new ObjectMapper()
                                .writeValueAsString(
                                        new YAMLMapper().readTree(Files.readString(file))));

        for (String wrong : List.of("{days: 183}", "{days: x}", "{}", "{days: 184, hours: 1}")) {
            Path refused = centerThatKeeps(wrong);
            assertThatThrownBy(() -> CenterConfig.read(refused))
                    .as(wrong)
                    .isInstanceOf(UnusableConfig.class)
                    .hasMessageContaining("retention");
        }
    }

    private Path centerThatKeeps(String retention) throws IOException {
        return Files.writeString(
                directory.resolve("center.yaml"),
                """
                center: province
                data: /var/lib/hallkiosk
                bus:
                  addresses: ["mqtts://broker.example:8883"]
                  passwordFile: secret
                retention: %s
                """
                        .formatted(retention));
    }
}
