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
import org.hallkiosk.core.text.IoReason;
import org.hallkiosk.hal.link.LinkScheme;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.link.SystemLinks;
import org.hallkiosk.hal.time.ThreadStrand;
import picocli.CommandLine;

/**
 * {@code ./kiosk emulate}: one emulated peripheral on its own. A line typed into it begins a
 * trouble or presses a key: its name, or the unit's name before it; {@code none} ends all troubles.
 * {@code scan} and a code hold that code before the scanner.
 */
@CommandLine.Command(
        name = "emulate",
        description = "模拟外设 one emulated peripheral on its own: " + EmulateCommand.KNOWN,
        mixinStandardHelpOptions = true)
public final class EmulateCommand implements Command {

    static final String KNOWN = "escpos, onbon, ff68, newland, ssip";

    private static final String SCAN = "scan ";

    /** The speaker zone of an emulated speech service: its lines stand in a file of that name. */
    private static final String ZONE = "speaker";

    @CommandLine.Parameters(paramLabel = "WIRE", description = EmulateCommand.KNOWN)
    private String wire = "";

    @CommandLine.Option(names = "--link", paramLabel = "LINK", required = true)
    private String link = "";

    @CommandLine.Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "emulated",
            description = "where papers, panels and what was said are written")
    private Path directory = Path.of("emulated");

    @CommandLine.Option(
            names = "--panels",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "onbon, ff68: how many panels or pads share the line; addresses begin with 1")
    private int panels = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /**
     * {@inheritDoc}
     *
     * <p>It says {@code ready} when a driver that opens the link now finds the peripheral there: a
     * port is bound, a pseudo-terminal stands at its path, anything else is open.
     */
    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (link.startsWith(LinkScheme.LOOP.word() + ":")) {
            throw new CommandFailure(link + " leads nowhere from a process of its own.");
        }
        InstantSource clock = UntilStopped.clock();
        try (UntilStopped process = new UntilStopped();
                ThreadStrand wires = new ThreadStrand("loop-wires", clock);
                LinkInPlace links = new LinkInPlace(new SystemLinks(new LocalLinks(wires)));
                DemoPeripherals peripherals = new DemoPeripherals(links, clock, directory)) {
            switch (wire) {
                case "escpos" -> peripherals.printer("printer", "printer", link, directory);
                case "onbon" -> peripherals.panels(link, named("panel-"));
                case "ff68" -> peripherals.pads(link, named("pad-"));
                case "newland" -> peripherals.scanner("scanner", link);
                case "ssip" -> peripherals.speaker("speaker", link, ZONE, directory);
                default ->
                        throw new CommandFailure(
                                "There is no emulator for " + wire + "; known are " + KNOWN + ".");
            }
            links.await();
            out.println(wire + " at " + link + ", written to " + directory.toAbsolutePath());
            out.println("ready");
            out.flush();
            Thread.ofPlatform()
                    .name("emulate-input")
                    .daemon(true)
                    .start(() -> obey(System.in, peripherals, out));
            process.await();
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("The emulator cannot start: " + IoReason.of(e) + ".");
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The emulator cannot start: " + e.getMessage());
        }
    }

    private List<String> named(String prefix) {
        return IntStream.rangeClosed(1, Math.max(1, panels)).mapToObj(n -> prefix + n).toList();
    }

    /** Until the input ends, which it does at once where nobody sits at a keyboard. */
    private void obey(InputStream input, DemoPeripherals peripherals, PrintWriter out) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String code =
                        line.strip().startsWith(SCAN) ? line.strip().substring(SCAN.length()) : "";
                if (!code.isEmpty() && peripherals.scan(first(), code.strip())) {
                    out.println("scanned");
                    out.flush();
                    continue;
                }
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
            case "newland" -> "scanner";
            case "ssip" -> "speaker";
            default -> "printer";
        };
    }
}
