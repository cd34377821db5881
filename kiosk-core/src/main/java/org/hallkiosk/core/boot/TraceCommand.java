package org.hallkiosk.core.boot;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.UnusableConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code ./kiosk trace}: what went over the wire of a running device's peripheral of late. Numbers
 * of persons are masked.
 */
@CommandLine.Command(
        name = "trace",
        description = "线路记录 what went over the wire of a running device's peripheral of late",
        mixinStandardHelpOptions = true)
public final class TraceCommand implements Command {

    @CommandLine.Parameters(
            paramLabel = "DEVICE",
            description = "the peripheral's id, as units in device.yaml name it")
    private String unit = "";

    @CommandLine.Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "device.yaml",
            description = "the device.yaml of the running device (default: ${DEFAULT-VALUE})")
    private Path file = Path.of("device.yaml");

    @CommandLine.Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the running device's data folder, in place of --config")
    private @Nullable Path data;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        TraceSocket.ask(data == null ? configured() : data, unit).forEach(out::println);
        out.flush();
        return 0;
    }

    private Path configured() {
        try {
            return DeviceConfig.read(file).data();
        } catch (UnusableConfig e) {
            throw new CommandFailure(Objects.requireNonNull(e.getMessage()));
        }
    }
}
