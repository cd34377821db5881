package org.hallkiosk.core.metrics;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The counters and gauges of one process part. One instance per device; nothing is static.
 *
 * <p>All methods may be called from any thread and none blocks on more than a short monitor.
 * Registering is meant for wiring, {@link Counter#add} for every day.
 */
public final class Metrics {

    /** Prometheus data model: what a metric's and a label's name may be. */
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");

    private record Family(
            String name, String help, String type, Map<String, DoubleSupplier> rows) {}

    private record Changing(
            String name, String help, String type, Supplier<Map<List<String>, Double>> rows) {}

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Map<String, Changing> changing = new LinkedHashMap<>();

    /** A number that only grows until the process ends. */
    public static final class Counter {
        private final LongAdder sum = new LongAdder();

        private Counter() {}

        /** Adds one. */
        public void increment() {
            sum.increment();
        }

        /**
         * Adds some.
         *
         * @param n zero or more
         */
        public void add(long n) {
            if (n < 0) {
                throw new IllegalArgumentException("A counter never falls: " + n);
            }
            sum.add(n);
        }

        /** What was added so far. */
        public long value() {
            return sum.sum();
        }
    }

    /**
     * Registers a counter.
     *
     * @param name lower case with underscores, ends in {@code _total}
     * @param help one sentence
     * @param labels names and values in turn
     * @throws IllegalArgumentException when the name is malformed or this row exists
     */
    public Counter counter(String name, String help, String... labels) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException("A counter's name ends in _total: " + name);
        }
        Counter counter = new Counter();
        register(name, help, "counter", counter::value, labels);
        return counter;
    }

    /**
     * Registers a gauge.
     *
     * @param value asked at every reading, from any thread; must not block. NaN is shown as such
     * @param labels names and values in turn
     * @throws IllegalArgumentException when the name is malformed or this row exists
     */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        register(name, help, "gauge", requireNonNull(value), labels);
    }

    /**
     * Registers a gauge whose rows come and go, such as one for each category of the hall.
     *
     * @param rows asked at every reading, from any thread; must not block. Keys are labels' names
     *     and values in turn
     * @throws IllegalArgumentException when the name is malformed or taken
     */
    public void gauges(String name, String help, Supplier<Map<List<String>, Double>> rows) {
        register(new Changing(name, help, "gauge", rows));
    }

    /**
     * Registers counters that somebody else counts, whose rows come and go; see {@link #gauges}.
     */
    public void counters(String name, String help, Supplier<Map<List<String>, Double>> rows) {
        if (!name.endsWith("_total")) {
            throw new IllegalArgumentException("A counter's name ends in _total: " + name);
        }
        register(new Changing(name, help, "counter", rows));
    }

    private void register(Changing family) {
        check(family.name);
        synchronized (families) {
            if (families.containsKey(family.name)
                    || changing.putIfAbsent(family.name, family) != null) {
                throw new IllegalArgumentException("Registered already: " + family.name);
            }
        }
    }

    private void register(
            String name, String help, String type, DoubleSupplier value, String... labels) {
        check(name);
        String row = row(labels);
        synchronized (families) {
            Family family =
                    families.computeIfAbsent(
                            name, n -> new Family(n, help, type, new LinkedHashMap<>()));
            if (changing.containsKey(name)
                    || !family.type.equals(type)
                    || family.rows.putIfAbsent(row, value) != null) {
                throw new IllegalArgumentException("Registered already: " + name + row);
            }
        }
    }

    /** All figures in the Prometheus text format, version 0.0.4. */
    public String render() {
        List<Family> copy = new ArrayList<>();
        List<Changing> others;
        synchronized (families) {
            for (Family f : families.values()) {
                copy.add(new Family(f.name, f.help, f.type, new LinkedHashMap<>(f.rows)));
            }
            others = List.copyOf(changing.values());
        }
        for (Changing f : others) {
            Map<String, DoubleSupplier> rows = new LinkedHashMap<>();
            f.rows.get()
                    .forEach(
                            (labels, value) ->
                                    rows.put(row(labels.toArray(String[]::new)), () -> value));
            copy.add(new Family(f.name, f.help, f.type, rows));
        }
        StringBuilder text = new StringBuilder();
        for (Family f : copy) {
            text.append("# HELP ").append(f.name).append(' ').append(escape(f.help)).append('\n');
            text.append("# TYPE ").append(f.name).append(' ').append(f.type).append('\n');
            f.rows.forEach(
                    (row, value) ->
                            text.append(f.name)
                                    .append(row)
                                    .append(' ')
                                    .append(number(value.getAsDouble()))
                                    .append('\n'));
        }
        return text.toString();
    }

    private static String row(String... labels) {
        if (labels.length == 0) {
            return "";
        }
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("A label without a value: " + List.of(labels));
        }
        StringBuilder row = new StringBuilder("{");
        for (int i = 0; i < labels.length; i += 2) {
            check(labels[i]);
            row.append(i == 0 ? "" : ",")
                    .append(labels[i])
                    .append("=\"")
                    .append(escape(labels[i + 1]).replace("\"", "\\\""))
                    .append('"');
        }
        return row.append('}').toString();
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a metric's or label's name: " + name);
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
