package org.hallkiosk.ui.screen;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.swing.JComponent;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.Panel;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Strip;
import org.hallkiosk.ui.kit.Symbol;
import org.hallkiosk.ui.kit.SymbolView;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.Type;

/**
 * The hall's board, designed for 1920 × 1080: calls at the left, the newest above; queues at the
 * right; below what is being spoken, or the hall's notices (R7, R9).
 */
public final class BoardPanel extends ScreenPanel<BoardView> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final int CALLS = BoardView.CALLS;
    private static final int QUEUES = BoardView.QUEUES;

    private final Texts core = Texts.core(Texts.CHINESE);
    private final Panel head = new Panel(this, () -> palette().primary(), 0);
    private final TextView hallName = text(Type.HEAD, true, Palette::onPrimary);
    private final TextView date =
            text(Type.LEAD, false, Palette::onPrimary).at(TextView.Align.RIGHT);
    private final TextView time =
            text(Type.HEAD, true, Palette::onPrimary).at(TextView.Align.RIGHT);

    private final TextView callsTitle = text(Type.TITLE, true, Palette::ink);
    private final TextView callsEmpty =
            text(Type.TITLE, false, Palette::quiet).at(TextView.Align.CENTRE);
    private final List<CallRow> calls = new ArrayList<>();

    private final TextView queuesTitle = text(Type.TITLE, true, Palette::ink);
    private final List<QueueRow> queues = new ArrayList<>();
    private final TextView callsPage =
            text(Type.LEAD, false, Palette::quiet).at(TextView.Align.RIGHT);
    private final TextView queuesPage =
            text(Type.LEAD, false, Palette::quiet).at(TextView.Align.RIGHT);

    private boolean paged;
    private final Panel foot = new Panel(this, () -> palette().surface(), 0);
    private final SymbolView footSign = new SymbolView(Symbol.NOTE, () -> palette().accent());
    private final TextView footText = text(Type.LEAD, true, Palette::ink).lines(2);
    private final TextView caption = text(Type.DISPLAY, true, Palette::ink);
    private final Strip stale = new Strip(this, Symbol.NO_LINK, Type.LEAD);
    private final TextView simulated =
            text(Type.CAPTION, false, Palette::onPrimary).at(TextView.Align.RIGHT);

    /** Makes it; {@link #show} must follow before it is painted. */
    public BoardPanel() {
        super(Palette.dark(), new Dimension(1920, 1080));
        for (Component part : new Component[] {hallName, simulated, date, time, head, callsTitle}) {
            add(part);
        }
        for (int i = 0; i < CALLS; i++) {
            CallRow row = new CallRow();
            calls.add(row);
            add(row);
        }
        add(callsEmpty);
        add(queuesTitle);
        for (int i = 0; i < QUEUES; i++) {
            QueueRow row = new QueueRow();
            queues.add(row);
            add(row);
        }
        for (Component part :
                new Component[] {callsPage, queuesPage, footSign, caption, footText, foot, stale}) {
            add(part);
        }
        callsTitle.setText(both("board.calls"));
        callsEmpty.setText(both("board.calls.none"));
        queuesTitle.setText(both("board.queues"));
        setSpokenName(chinese().get("board.screen"));
    }

    private String both(String key) {
        return chinese().get(key) + "  " + english().get(key);
    }

    @Override
    void update(BoardView view) {
        hallName.setText(view.hallName());
        date.setText(DispenserPanel.date(view.minute(), Texts.CHINESE));
        time.setText(TIME.format(view.minute()));
        simulated.setText(view.simulated() ? chinese().get("simulated") : "");
        for (int i = 0; i < CALLS; i++) {
            calls.get(i).show(i < view.calls().size() ? view.calls().get(i) : null);
        }
        callsEmpty.setVisible(view.calls().isEmpty());
        for (int i = 0; i < QUEUES; i++) {
            queues.get(i).show(i < view.queues().size() ? view.queues().get(i) : null);
        }
        callsPage.setText(page(view.callPage()));
        queuesPage.setText(page(view.queuePage()));
        paged = view.queuePage().of() > 1;
        stale.setText(
                view.staleSince()
                        .map(
                                since ->
                                        chinese()
                                                        .get(
                                                                "board.stale",
                                                                Map.of("time", TIME.format(since)))
                                                + "    "
                                                + english()
                                                        .get(
                                                                "board.stale",
                                                                Map.of("time", TIME.format(since))))
                        .orElse(""));
        if (view.caption().isEmpty()) {
            footSign.setSymbol(Symbol.NOTE);
            footText.setText(
                    view.notices().stream()
                            .map(
                                    notice ->
                                            chinese()
                                                    .get(
                                                            "board.notice."
                                                                    + notice.kind()
                                                                            .name()
                                                                            .toLowerCase(
                                                                                    Locale.ROOT),
                                                            Map.of("text", notice.text())))
                            .collect(Collectors.joining("　　")));
            caption.setText("");
        } else {
            footSign.setSymbol(Symbol.SPEAKER);
            caption.setText(view.caption());
            footText.setText("");
        }
    }

    private static String page(Page shown) {
        return shown.of() > 1 ? shown.number() + 1 + " / " + shown.of() : "";
    }

    @Override
    Dimension designFor(int width, int height) {
        return width >= height ? new Dimension(1920, 1080) : new Dimension(1080, 1920);
    }

    @Override
    Rectangle headOf(Rectangle whole) {
        return new Space(whole).top(style().px(128));
    }

    @Override
    void arrange(Space free) {
        boolean upright = getWidth() < getHeight();
        int edge = style().px(48);
        Space top = new Space(free.top(style().px(128)));
        head.setBounds(top.rest());
        top.inset(edge, style().px(16));
        time.setBounds(top.right(style().px(200)));
        top.right(style().px(upright ? 16 : 32));
        date.setBounds(top.right(style().px(upright ? 260 : 380)));
        simulated.setBounds(top.right(style().px(simulated.text().isEmpty() ? 0 : 170)));
        top.right(style().px(24));
        hallName.setBounds(top.rest());

        Space below = new Space(free.bottom(style().px(136)));
        foot.setBounds(below.rest());
        below.inset(edge, style().px(16));
        footSign.setBounds(below.left(style().px(64)));
        below.left(style().px(32));
        footText.setBounds(footText.text().isEmpty() ? new Rectangle() : below.rest());
        caption.setBounds(caption.text().isEmpty() ? new Rectangle() : below.rest());
        stale.setBounds(stale.isVisible() ? free.bottom(style().px(72)) : new Rectangle());

        free.inset(edge, style().px(16));
        Space right =
                new Space(
                        upright
                                ? free.bottom(free.height() * 46 / 100)
                                : free.right(free.width() * 38 / 100));
        if (upright) {
            free.bottom(style().px(16));
        } else {
            free.right(edge);
        }
        title(new Space(free.top(style().px(72))), callsTitle, callsPage);
        title(new Space(right.top(style().px(72))), queuesTitle, queuesPage);
        free.top(style().px(8));
        right.top(style().px(8));
        int gap = style().px(12);
        for (int i = 0; i < CALLS; i++) {
            calls.get(i).setBounds(free.cell(0, 1, i, CALLS, gap));
        }
        callsEmpty.setBounds(callsEmpty.isVisible() ? free.rest() : new Rectangle());
        // The rows of the last page stand where those of the pages before stood.
        int rows =
                paged
                        ? QUEUES
                        : Math.max(9, (int) queues.stream().filter(Component::isVisible).count());
        for (int i = 0; i < QUEUES; i++) {
            queues.get(i)
                    .setBounds(
                            i < rows ? right.cell(0, 1, i, rows, style().px(8)) : new Rectangle());
        }
    }

    private void title(Space line, TextView words, TextView page) {
        page.setBounds(line.right(style().px(page.text().isEmpty() ? 0 : 140)));
        words.setBounds(line.rest());
    }

    /** One call: the number, the window, the state in words; a new one in reverse colours. */
    private final class CallRow extends JComponent {
        private boolean fresh;
        private final TextView ticket = view(Type.DISPLAY, true).at(TextView.Align.CENTRE);
        private final SymbolView arrow =
                new SymbolView(
                        Symbol.ARROW, () -> fresh ? palette().onNotice() : palette().quiet());
        private final TextView window = view(Type.DISPLAY, true);
        private final TextView state = view(Type.LEAD, true).at(TextView.Align.RIGHT).lines(2);

        CallRow() {
            setLayout(null);
            setFocusable(false);
            for (Component part : new Component[] {ticket, arrow, window, state}) {
                add(part);
            }
        }

        private TextView view(Type type, boolean heavy) {
            return new TextView(
                    BoardPanel.this,
                    type,
                    heavy,
                    () -> fresh ? palette().onNotice() : palette().ink());
        }

        void show(BoardView.@org.jspecify.annotations.Nullable Call call) {
            setVisible(call != null);
            if (call == null) {
                return;
            }
            if (fresh != call.fresh()) {
                fresh = call.fresh();
                repaint();
            }
            ticket.setText(call.ticket());
            window.setText(core.get("sign.window", Map.of("label", call.window())));
            state.setText(
                    both(call.serving() ? "board.serving" : "board.calling").replace("  ", "\n"));
        }

        @Override
        public void doLayout() {
            Space free =
                    new Space(0, 0, getWidth(), getHeight()).inset(style().px(24), style().px(4));
            ticket.setBounds(free.left(style().px(300)));
            arrow.setBounds(new Space(free.left(style().px(112))).middle(style().px(56)).rest());
            state.setBounds(free.right(style().px(220)));
            free.left(style().px(8));
            window.setBounds(free.rest());
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            Graphics2D g = (Graphics2D) graphics.create();
            com.formdev.flatlaf.ui.FlatUIUtils.setRenderingHints(g);
            int arc = style().px(24);
            g.setColor(fresh ? palette().notice() : palette().surface());
            g.fillRoundRect(0, 0, getWidth(), getHeight(), arc, arc);
            g.dispose();
        }
    }

    /** One queue: its name, where it is served, how many wait. */
    private final class QueueRow extends JComponent {
        private final TextView name = text(Type.LEAD, true, Palette::ink).lines(2);
        private final TextView place = text(Type.CAPTION, false, Palette::quiet);
        private final TextView count =
                text(Type.TITLE, true, Palette::accent).at(TextView.Align.RIGHT);

        QueueRow() {
            setLayout(null);
            setFocusable(false);
            for (Component part : new Component[] {name, place, count}) {
                add(part);
            }
        }

        void show(BoardView.@org.jspecify.annotations.Nullable Queue queue) {
            setVisible(queue != null);
            if (queue != null) {
                name.setText(queue.name());
                place.setText(queue.place());
                count.setText(
                        queue.waiting().isPresent()
                                ? Integer.toString(queue.waiting().getAsInt())
                                : "—");
            }
        }

        @Override
        public void doLayout() {
            Space free = new Space(0, 0, getWidth(), getHeight());
            count.setBounds(free.right(style().px(96)));
            free.right(style().px(16));
            place.setBounds(free.right(free.width() * 38 / 100));
            free.right(style().px(16));
            name.setBounds(free.rest());
        }

        @Override
        protected void paintComponent(Graphics g) {
            g.setColor(palette().line());
            g.fillRect(0, getHeight() - style().px(2), getWidth(), style().px(2));
        }
    }
}
