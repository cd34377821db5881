package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import picocli.CommandLine;

/** {@code ./kiosk emulate}: one emulated peripheral on its own. */
@CommandLine.Command(
        name = "emulate",
        description = "模拟外设 one emulated peripheral on its own: escpos or onbon",
        mixinStandardHelpOptions = true)
public final class EmulateCommand implements Command {

    @CommandLine.Parameters(paramLabel = "WIRE", description = "escpos or onbon")
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
        InstantSource clock = InstantSource.system();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stop.countDown();
                                    try {
                                        stopped.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                },
                                "shutdown"));
        try (ThreadStrand wires = new ThreadStrand("loop-wires", clock);
                SystemLinks links = new SystemLinks(new LocalLinks(wires));
                DemoPeripherals peripherals = new DemoPeripherals(links, clock, directory)) {
            switch (wire) {
                case "escpos" -> peripherals.printer("printer", "printer", link, directory);
                case "onbon" -> peripherals.panels(link, List.of("panel-1"));
                default ->
                        throw new CommandFailure(
                                "There is no emulator for " + wire + "; known are escpos, onbon.");
            }
            out.println(wire + " at " + link + ", written to " + directory.toAbsolutePath());
            out.println("ready");
            out.flush();
            stop.await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("The emulator cannot start: " + e.getMessage());
        } finally {
            stopped.countDown();
        }
    }
}
