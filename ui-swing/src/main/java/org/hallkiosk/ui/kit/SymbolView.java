package org.hallkiosk.ui.kit;

import com.formdev.flatlaf.ui.FlatUIUtils;
import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.function.Supplier;
import javax.swing.JComponent;

/** A symbol in its place, as large as fits. It says nothing that the words beside it do not. */
public final class SymbolView extends JComponent {

    private final Supplier<Color> colour;
    private Symbol symbol;

    /** Shows a symbol. */
    public SymbolView(Symbol symbol, Supplier<Color> colour) {
        this.symbol = symbol;
        this.colour = colour;
        setFocusable(false);
    }

    /** Shows another one. */
    public void setSymbol(Symbol other) {
        if (symbol != other) {
            symbol = other;
            repaint();
        }
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        FlatUIUtils.setRenderingHints(g);
        double side = Math.min(getWidth(), getHeight());
        symbol.paint(g, (getWidth() - side) / 2, (getHeight() - side) / 2, side, colour.get());
        g.dispose();
    }
}
