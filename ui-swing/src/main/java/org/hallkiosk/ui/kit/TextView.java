package org.hallkiosk.ui.kit;

import com.formdev.flatlaf.ui.FlatUIUtils;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import org.jspecify.annotations.Nullable;

/**
 * A text in its place: it wraps, becomes smaller down to {@value #LEAST} of its size when it would
 * not fit, and ends with an ellipsis only when even that does not help. The lines are kept until
 * text, size or style change.
 */
public final class TextView extends JComponent {

    private static final double LEAST = 0.5;
    private static final double STEP = 0.05;

    /** A text becomes so much smaller before it is broken: a word in two lines is hard to read. */
    private static final double WHOLE = 0.8;

    private static final double LINE_HEIGHT = 1.32;

    /** An ideograph fills its em: 0.88 of it above the baseline (Noto Sans CJK, OS/2 table). */
    private static final double ASCENT = 0.88;

    private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

    private final Style.Source source;
    private final Type type;
    private final boolean heavy;
    private final Supplier<Color> colour;
    private Align align = Align.LEFT;
    private int maxLines = 1;
    private String text = "";
    private @Nullable Lines lines;

    /** Where the lines stand in the width; in the height they are centred. */
    public enum Align {
        LEFT,
        CENTRE,
        RIGHT
    }

    /** Where a line may end. */
    private enum Break {
        /**
         * Beside a space, a bracket, a comma: what stands between two ideographs may be the middle
         * of a word.
         */
        BETWEEN_WORDS,
        ANYWHERE;

        boolean at(String text, int place) {
            return this == ANYWHERE
                    || place == text.length()
                    || !Character.isIdeographic(text.codePointBefore(place))
                    || !Character.isIdeographic(text.codePointAt(place));
        }
    }

    private record Lines(
            Style style,
            Dimension size,
            Font font,
            double fontSize,
            List<String> text,
            boolean cut) {}

    /** A text of one line at the left. */
    public TextView(Style.Source source, Type type, boolean heavy, Supplier<Color> colour) {
        this.source = source;
        this.type = type;
        this.heavy = heavy;
        this.colour = colour;
        setFocusable(false);
    }

    /** The same, elsewhere in its width. */
    public TextView at(Align where) {
        align = where;
        return this;
    }

    /** The same, with room for more lines. */
    public TextView lines(int most) {
        maxLines = most;
        return this;
    }

    /** Shows another text; repaints only when it is another one. */
    public void setText(String newText) {
        if (!text.equals(newText)) {
            text = newText;
            lines = null;
            repaint();
        }
    }

    /** The whole text. */
    public String text() {
        return text;
    }

    /** What it shows, line by line. */
    List<String> shownLines() {
        return laidOut().text();
    }

    /** Whether something of the text is missing on the screen. */
    public boolean isCut() {
        return laidOut().cut();
    }

    /** The colour in which it is painted now. */
    public Color colour() {
        return colour.get();
    }

    /** The height of its type in dots on the display, as it is painted now. */
    public double fontSize() {
        return laidOut().fontSize();
    }

    /**
     * How high it stands in this width, with no more lines than it may have: in one line if it goes
     * into one, else at its full size.
     */
    public int heightIn(int width) {
        Style style = source.style();
        double size = style.size(type);
        if (text.indexOf('\n') < 0 && lineWidth() * WHOLE <= width) {
            return (int) Math.ceil(size * LINE_HEIGHT);
        }
        int rows =
                Math.min(maxLines, broken(style.font(size, heavy), width, Break.ANYWHERE).size());
        return (int) Math.ceil(rows * size * LINE_HEIGHT);
    }

    /** How wide it is in one line at its full size. */
    public int lineWidth() {
        Style style = source.style();
        return (int) Math.ceil(width(style.font(style.size(type), heavy), text));
    }

    private Lines laidOut() {
        Style style = source.style();
        Lines known = lines;
        if (known == null || known.style() != style || !known.size().equals(getSize())) {
            known = layOut(style);
            lines = known;
        }
        return known;
    }

    private Lines layOut(Style style) {
        double wanted = style.size(type);
        if (text.indexOf('\n') < 0) {
            for (double part = 1; part >= WHOLE - STEP / 2; part -= STEP) {
                double size = wanted * part;
                Font font = style.font(size, heavy);
                if (rows(size) >= 1 && width(font, text) <= getWidth()) {
                    return new Lines(style, getSize(), font, size, List.of(text), false);
                }
            }
        }
        for (double part = 1; part >= WHOLE - STEP / 2; part -= STEP) {
            Lines whole = fitting(style, wanted * part, Break.BETWEEN_WORDS);
            if (whole != null) {
                return whole;
            }
        }
        for (double part = 1; part >= LEAST; part -= STEP) {
            Lines broken = fitting(style, wanted * part, Break.ANYWHERE);
            if (broken != null) {
                return broken;
            }
        }
        double size = wanted * LEAST;
        Font font = style.font(size, heavy);
        List<String> broken = broken(font, getWidth(), Break.ANYWHERE);
        int rows = Math.max(1, rows(size));
        List<String> kept = new ArrayList<>(broken.subList(0, Math.min(rows, broken.size())));
        kept.set(kept.size() - 1, ellipsis(font, kept.getLast()));
        return new Lines(style, getSize(), font, size, kept, true);
    }

    /** The text in lines of a size; null when it does not fit. */
    private @Nullable Lines fitting(Style style, double size, Break where) {
        Font font = style.font(size, heavy);
        List<String> broken = broken(font, getWidth(), where);
        return broken.size() <= rows(size) && fit(font, broken)
                ? new Lines(style, getSize(), font, size, balanced(font, broken, where), false)
                : null;
    }

    private boolean fit(Font font, List<String> broken) {
        return broken.stream().allMatch(line -> width(font, line) <= getWidth());
    }

    /** The same number of lines, about as long as each other: no last one of a single character. */
    private List<String> balanced(Font font, List<String> lines, Break where) {
        if (lines.size() < 2 || text.indexOf('\n') >= 0) {
            return lines;
        }
        List<String> best = lines;
        int wide = getWidth();
        int narrow = getWidth() / 2;
        while (wide - narrow > 4) {
            int middle = (wide + narrow) / 2;
            List<String> tried = broken(font, middle, where);
            if (tried.size() == lines.size() && fit(font, tried)) {
                best = tried;
                wide = middle;
            } else {
                narrow = middle;
            }
        }
        return best;
    }

    private int rows(double size) {
        return Math.min(maxLines, (int) ((getHeight() + 1) / (size * LINE_HEIGHT)));
    }

    private List<String> broken(Font font, int width, Break where) {
        List<String> result = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            breakLine(font, paragraph, width, where, result);
        }
        return result;
    }

    private void breakLine(Font font, String paragraph, int width, Break where, List<String> to) {
        if (maxLines == 1 || width(font, paragraph) <= width) {
            to.add(paragraph);
            return;
        }
        BreakIterator places = BreakIterator.getLineInstance(Locale.ROOT);
        places.setText(paragraph);
        int start = 0;
        int fits = 0;
        for (int place = places.next(); place != BreakIterator.DONE; place = places.next()) {
            if (width(font, paragraph.substring(start, place).stripTrailing()) > width
                    && fits > start) {
                to.add(paragraph.substring(start, fits).strip());
                start = fits;
            }
            if (where.at(paragraph, place)) {
                fits = place;
            }
        }
        to.add(paragraph.substring(start).strip());
    }

    private String ellipsis(Font font, String line) {
        String kept = line;
        while (kept.length() > 1 && width(font, kept + "…") > getWidth()) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + "…";
    }

    private static double width(Font font, String line) {
        return font.getStringBounds(line, MEASURE).getWidth();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        if (text.isEmpty()) {
            return;
        }
        Lines now = laidOut();
        Graphics2D g = (Graphics2D) graphics.create();
        FlatUIUtils.setRenderingHints(g);
        g.setRenderingHint(
                java.awt.RenderingHints.KEY_TEXT_ANTIALIASING,
                java.awt.RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(
                java.awt.RenderingHints.KEY_FRACTIONALMETRICS,
                java.awt.RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setFont(now.font());
        g.setColor(colour.get());
        double height = now.fontSize() * LINE_HEIGHT;
        double top = (getHeight() - height * now.text().size()) / 2;
        double baseline = top + (height - now.fontSize()) / 2 + now.fontSize() * ASCENT;
        for (String line : now.text()) {
            double room = getWidth() - width(now.font(), line);
            double x =
                    switch (align) {
                        case LEFT -> 0;
                        case CENTRE -> room / 2;
                        case RIGHT -> room;
                    };
            g.drawString(line, (float) x, (float) baseline);
            baseline += height;
        }
        g.dispose();
    }

    @Override
    public AccessibleContext getAccessibleContext() {
        if (accessibleContext == null) {
            accessibleContext = new Spoken();
        }
        return accessibleContext;
    }

    /** A screen reader reads the text (R105). */
    private final class Spoken extends AccessibleJComponent {
        @Override
        public AccessibleRole getAccessibleRole() {
            return AccessibleRole.LABEL;
        }

        @Override
        public String getAccessibleName() {
            return text;
        }
    }
}
