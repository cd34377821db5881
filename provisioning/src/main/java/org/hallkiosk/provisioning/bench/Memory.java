package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of processes together, in megabytes of 2^20 bytes, as Linux counts it.
 *
 * @param pss what is shared counted in parts among those who share it
 * @param rss what is shared counted in full for each of them
 */
record Memory(double pss, double rss) {

    private static final double KILOBYTES = 1024;

    /**
     * Reads /proc/PID/smaps_rollup.
     *
     * @throws IOException when one of them has ended
     */
    static Memory of(List<Long> pids) throws IOException {
        double pss = 0;
        double rss = 0;
        for (long pid : pids) {
            for (String line :
                    Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    pss += kilobytes(line);
                } else if (line.startsWith("Rss:")) {
                    rss += kilobytes(line);
                }
            }
        }
        return new Memory(pss / KILOBYTES, rss / KILOBYTES);
    }

    private static double kilobytes(String line) {
        return Double.parseDouble(line.replaceAll("[^0-9]", ""));
    }
}
