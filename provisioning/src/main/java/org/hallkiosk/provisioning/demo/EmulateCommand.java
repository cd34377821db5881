package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.UntilStopped;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import picocli.CommandLine;

/** {@code ./kiosk emulate}: one emulated peripheral on its own. */
@CommandLine.Command(
        name = "emulate",
        description = "模拟外设 one emulated peripheral on its own: escpos, onbon or ff68",
        mixinStandardHelpOptions = true)
public final class EmulateCommand implements Command {

    @CommandLine.Parameters(paramLabel = "WIRE", description = "escpos, onbon or ff68")
    private String wire = "";

    @CommandLine.Option(names = "--link", paramLabel = "LINK", required = true)
    private String link = "";

    @CommandLine.Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "emulated",
            description = "where papers and panels are written")
    private Path directory = Path.of("emulated");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        InstantSource clock = UntilStopped.clock();
        try (UntilStopped process = new UntilStopped();
                ThreadStrand wires = new ThreadStrand("loop-wires", clock);
                SystemLinks links = new SystemLinks(new LocalLinks(wires));
                DemoPeripherals peripherals = new DemoPeripherals(links, clock, directory)) {
            switch (wire) {
                case "escpos" -> peripherals.printer("printer", "printer", link, directory);
                case "onbon" -> peripherals.panels(link, List.of("panel-1"));
                case "ff68" -> peripherals.pads(link, List.of("pad-1"));
                default ->
                        throw new CommandFailure(
                                "There is no emulator for "
                                        + wire
                                        + "; known are escpos, onbon, ff68.");
            }
            out.println(wire + " at " + link + ", written to " + directory.toAbsolutePath());
            out.println("ready");
            out.flush();
            process.await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("The emulator cannot start: " + e.getMessage());
        }
    }
}
