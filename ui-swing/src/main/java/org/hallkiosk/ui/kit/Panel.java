package org.hallkiosk.ui.kit;

import com.formdev.flatlaf.ui.FlatUIUtils;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.util.function.Supplier;
import javax.swing.JComponent;

/** A plain surface behind other parts. */
public final class Panel extends JComponent {

    private final Style.Source source;
    private final Supplier<Color> colour;
    private final int arc;

    /**
     * Makes it.
     *
     * @param arc how round its corners are, in dots of the design; 0 for sharp ones
     */
    public Panel(Style.Source source, Supplier<Color> colour, int arc) {
        this.source = source;
        this.colour = colour;
        this.arc = arc;
        setFocusable(false);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setColor(colour.get());
        if (arc == 0) {
            g.fillRect(0, 0, getWidth(), getHeight());
        } else {
            FlatUIUtils.setRenderingHints(g);
            double round = source.style().px(arc);
            g.fill(new RoundRectangle2D.Double(0, 0, getWidth(), getHeight(), round, round));
        }
        g.dispose();
    }
}
