package org.hallkiosk.provisioning.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** The table of all figures, printed as they come. */
final class FigureTable {

    private static final String ROW = "%-9s %-64s %9s %9s %9s  %-8s %s%n";
    private static final String SENTENCE = "%-9s %s%n";

    private final PrintWriter out;

    FigureTable(PrintWriter out) {
        this.out = out;
    }

    void head() {
        row("", "", "min", "median", "max", "goal", "");
    }

    void figure(String name, Figure figure) {
        String unit = figure.unit().isEmpty() ? "" : ", " + figure.unit();
        row(
                name,
                figure.what() + unit,
                Figure.number(figure.min()),
                Figure.number(figure.median()),
                Figure.number(figure.max()),
                figure.goal().text(),
                switch (figure.goal()) {
                    case Goal.None none -> "";
                    case Goal.AtMost most -> verdict(figure);
                    case Goal.AtLeast least -> verdict(figure);
                });
    }

    private static String verdict(Figure figure) {
        return figure.goal().isMetBy(figure.median()) ? "met" : "NOT MET";
    }

    /** What stands in place of figures that could not be taken. */
    void notMeasured(String name, String why) {
        out.printf(Locale.ROOT, SENTENCE, name, "not measured: " + why);
        out.flush();
    }

    private void row(String... cells) {
        out.printf(Locale.ROOT, ROW, (Object[]) cells);
        out.flush();
    }
}
