package org.hallkiosk.hal.driver.ff68;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.hallkiosk.hal.spi.DriverProvider.OptionSpec;
import org.hallkiosk.hal.spi.Options;

/**
 * How a pad is set up.
 *
 * @param address on the line, 1 to 255
 * @param levels the level of each value of an evaluator's key; empty without an evaluator
 * @param otherLevel the level of every other value; empty when there are none
 * @param startsEvaluation whether the host asks the evaluator to begin
 * @param zerosForNobody whether 000 stands where nobody is called; otherwise a blank
 * @param repeat how often the figures are sent again
 * @param oneWithin the same key again within this time is the same press
 * @param garbledBytes so many bytes of no frame within {@code garbledWithin} are a fault
 */
record PadSettings(
        int address,
        Map<Integer, Integer> levels,
        OptionalInt otherLevel,
        boolean startsEvaluation,
        boolean zerosForNobody,
        Duration repeat,
        Duration oneWithin,
        int garbledBytes,
        Duration garbledWithin) {

    private static final int LAST_BYTE = 0xFF;
    private static final String NO_EVALUATOR = "none";
    private static final String OTHERS = "*";

    static final List<OptionSpec> OPTIONS =
            List.of(
                    new OptionSpec(
                            "address",
                            "1",
                            "[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]",
                            "The pad's address, 1 to 255, different for each pad of a line."),
                    new OptionSpec(
                            "levels",
                            NO_EVALUATOR,
                            "none|([0-9]{1,3}|\\*)=[1-5](,([0-9]{1,3}|\\*)=[1-5])*",
                            "What the evaluator's keys mean: value=level, separated by commas, *"
                                    + " for every other value, for example 0=5,1=4,2=3,3=2,4=1;"
                                    + " none without an evaluator. It differs from site to site"
                                    + " (evaluator-and-callpad.md §1.2): press each key once and"
                                    + " read the wire trace."),
                    new OptionSpec(
                            "start-evaluation",
                            "yes",
                            "yes|no",
                            "Whether the host tells the evaluator to begin. The one program that is"
                                    + " known does not: the pad's own key begins"
                                    + " (evaluator-and-callpad.md §1.3)."),
                    new OptionSpec(
                            "nobody",
                            "zeros",
                            "zeros|blank",
                            "What stands in the ticket's place while nobody is called. A blank may"
                                    + " leave the old number standing (evaluator-and-callpad.md"
                                    + " §1.3: blank or unchanged, not verified)."),
                    new OptionSpec(
                            "repeat",
                            "45",
                            "[1-9][0-9]{0,2}",
                            "Seconds after which the figures are sent again, because a pad confirms"
                                    + " none (evaluator-and-callpad.md §1.3: 30 to 60)."),
                    new OptionSpec(
                            "one-within",
                            "1000",
                            "[1-9][0-9]{1,3}",
                            "Milliseconds within which the same key again is the same press, heard"
                                    + " again because its acknowledgement was lost: at least 500"
                                    + " (evaluator-and-callpad.md §1.4), and more where repeats are"
                                    + " lost in collisions too."),
                    new OptionSpec(
                            "garbled-bytes",
                            "100",
                            "[1-9][0-9]{0,4}",
                            "So many bytes that are part of no frame, within garbled-within, are a"
                                    + " fault of the line. No sheet names a number: this is ten"
                                    + " frames of a key; two pads that are pressed together spoil"
                                    + " two to four."),
                    new OptionSpec(
                            "garbled-within",
                            "60",
                            "[1-9][0-9]{0,3}",
                            "Seconds over which such bytes are counted, and for which the line must"
                                    + " have been better before the fault ends. No sheet names a"
                                    + " number."));

    static PadSettings of(Map<String, String> given) {
        Options options = new Options(given);
        Map<Integer, Integer> levels = new HashMap<>();
        OptionalInt others = OptionalInt.empty();
        String table = options.text("levels");
        for (String entry : table.equals(NO_EVALUATOR) ? new String[0] : table.split(",", -1)) {
            String[] pair = entry.split("=", -1);
            int level = Integer.parseInt(pair[1]);
            if (pair[0].equals(OTHERS)) {
                others = OptionalInt.of(level);
            } else if (Integer.parseInt(pair[0]) > LAST_BYTE
                    || levels.put(Integer.parseInt(pair[0]), level) != null) {
                throw new IllegalArgumentException(
                        "levels names the value "
                                + pair[0]
                                + " twice, or it is no byte: "
                                + table
                                + ".");
            }
        }
        return new PadSettings(
                options.number("address"),
                Map.copyOf(levels),
                others,
                options.text("start-evaluation").equals("yes"),
                options.text("nobody").equals("zeros"),
                Duration.ofSeconds(options.number("repeat")),
                Duration.ofMillis(options.number("one-within")),
                options.number("garbled-bytes"),
                Duration.ofSeconds(options.number("garbled-within")));
    }

    boolean hasEvaluator() {
        return !levels.isEmpty() || otherLevel.isPresent();
    }

    /** The level that a value of the evaluator's key stands for. */
    OptionalInt level(int value) {
        Integer level = levels.get(value);
        return level == null ? otherLevel : OptionalInt.of(level);
    }
}
