package org.hallkiosk.core.boot;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** The process's main class: finds the commands, runs one, exits with its code. */
@CommandLine.Command(
        name = "kiosk",
        description = "政务厅终端 Hall Kiosk",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class Main {

    private static final int FAILED = 2;

    private Main() {}

    /** The entry point of the launcher. */
    public static void main(String[] args) throws InterruptedException {
        System.exit(isPlainRun(args) ? run(Path.of(args[2])) : commandLine().execute(args));
    }

    /**
     * How a device is started day by day. It goes without picocli, whose classes are too old for an
     * AOT cache (class file version 49): loading them and reading the annotations of every command
     * was half of the start.
     */
    private static boolean isPlainRun(String[] args) {
        return args.length == 3 && args[0].equals("run") && args[1].equals("--config");
    }

    private static int run(Path file) throws InterruptedException {
        try {
            new DeviceRun(file, new PrintWriter(System.out, true, System.out.charset())).run();
            return 0;
        } catch (CommandFailure e) {
            System.err.println(e.getMessage());
            return FAILED;
        }
    }

    /** All commands; running one here does not end the process. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        ServiceLoader.load(Command.class).forEach(line::addSubcommand);
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    if (failure instanceof CommandFailure) {
                        command.getErr().println(failure.getMessage());
                        return FAILED;
                    }
                    throw failure;
                });
        return line;
    }
}
