package org.hallkiosk.ui.kit;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.HashMap;
import java.util.Map;

/**
 * How one screen looks at its present size: its palette, its scale, its fonts. On the UI's thread
 * only.
 */
public final class Style {

    /** Noto Sans CJK where it is installed; the JDK's own choice for Chinese otherwise. */
    private static final Font REGULAR = new Font("Noto Sans CJK SC", Font.PLAIN, 1);

    private static final Font BOLD = new Font("Noto Sans CJK SC", Font.BOLD, 1);

    /** Has glyphs in every font for Chinese. */
    private static final String ANY_TEXT = "号1";

    private final Palette palette;
    private final double scale;
    private final boolean large;
    private final Map<Float, Font> regular = new HashMap<>();
    private final Map<Float, Font> bold = new HashMap<>();

    /**
     * Makes it.
     *
     * @param scale dots on the display for one dot of the design
     * @param large whether this is the large-type version
     */
    public Style(Palette palette, double scale, boolean large) {
        this.palette = palette;
        this.scale = scale;
        this.large = large;
    }

    /**
     * Finds the fonts and loads them, which takes about a tenth of a second once in a process. Any
     * thread; blocks.
     */
    public static void loadFonts() {
        FontRenderContext context = new FontRenderContext(null, true, true);
        REGULAR.getStringBounds(ANY_TEXT, context);
        BOLD.getStringBounds(ANY_TEXT, context);
    }

    /** The colours. */
    public Palette palette() {
        return palette;
    }

    /** Whether this is the large-type version. */
    public boolean large() {
        return large;
    }

    /** Dots on the display for dots of the design, at least 1. */
    public int px(double design) {
        return Math.max(1, (int) Math.round(design * scale));
    }

    /** The size of a step of the scale in dots on the display. */
    double size(Type type) {
        return type.size(large) * scale;
    }

    Font font(double size, boolean heavy) {
        float key = Math.round(size * 2) / 2f;
        return heavy
                ? bold.computeIfAbsent(key, BOLD::deriveFont)
                : regular.computeIfAbsent(key, REGULAR::deriveFont);
    }

    /** Whoever has a style; parts ask for it whenever they paint or lay out. */
    public interface Source {
        /** The present style; another object whenever anything in it has changed. */
        Style style();
    }
}
