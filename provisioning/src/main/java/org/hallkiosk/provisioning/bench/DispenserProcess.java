package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the dispenser of a {@link SmallHall} is started as a process of its own, with the flags that
 * {@code ./kiosk} gives it.
 *
 * @param command the whole command line, without an AOT cache
 */
record DispenserProcess(List<String> command) {

    /**
     * Writes its configuration and asks the launcher for its command line. Blocks for some seconds
     * when the launcher has to build.
     *
     * @param launcher {@code ./kiosk}, which knows the flags of each kind of process
     * @param directory an empty one, for what it keeps
     * @param screen whether it has a touch screen
     * @throws CannotMeasure when there is no launcher
     */
    static DispenserProcess of(
            Optional<Path> launcher, SmallHall hall, Path directory, boolean screen)
            throws IOException, InterruptedException, CannotMeasure {
        Path kiosk =
                launcher.orElseThrow(
                        () -> new CannotMeasure("it is started by ./kiosk bench, which knows how"));
        Process asked =
                new ProcessBuilder(
                                kiosk.toString(),
                                "command-line",
                                "run",
                                "--config",
                                configuration(hall, directory, screen).toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> words =
                new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        if (asked.waitFor() != 0 || words.isEmpty()) {
            throw new IOException("./kiosk command-line failed");
        }
        return new DispenserProcess(words);
    }

    private static Path configuration(SmallHall hall, Path directory, boolean screen)
            throws IOException {
        Path password =
                Files.createFile(
                        directory.resolve("password"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.write(password, hall.broker().password(SmallHall.DISPENSER));
        return Files.writeString(
                directory.resolve("device.yaml"),
                """
                identity: {device: %s, hall: %s}
                data: %s
                roles: [dispenser]
                bus:
                  addresses: ["mqtt://%s:%d"]
                  passwordFile: %s
                links:
                  printer: "%s"
                units:
                  - {id: printer, driver: escpos, link: printer, simulated: true}
                %s
                """
                        .formatted(
                                SmallHall.DISPENSER,
                                SmallHall.HALL,
                                directory.resolve("device"),
                                SmallHall.LOOPBACK,
                                hall.broker().port(),
                                password,
                                hall.printerLink(),
                                screen ? "screens: [{shows: dispenser}]" : ""));
    }

    /** The command line under which the JVM writes this AOT cache when it ends in order. */
    List<String> training(Path cache) {
        return with("-XX:AOTCacheOutput=" + cache);
    }

    /** The command line with an AOT cache. */
    List<String> cached(Path cache) {
        return with("-XX:AOTCache=" + cache);
    }

    private List<String> with(String flag) {
        List<String> more = new ArrayList<>(command);
        more.add(1, flag);
        return more;
    }
}
