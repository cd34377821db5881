package org.hallkiosk.core.boot;

import java.io.PrintWriter;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.spi.DriverProvider;
import picocli.CommandLine;

/** {@code ./kiosk devices}: the drivers there are, and what each can prove. */
@CommandLine.Command(
        name = "devices",
        description = "驱动清单 the drivers there are, and what each can prove",
        mixinStandardHelpOptions = true)
public final class DevicesCommand implements Command {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (DriverProvider driver : DriverRegistry.load().all()) {
            out.println(driver.name() + "  (" + driver.role().getSimpleName() + ")");
            out.println("    " + driver.description());
            for (DriverProvider.OptionSpec option : driver.options()) {
                out.println(
                        "    "
                                + option.name()
                                + "="
                                + option.defaultValue()
                                + "  "
                                + option.description());
            }
        }
        out.flush();
        return 0;
    }
}
