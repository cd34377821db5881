package org.hallkiosk.core.boot;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hallkiosk.core.config.ConfigProblem;
import org.hallkiosk.core.config.DeviceConfig;
import org.hallkiosk.core.config.UnitConfig;
import org.hallkiosk.core.config.UnusableConfig;
import org.hallkiosk.hal.api.FaultText;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkPreflight;
import org.hallkiosk.hal.spi.DriverProvider;
import org.hallkiosk.hal.spi.Preflight;
import picocli.CommandLine;

/** {@code ./kiosk check}: what is missing on this device, and how to mend it. Opens nothing. */
@CommandLine.Command(
        name = "check",
        description = "检查设备 what is missing on this device, and how to mend it",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Command {

    private static final int WELL = 0;
    private static final int WRONG = 1;
    private static final int UNUSABLE = 2;

    @CommandLine.Option(names = "--config", paramLabel = "FILE", required = true)
    private Path file = Path.of("device.yaml");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        DeviceConfig config;
        try {
            config = DeviceConfig.read(file);
        } catch (UnusableConfig e) {
            for (ConfigProblem problem : e.problems()) {
                out.println(problem);
            }
            return UNUSABLE;
        }
        int wrong = drivers(config, out) + links(config, out);
        out.println(
                wrong == 0
                        ? config.device() + ": all well"
                        : config.device() + ": " + wrong + " to mend");
        return wrong == 0 ? WELL : WRONG;
    }

    private static int drivers(DeviceConfig config, PrintWriter out) {
        DriverRegistry registry = DriverRegistry.load();
        int wrong = 0;
        for (UnitConfig unit : config.units()) {
            Map<String, String> options = new HashMap<>(unit.options());
            if (unit.address() != null) {
                options.put("address", unit.address());
            }
            try {
                DriverProvider driver = registry.driver(unit.driver());
                wrong +=
                        print(
                                "unit " + unit.id(),
                                driver.inspect(DriverRegistry.options(driver, options)),
                                out);
            } catch (IllegalArgumentException e) {
                out.println("unit " + unit.id() + ": " + e.getMessage());
                wrong++;
            }
        }
        return wrong;
    }

    private static int links(DeviceConfig config, PrintWriter out) {
        Preflight preflight = new LinkPreflight(Path.of("/"), System.getProperty("user.name"));
        int wrong = 0;
        for (Map.Entry<String, String> link : config.links().entrySet()) {
            try {
                wrong +=
                        print(
                                "link " + link.getKey(),
                                preflight.inspect(LinkAddress.parse(link.getValue())),
                                out);
            } catch (IllegalArgumentException e) {
                out.println("link " + link.getKey() + ": " + e.getMessage());
                wrong++;
            }
        }
        return wrong;
    }

    private static int print(String what, List<Preflight.Finding> findings, PrintWriter out) {
        for (Preflight.Finding finding : findings) {
            FaultText text =
                    FaultText.of(finding.code(), finding.args(), Locale.SIMPLIFIED_CHINESE);
            out.println(what + ": " + text.technician() + " " + text.action());
        }
        return findings.size();
    }
}
