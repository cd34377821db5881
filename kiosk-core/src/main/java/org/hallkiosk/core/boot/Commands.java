package org.hallkiosk.core.boot;

import java.util.ServiceLoader;
import picocli.CommandLine;

/** Finds the commands of the command line. */
@CommandLine.Command(
        name = "kiosk",
        description = "政务厅终端 Hall Kiosk",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class Commands {

    private Commands() {}

    /** All commands; running one here does not end the process. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Commands());
        ServiceLoader.load(Command.class).forEach(line::addSubcommand);
        line.setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                    if (failure instanceof CommandFailure) {
                        command.getErr().println(failure.getMessage());
                        return CommandFailure.EXIT_CODE;
                    }
                    throw failure;
                });
        return line;
    }
}
