package org.hallkiosk.ui.screen;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JComponent;
import javax.swing.JPanel;
import org.hallkiosk.core.port.screen.ScreenView;
import org.hallkiosk.core.port.screen.TechnicianPicture;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Strip;
import org.hallkiosk.ui.kit.Style;
import org.hallkiosk.ui.kit.Symbol;
import org.hallkiosk.ui.kit.TestPicture;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.Type;
import org.jspecify.annotations.Nullable;

/**
 * A whole screen: paints its newest record, scaled from the size that it was designed for to the
 * size that it has. It decides nothing. On the UI's thread only.
 *
 * @param <V> the record
 */
public abstract class ScreenPanel<V extends ScreenView> extends JPanel implements Style.Source {

    private final Palette palette;
    private final Dimension design;
    private final Texts chinese = Texts.of("org.hallkiosk.ui.texts", Texts.CHINESE);
    private final Texts english = Texts.of("org.hallkiosk.ui.texts", Locale.ENGLISH);
    private final Strip identified = new Strip(this, Symbol.NOTE, Type.HEAD);
    private final TestPicture test = new TestPicture(this);
    private Style style;
    private String tested = "";
    private boolean large;
    private @Nullable V shown;
    private @Nullable V early;
    private boolean painted;
    private Consumer<V> drawn = view -> {};

    ScreenPanel(Palette palette, Dimension design) {
        this.palette = palette;
        this.design = design;
        this.style = new Style(palette, 1, false);
        setLayout(null);
        setOpaque(true);
        setBackground(palette.ground());
        setPreferredSize(design);
    }

    /** Paints this from now on; what is the same as before is not painted again. */
    public final void show(V view) {
        if (!view.equals(shown)) {
            shown = view;
            update(view);
            technician(view.technician().orElse(null));
            revalidate();
            // What the record changed is painted by an event that is queued by now, before this.
            EventQueue.invokeLater(() -> EventQueue.invokeLater(() -> tellDrawn(view)));
        }
    }

    /** What a technician asked for lies over everything else. */
    private void technician(@Nullable TechnicianPicture picture) {
        identified.setText(
                picture instanceof TechnicianPicture.Identify
                        ? chinese.get("screen.identify", Map.of("device", picture.device()))
                                + "   "
                                + english.get("screen.identify", Map.of("device", picture.device()))
                        : "");
        test.setVisible(picture instanceof TechnicianPicture.Test);
        tested = picture == null ? "" : picture.device();
        if (picture == null) {
            remove(identified);
            remove(test);
        } else if (identified.getParent() == null) {
            add(identified, 0);
            add(test, 0);
        }
    }

    /** What lies over the screen while a technician has asked for it; nothing otherwise. */
    final List<JComponent> technicianParts() {
        return identified.getParent() == null ? List.of() : List.of(identified, test);
    }

    /** Told of each record once it has been drawn, and of the first not before the screen is. */
    public final void whenDrawn(Consumer<V> listener) {
        drawn = listener;
    }

    private void tellDrawn(V view) {
        if (painted) {
            Toolkit.getDefaultToolkit().sync();
            drawn.accept(view);
        } else {
            early = view;
        }
    }

    @Override
    public final void paint(Graphics g) {
        super.paint(g);
        // AWT on X11 holds back what was painted for up to 100 ms; a finger does not wait for that.
        EventQueue.invokeLater(Toolkit.getDefaultToolkit()::sync);
        painted = true;
        V first = early;
        if (first != null) {
            early = null;
            EventQueue.invokeLater(() -> tellDrawn(first));
        }
    }

    /** Puts the record into the parts. */
    abstract void update(V view);

    /** Puts the parts into the screen. */
    abstract void arrange(Space free);

    @Override
    public final void doLayout() {
        restyle();
        arrange(new Space(0, 0, getWidth(), getHeight()));
        identified.setBounds(headOf(new Rectangle(getSize())));
        test.setBounds(0, 0, getWidth(), getHeight());
        test.setDevice(tested);
    }

    /** The part of the whole screen where a device's name hides nothing that is needed. */
    abstract Rectangle headOf(Rectangle whole);

    /** The size that it is designed for when it has this one. */
    Dimension designFor(int width, int height) {
        return design;
    }

    /** The same screen in large type, or not. */
    final void setLarge(boolean now) {
        large = now;
        restyle();
    }

    private void restyle() {
        Dimension wanted = designFor(getWidth(), getHeight());
        double scale = Math.min(getWidth() / wanted.getWidth(), getHeight() / wanted.getHeight());
        Style now = new Style(palette, scale <= 0 ? 1 : scale, large);
        if (now.px(1000) != style.px(1000) || large != style.large()) {
            style = now;
            repaint();
            relayout(this);
        }
    }

    private static void relayout(Container container) {
        for (Component part : container.getComponents()) {
            part.invalidate();
            if (part instanceof Container inner) {
                relayout(inner);
            }
        }
    }

    @Override
    public final Style style() {
        return style;
    }

    final Palette palette() {
        return palette;
    }

    final Texts chinese() {
        return chinese;
    }

    final Texts english() {
        return english;
    }

    final Texts texts(Locale language) {
        return language.getLanguage().equals("zh") ? chinese : english;
    }

    final TextView text(Type type, boolean heavy, Function<Palette, Color> colour) {
        return new TextView(this, type, heavy, () -> colour.apply(palette));
    }

    final void setSpokenName(String name) {
        getAccessibleContext().setAccessibleName(name);
    }

    @Override
    protected void paintComponent(Graphics g) {
        g.setColor(palette.ground());
        g.fillRect(0, 0, getWidth(), getHeight());
    }
}
