package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.DataDirectory;
import org.hallkiosk.core.boot.UntilStopped;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.text.IoReason;
import picocli.CommandLine;

/** {@code ./kiosk demo}. */
@CommandLine.Command(
        name = "demo",
        description = "演示大厅 a whole hall in one process, on loopback only",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Command {

    private static final int LAST_PORT = 65_535;

    @CommandLine.Option(
            names = "--http",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "the hall's pages; the center's on the next (default: ${DEFAULT-VALUE})")
    private int http;

    @CommandLine.Option(
            names = "--mqtt",
            paramLabel = "PORT",
            defaultValue = "1883",
            description = "the broker (default: ${DEFAULT-VALUE})")
    private int mqtt;

    @CommandLine.Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "demo-hall",
            description =
                    "the hall's folder; the same folder is the same hall, continued (default:"
                            + " ${DEFAULT-VALUE})")
    private Path directory = Path.of("demo-hall");

    @CommandLine.Option(
            names = "--headless",
            description = "no screens, even where there is a display")
    private boolean headless;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        // The center's page is on the port after the hall's.
        if (http < 0 || http >= LAST_PORT || mqtt < 1 || mqtt > LAST_PORT) {
            throw new CommandFailure(
                    "There is no such port: --http goes from 0, any free one, to 65534, and --mqtt from"
                            + " 1 to 65535.");
        }
        Optional<Screens> screens =
                headless
                        ? Optional.empty()
                        : Screens.installed().filter(s -> s.display(0).isPresent());
        try (UntilStopped process = new UntilStopped();
                DataDirectory folder = DataDirectory.open(directory);
                Demo demo =
                        new Demo(
                                new Demo.Settings(http, mqtt, folder.path(), screens),
                                UntilStopped.clock())) {
            out.println("政务厅终端 Hall Kiosk: demonstration, every device is an emulator");
            out.println("  the hall     http://127.0.0.1:" + demo.httpPort() + "/");
            out.println("  the center   http://127.0.0.1:" + demo.centerPort() + "/");
            out.println("  MQTT 5       127.0.0.1:" + mqtt + ", topics hk/1/" + Demo.HALL + "/#");
            out.println("  the papers   " + folder.path().resolve("paper").toAbsolutePath());
            out.println("  the panels   " + folder.path().resolve("panel").toAbsolutePath());
            out.println("  Clients without credentials on this machine may ask the hall as demo.");
            out.println("  Nobody needs to log in; to try the login:");
            demo.logins().forEach((name, password) -> out.println("    " + name + "  " + password));
            out.println(
                    "  Keys of call pads and evaluators are pressed by HTTP (docs/technicians.md).");
            if (!headless && screens.isEmpty()) {
                out.println("  There is no display here: no screens, as with --headless.");
            }
            out.println("ready");
            out.flush();
            process.await();
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("The demo cannot start: " + IoReason.of(e) + ".");
        }
    }
}
