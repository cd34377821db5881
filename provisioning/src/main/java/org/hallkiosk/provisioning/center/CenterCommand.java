package org.hallkiosk.provisioning.center;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.hallkiosk.core.boot.Brokers;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.DataDirectory;
import org.hallkiosk.core.boot.PagesAccess;
import org.hallkiosk.core.boot.UntilStopped;
import org.hallkiosk.core.config.CenterConfig;
import org.hallkiosk.core.config.UnusableConfig;
import org.hallkiosk.core.text.IoReason;
import org.hallkiosk.core.wire.EventCodec;
import org.hallkiosk.core.wire.Json;
import picocli.CommandLine;

/** {@code ./kiosk center}: the center's side. */
@CommandLine.Command(
        name = "center",
        description = "中心 the center's side: collects what every hall reports",
        mixinStandardHelpOptions = true)
public final class CenterCommand implements Command {

    @CommandLine.Option(names = "--config", paramLabel = "FILE", required = true)
    private Path file = Path.of("center.yaml");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (UntilStopped process = new UntilStopped()) {
            CenterConfig config = CenterConfig.read(file);
            SecureRandom random = new SecureRandom();
            PagesAccess access = PagesAccess.of(config.http());
            try (DataDirectory folder = DataDirectory.open(config.data());
                    CenterApp center =
                            new CenterApp(
                                    folder.path(),
                                    EventReader.of(new EventCodec(new Json(config.zone()))),
                                    Brokers.access(config.bus(), config.center(), random),
                                    access,
                                    random,
                                    config.zone(),
                                    config.keepDays(),
                                    UntilStopped.clock())) {
                int port = center.start();
                out.println("  the center   " + access.url(port));
                out.println("ready");
                out.flush();
                process.await();
                return 0;
            }
        } catch (UnusableConfig e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure("The center cannot start: " + IoReason.of(e) + ".");
        }
    }
}
