package org.hallkiosk.core.boot;

import java.nio.file.Path;
import picocli.CommandLine;

/** {@code ./kiosk run}: one device, as its {@code device.yaml} says. */
@CommandLine.Command(
        name = "run",
        description = "运行一台设备 one device, as its device.yaml says",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Command {

    @CommandLine.Option(names = "--config", paramLabel = "FILE", required = true)
    private Path file = Path.of("device.yaml");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        return new DeviceProcess(file, spec.commandLine().getOut()).run();
    }
}
