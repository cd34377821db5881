package org.hallkiosk.ui.kit;

import com.formdev.flatlaf.ui.FlatUIUtils;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import javax.swing.JComponent;

/** An honour (党员先锋岗, 服务明星…): a star and its name, as wide as they are, in the middle. */
public final class Badge extends JComponent {

    private final Style.Source source;
    private final SymbolView star;
    private final TextView text;

    /** Makes it without an honour. */
    public Badge(Style.Source source, Type type) {
        this.source = source;
        this.star = new SymbolView(Symbol.STAR, () -> source.style().palette().onNotice());
        this.text = new TextView(source, type, true, () -> source.style().palette().onNotice());
        setLayout(null);
        setFocusable(false);
        add(star);
        add(text);
    }

    /** Shows an honour; an empty one hides it. */
    public void setText(String honour) {
        if (!honour.equals(text.text())) {
            text.setText(honour);
            revalidate();
            repaint();
        }
        setVisible(!honour.isEmpty());
    }

    private int wanted() {
        Style style = source.style();
        return Math.min(
                getWidth(), text.lineWidth() + 2 * style.px(20) + style.px(8) + starSide(style));
    }

    private int starSide(Style style) {
        return Math.min(style.px(32), getHeight() - style.px(8));
    }

    @Override
    public void doLayout() {
        Style style = source.style();
        int wanted = wanted();
        Space free =
                new Space((getWidth() - wanted) / 2, 0, wanted, getHeight())
                        .inset(style.px(20), style.px(4));
        star.setBounds(free.left(starSide(style)));
        free.left(style.px(8));
        text.setBounds(free.rest());
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        FlatUIUtils.setRenderingHints(g);
        g.setColor(source.style().palette().notice());
        int wanted = wanted();
        g.fill(
                new RoundRectangle2D.Double(
                        (getWidth() - wanted) / 2.0,
                        0,
                        wanted,
                        getHeight(),
                        getHeight(),
                        getHeight()));
        g.dispose();
    }
}
