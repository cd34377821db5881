package org.hallkiosk.hal.driver.ssip;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Runs programs of this computer, without a shell. Called on the strand, never blocks. */
interface Programs {

    /** Whether there is such a program and it may be run. */
    boolean there(Path program);

    /**
     * Starts a program.
     *
     * @param command the program and its arguments, each as it is
     * @param input what it reads
     * @param mostOutput as many bytes of what it writes are kept; more is a failure
     * @param deadline how long it may run
     * @param done told once on the strand when it has ended, unless it was stopped
     */
    Run run(
            List<String> command,
            byte[] input,
            int mostOutput,
            Duration deadline,
            Consumer<Ended> done);

    /** A program that runs. */
    interface Run {
        /** Ends it at once; nothing is told any more. */
        void stop();
    }

    /**
     * How it ended.
     *
     * @param ok exit code 0, in time
     * @param output what it wrote
     * @param words the end of its complaints, for the technician
     */
    record Ended(boolean ok, byte[] output, String words) {}
}
