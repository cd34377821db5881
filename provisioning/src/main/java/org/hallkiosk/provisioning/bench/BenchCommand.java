package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.UntilStopped;
import picocli.CommandLine;

/** {@code ./kiosk bench}: every figure in one table, as docs/benchmarks.md explains them. */
@CommandLine.Command(
        name = "bench",
        description = "性能比值 the benchmarks, as ratios",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Command {

    private static final String ALL = "all";

    @CommandLine.Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = ALL,
            description = "one of them alone")
    private String name = ALL;

    @CommandLine.Option(
            names = "--lines",
            hidden = true,
            description = "measures in this process, on its disk as it is; one line a figure")
    private boolean lines;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private final InstantSource clock = UntilStopped.clock();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Path directory = Files.createTempDirectory("hallkiosk-bench");
            try {
                Map<String, Benchmark> benchmarks = lines ? here(directory) : all(directory);
                if (!name.equals(ALL) && !benchmarks.containsKey(name)) {
                    throw new CommandFailure(
                            "There is no benchmark "
                                    + name
                                    + "; known are "
                                    + String.join(", ", benchmarks.keySet())
                                    + ".");
                }
                if (!name.equals(ALL)) {
                    benchmarks.keySet().retainAll(List.of(name));
                }
                return lines ? lines(benchmarks, out) : table(benchmarks, out);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new CommandFailure("The benchmark could not run: " + e.getMessage());
        }
    }

    /** What is measured in this process, by name. */
    private Map<String, Benchmark> here(Path directory) throws IOException {
        Map<String, Benchmark> benchmarks = new LinkedHashMap<>();
        benchmarks.put(
                "press",
                new PressBench(folder(directory, "press"), clock, SmallHall::embeddedBroker));
        benchmarks.put(
                "press-mosquitto",
                new PressBench(folder(directory, "press-mosquitto"), clock, MosquittoProcess::new));
        benchmarks.put("commits", new CommitBench(folder(directory, "commits"), clock));
        benchmarks.put("ticket", new TicketBench());
        benchmarks.put("bus", new BusBench(folder(directory, "bus"), clock));
        benchmarks.put("panels", new PanelBench());
        benchmarks.put("day", new DayBench(folder(directory, "day"), clock));
        return benchmarks;
    }

    /** The same, those that depend on the disk on a slow one. */
    private Map<String, Benchmark> all(Path directory) throws IOException {
        Map<String, Benchmark> benchmarks = here(directory);
        SlowDisk slow = new SlowDisk(folder(directory, "slow"));
        benchmarks.replace("press", () -> slow.run("press"));
        benchmarks.replace("press-mosquitto", () -> slow.run("press-mosquitto"));
        benchmarks.replace("commits", () -> slow.run("commits"));
        benchmarks.put(
                "start",
                new StartBench(
                        folder(directory, "start"),
                        clock,
                        Optional.ofNullable(System.getProperty("hallkiosk.launcher"))
                                .map(Path::of)));
        benchmarks.put("screen", new ScreenBench(folder(directory, "screen"), clock));
        return benchmarks;
    }

    private int lines(Map<String, Benchmark> benchmarks, PrintWriter out)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, Benchmark> each : benchmarks.entrySet()) {
            try {
                figures.addAll(each.getValue().run());
            } catch (CannotMeasure e) {
                throw new CommandFailure(each.getKey() + ": " + e.getMessage());
            }
        }
        figures.forEach(figure -> out.println(figure.line()));
        out.flush();
        return 0;
    }

    /** One that fails does not keep the others from being measured. */
    private int table(Map<String, Benchmark> benchmarks, PrintWriter out)
            throws InterruptedException {
        FigureTable table = new FigureTable(out);
        table.head();
        int failed = 0;
        for (Map.Entry<String, Benchmark> each : benchmarks.entrySet()) {
            try {
                for (Figure figure : each.getValue().run()) {
                    table.figure(each.getKey(), figure);
                }
            } catch (CannotMeasure e) {
                table.notMeasured(each.getKey(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                failed++;
                table.notMeasured(each.getKey(), String.valueOf(e.getMessage()));
            }
        }
        return failed == 0 ? 0 : 1;
    }

    private static Path folder(Path directory, String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
