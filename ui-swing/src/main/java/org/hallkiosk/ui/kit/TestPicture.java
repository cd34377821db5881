package org.hallkiosk.ui.kit;

import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import javax.swing.JComponent;

/**
 * What a technician looks at to judge a display: its edge, its colours, its greys, fine lines, and
 * type in both languages. It keeps touches from what lies below.
 */
public final class TestPicture extends JComponent {

    private static final Color[] COLOURS = {
        Color.WHITE,
        Color.YELLOW,
        Color.CYAN,
        Color.GREEN,
        Color.MAGENTA,
        Color.RED,
        Color.BLUE,
        Color.BLACK
    };

    private static final int GREYS = 16;
    private static final int WHITE = 255;

    private final Style.Source source;
    private final TextView name;
    private final TextView sample;

    /** Makes it. */
    public TestPicture(Style.Source source) {
        this.source = source;
        this.name =
                new TextView(source, Type.HEAD, true, () -> Color.WHITE).at(TextView.Align.CENTRE);
        this.sample =
                new TextView(source, Type.LEAD, false, () -> Color.WHITE)
                        .at(TextView.Align.CENTRE)
                        .lines(2);
        sample.setText("政务服务 取号 叫号 评价 永 国 酬 鹰\nABC abc 0123456789");
        setLayout(null);
        setFocusable(false);
        addMouseListener(new MouseAdapter() {});
        add(name);
        add(sample);
    }

    /** Whose screen it is; its size is said beside it. */
    public void setDevice(String device) {
        name.setText(device + "  " + getWidth() + " × " + getHeight());
    }

    private Space below() {
        return new Space(0, getHeight() * 2 / 3, getWidth(), getHeight() / 3)
                .inset(source.style().px(48), source.style().px(24));
    }

    @Override
    public void doLayout() {
        Space free = below();
        name.setBounds(free.top(free.height() / 2));
        sample.setBounds(free.rest());
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setColor(Color.BLACK);
        g.fillRect(0, 0, getWidth(), getHeight());
        Space bars = new Space(0, 0, getWidth(), getHeight() / 3);
        for (int i = 0; i < COLOURS.length; i++) {
            fill(g, bars.cell(i, COLOURS.length, 0, 1, 0), COLOURS[i]);
        }
        Space middle = new Space(0, getHeight() / 3, getWidth(), getHeight() / 3);
        Space greys = new Space(middle.top(middle.height() / 2));
        for (int i = 0; i < GREYS; i++) {
            int grey = i * WHITE / (GREYS - 1);
            fill(g, greys.cell(i, GREYS, 0, 1, 0), new Color(grey, grey, grey));
        }
        fineLines(g, middle.rest());
        g.setColor(Color.WHITE);
        g.drawRect(0, 0, getWidth() - 1, getHeight() - 1);
        g.dispose();
    }

    private static void fill(Graphics2D g, Rectangle where, Color colour) {
        g.setColor(colour);
        g.fill(where);
    }

    /** Lines of one dot, upright on the left, level on the right. */
    private static void fineLines(Graphics2D g, Rectangle where) {
        g.setColor(Color.WHITE);
        int half = where.width / 2;
        for (int x = 0; x < half; x += 2) {
            g.fillRect(where.x + x, where.y, 1, where.height);
        }
        for (int y = 0; y < where.height; y += 2) {
            g.fillRect(where.x + half, where.y + y, where.width - half, 1);
        }
    }
}
