package org.hallkiosk.hal.emulator.onbon;

import java.util.Comparator;
import java.util.List;

/**
 * What stands on a panel at one moment: the truth that a test compares with, and what a picture is
 * drawn from. Immutable.
 *
 * @param name the panel's name
 * @param width in dots
 * @param height in dots
 * @param brightness of the lamps, 0 to 15
 * @param areas what is shown; empty when the panel is dark
 */
public record PanelView(String name, int width, int height, int brightness, List<Area> areas) {

    public PanelView {
        areas = List.copyOf(areas);
    }

    /** What a person in the hall reads, from top to bottom; blank lines left out. */
    public List<String> lines() {
        return areas.stream()
                .flatMap(area -> area.rows.stream())
                .sorted(Comparator.comparingInt(Row::y).thenComparingInt(Row::x))
                .map(Row::text)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /**
     * A rectangle with text; what reaches beyond it is not seen.
     *
     * @param moves whether the text wanders through, so that all of it is seen in time
     */
    public record Area(
            int number, int x, int y, int width, int height, boolean moves, List<Row> rows) {
        public Area {
            rows = List.copyOf(rows);
        }
    }

    /** A line of text, with the place of its upper left corner on the panel. */
    public record Row(int x, int y, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }

        /** Its characters. */
        public String text() {
            StringBuilder text = new StringBuilder();
            cells.forEach(cell -> text.appendCodePoint(cell.codePoint));
            return text.toString();
        }
    }

    /**
     * A character.
     *
     * @param colour as on the wire: 1 red, 2 green, 3 yellow, 4 blue, 5 cyan, 6 magenta, 7 white
     * @param dots its height
     */
    public record Cell(int codePoint, int colour, int dots) {
        /** Half its height for ASCII, its height for everything else. */
        public int width() {
            return codePoint < 0x80 ? dots / 2 : dots;
        }
    }
}
