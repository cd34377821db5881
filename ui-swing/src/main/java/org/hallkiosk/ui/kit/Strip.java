package org.hallkiosk.ui.kit;

import java.awt.Graphics;
import java.awt.Graphics2D;
import javax.swing.JComponent;

/** A line that warns, with a sign before it. */
public final class Strip extends JComponent {

    private final Style.Source source;
    private final SymbolView symbol;
    private final TextView text;

    /** Makes it without a text. */
    public Strip(Style.Source source, Symbol sign, Type type) {
        this.source = source;
        this.symbol = new SymbolView(sign, () -> source.style().palette().onNotice());
        this.text =
                new TextView(source, type, true, () -> source.style().palette().onNotice())
                        .lines(2);
        setLayout(null);
        setFocusable(false);
        add(symbol);
        add(text);
    }

    /** Shows a text; an empty one hides the strip. */
    public void setText(String now) {
        text.setText(now);
        setVisible(!now.isEmpty());
    }

    @Override
    public void doLayout() {
        Style style = source.style();
        Space free = new Space(0, 0, getWidth(), getHeight()).inset(style.px(32), style.px(6));
        symbol.setBounds(free.left(Math.min(style.px(48), free.height())));
        free.left(style.px(20));
        text.setBounds(free.rest());
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics;
        g.setColor(source.style().palette().notice());
        g.fillRect(0, 0, getWidth(), getHeight());
    }
}
