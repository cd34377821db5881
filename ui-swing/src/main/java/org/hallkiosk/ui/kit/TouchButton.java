package org.hallkiosk.ui.kit;

import com.formdev.flatlaf.ui.FlatUIUtils;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.FocusEvent;
import java.awt.geom.RoundRectangle2D;
import javax.swing.JButton;
import javax.swing.KeyStroke;

/**
 * Something to touch. While a finger is on it, it turns over to the primary colour, at once and on
 * its own; its action comes when the finger leaves it. The keyboard reaches it with Tab and presses
 * it with Space or Enter; a touch does not move the keyboard's focus.
 *
 * <p>A subclass puts its parts into it; they are painted in {@link #ink} and {@link #quiet}.
 */
public abstract class TouchButton extends JButton {

    private final Style.Source source;
    private final Look look;
    private boolean chosen;
    private boolean reachedByKey;

    /** How much a button asks to be touched. */
    public enum Look {
        /** The one to touch next. */
        PRIMARY,
        /** One of several. */
        SURFACE
    }

    /** A button without parts. */
    protected TouchButton(Style.Source source, Look look) {
        this.source = source;
        this.look = look;
        setLayout(null);
        setOpaque(false);
        setBorderPainted(false);
        setContentAreaFilled(false);
        setFocusPainted(false);
        setRequestFocusEnabled(false);
        getInputMap().put(KeyStroke.getKeyStroke("pressed ENTER"), "pressed");
        getInputMap().put(KeyStroke.getKeyStroke("released ENTER"), "released");
    }

    /** The screen's style. */
    protected final Style style() {
        return source.style();
    }

    /** Marks it as chosen, for a button that stands for a choice. */
    public final void setChosen(boolean now) {
        if (chosen != now) {
            chosen = now;
            repaint();
        }
    }

    /** Whether it is chosen. */
    public final boolean isChosen() {
        return chosen;
    }

    /** The ring is for who works with keys; on a screen that is only touched it would mislead. */
    @Override
    protected final void processFocusEvent(FocusEvent event) {
        reachedByKey =
                event.getID() == FocusEvent.FOCUS_GAINED
                        && (event.getCause() == FocusEvent.Cause.TRAVERSAL_FORWARD
                                || event.getCause() == FocusEvent.Cause.TRAVERSAL_BACKWARD);
        super.processFocusEvent(event);
    }

    private boolean inverted() {
        return getModel().isArmed() && getModel().isPressed();
    }

    /** Whether it stands out in the primary colour now. */
    private boolean filled() {
        return (look == Look.PRIMARY && isEnabled()) != inverted() || chosen;
    }

    /** What lies behind its parts now. */
    public final Color fill() {
        Palette palette = source.style().palette();
        return filled() ? palette.primary() : palette.surface();
    }

    /** For its main words. */
    public final Color ink() {
        Palette palette = source.style().palette();
        if (filled()) {
            return palette.onPrimary();
        }
        return isEnabled() ? palette.ink() : palette.quiet();
    }

    /** For what stands beside. */
    public final Color quiet() {
        Palette palette = source.style().palette();
        return filled() ? palette.onPrimary() : palette.quiet();
    }

    /** For what is to be found first. */
    public final Color strong() {
        Palette palette = source.style().palette();
        return filled() ? palette.onPrimary() : palette.primary();
    }

    @Override
    protected final void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        FlatUIUtils.setRenderingHints(g);
        Style style = source.style();
        double arc = style.px(32);
        double edge = isEnabled() ? style.px(2) : style.px(1);
        RoundRectangle2D body =
                new RoundRectangle2D.Double(
                        edge / 2, edge / 2, getWidth() - edge, getHeight() - edge, arc, arc);
        g.setColor(fill());
        g.fill(body);
        g.setColor(filled() ? style.palette().primary() : style.palette().line());
        g.setStroke(new BasicStroke((float) edge));
        g.draw(body);
        if (isFocusOwner() && reachedByKey) {
            paintFocus(g, style, arc);
        }
        g.dispose();
    }

    /** Two rings, so that one of them stands out from whatever is beside it. */
    private void paintFocus(Graphics2D g, Style style, double arc) {
        double ring = style.px(6);
        g.setStroke(new BasicStroke((float) ring));
        g.setColor(style.palette().ink());
        g.draw(inner(ring / 2, arc));
        g.setStroke(new BasicStroke((float) (ring / 2)));
        g.setColor(style.palette().surface());
        g.draw(inner(ring * 1.25, arc));
    }

    private RoundRectangle2D inner(double by, double arc) {
        return new RoundRectangle2D.Double(
                by, by, getWidth() - 2 * by, getHeight() - 2 * by, arc - by, arc - by);
    }
}
