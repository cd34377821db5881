package org.hallkiosk.core.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path where, as keys joined by points, for example {@code units[2].link}; empty for the
 *     file as a whole
 * @param line the line in the file, from 1; 0 when it belongs to no line
 * @param what a sentence that says what is wrong
 * @param remedy a sentence that says what to do
 */
public record ConfigProblem(String path, int line, String what, String remedy) {

    /** The whole on one line, as the command line shows it. */
    public String sentence() {
        StringBuilder text = new StringBuilder();
        if (line > 0) {
            text.append("line ").append(line).append(": ");
        }
        if (!path.isEmpty()) {
            text.append(path).append(": ");
        }
        return text.append(what).append(' ').append(remedy).toString();
    }
}
