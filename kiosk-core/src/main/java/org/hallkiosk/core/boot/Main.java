package org.hallkiosk.core.boot;

import java.io.PrintWriter;
import java.nio.file.Path;

/** The process's main class: runs one command, exits with its code. */
public final class Main {

    private static final int DEFECT = 1;

    private Main() {}

    /** The entry point of the launcher. */
    public static void main(String[] args) throws InterruptedException {
        // As a device's system starts it, at every power-up: there is nothing to parse, and the
        // library that parses would be a third of the start (DeviceProcess).
        boolean plainRun = args.length == 3 && args[0].equals("run") && args[1].equals("--config");
        System.exit(plainRun ? run(Path.of(args[2])) : Commands.commandLine().execute(args));
    }

    private static int run(Path file) throws InterruptedException {
        try {
            return new DeviceProcess(file, new PrintWriter(System.out, true, System.out.charset()))
                    .run();
        } catch (CommandFailure failure) {
            System.err.println(failure.getMessage());
            return CommandFailure.EXIT_CODE;
        } catch (RuntimeException defect) {
            System.getLogger(Main.class.getName())
                    .log(System.Logger.Level.ERROR, "The device ended by a defect", defect);
            return DEFECT;
        }
    }
}
