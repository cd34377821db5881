package org.hallkiosk.provisioning.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One figure of a benchmark, measured several times in one run.
 *
 * @param what what was measured, in a few words; a ratio names both sides
 * @param unit empty for a ratio
 * @param goal what the median should be
 * @param runs the figure of each run, at least one
 */
record Figure(String what, String unit, Goal goal, List<Double> runs) {

    private static final String BETWEEN = "\t";

    Figure {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured: " + what);
        }
    }

    static Figure ratio(String what, Goal goal, List<Double> runs) {
        return new Figure(what, "", goal, runs);
    }

    /** Something that is told as it is, and compared with nothing. */
    static Figure reported(String what, String unit, List<Double> runs) {
        return new Figure(what, unit, new Goal.None(), runs);
    }

    double min() {
        return runs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double max() {
        return runs.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    double median() {
        return median(runs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The middle one; of an even number the upper of the two. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** With three significant digits, more before the point when there are more. */
    static String number(double value) {
        double size = Math.abs(value);
        int places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 5;
        String text = String.format(Locale.ROOT, "%." + places + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** One line for the process that started this one; {@link #ofLine} reads it. */
    String line() {
        return String.join(
                BETWEEN,
                what,
                unit,
                goal.text(),
                runs.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }

    /**
     * Reads a line of {@link #line}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Figure ofLine(String line) {
        String[] parts = line.split(BETWEEN, -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("No figure: " + line);
        }
        return new Figure(
                parts[0],
                parts[1],
                Goal.ofText(parts[2]),
                Arrays.stream(parts[3].split(" ", -1)).map(Double::valueOf).toList());
    }
}
