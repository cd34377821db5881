package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hallkiosk.core.boot.Command;
import org.hallkiosk.core.boot.CommandFailure;
import org.hallkiosk.core.boot.UntilStopped;
import picocli.CommandLine;

/** {@code ./kiosk bench}. */
@CommandLine.Command(
        name = "bench",
        description = "性能比值 the benchmarks, as ratios: commits, day",
        mixinStandardHelpOptions = true)
public final class BenchCommand implements Command {

    @CommandLine.Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "all",
            description = "commits, day, or all")
    private String name = "all";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (!List.of("all", "commits", "day").contains(name)) {
            throw new CommandFailure("There is no benchmark " + name + "; known are commits, day.");
        }
        PrintWriter out = spec.commandLine().getOut();
        InstantSource clock = UntilStopped.clock();
        try {
            Path directory = Files.createTempDirectory("hallkiosk-bench");
            try {
                if (!name.equals("day")) {
                    new CommitBench(directory, out, clock).run();
                    out.flush();
                }
                if (!name.equals("commits")) {
                    new DayBench(directory, out, clock).run();
                    out.flush();
                }
                return 0;
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new CommandFailure("The benchmark could not run: " + e.getMessage());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
