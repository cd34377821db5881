package org.hallkiosk.provisioning.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.UntilStopped;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import picocli.CommandLine;

/**
 * {@code ./kiosk emulate}: one emulated peripheral on its own. A line typed into it begins a
 * trouble or presses a key: its name, or the unit's name before it; {@code none} ends all troubles.
 */
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

    @CommandLine.Option(
            names = "--panels",
            paramLabel = "N",
            defaultValue = "1",
            description = "onbon: how many panels share the line; their addresses begin with 1")
    private int panels = 1;

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
                case "onbon" ->
                        peripherals.panels(
                                link,
                                IntStream.rangeClosed(1, Math.max(1, panels))
                                        .mapToObj(n -> "panel-" + n)
                                        .toList());
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
            Thread.ofPlatform()
                    .name("emulate-input")
                    .daemon(true)
                    .start(() -> obey(System.in, peripherals, out));
            process.await();
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("The emulator cannot start: " + e.getMessage());
        }
    }

    /** Until the input ends, which it does at once where nobody sits at a keyboard. */
    private void obey(InputStream input, DemoPeripherals peripherals, PrintWriter out) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.strip().split(" +", -1);
                String unit = words.length > 1 ? words[0] : first();
                String trouble = words[words.length - 1];
                out.println(
                        peripherals.begin(unit, trouble) || peripherals.press(unit, trouble)
                                ? unit + ": " + trouble
                                : "There is no "
                                        + unit
                                        + " with a trouble "
                                        + trouble
                                        + "; known are none, "
                                        + String.join(", ", DemoPeripherals.troubles(wire))
                                        + ".");
                out.flush();
            }
        } catch (IOException ended) {
            // Nobody steers it any more; it goes on.
        }
    }

    private String first() {
        return switch (wire) {
            case "onbon" -> "panel-1";
            case "ff68" -> "pad-1";
            default -> "printer";
        };
    }
}
