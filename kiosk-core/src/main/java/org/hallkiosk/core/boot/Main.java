package org.hallkiosk.core.boot;

import java.util.ServiceLoader;
import picocli.CommandLine;

/** The process's main class: finds the commands, runs one, exits with its code. */
@CommandLine.Command(
        name = "kiosk",
        description = "政务厅终端 Hall Kiosk",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class Main {

    private Main() {}

    /** The entry point of the launcher. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** All commands; running one here does not end the process. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        ServiceLoader.load(Command.class).forEach(line::addSubcommand);
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    if (failure instanceof CommandFailure) {
                        command.getErr().println(failure.getMessage());
                        return 2;
                    }
                    throw failure;
                });
        return line;
    }
}
