package org.hallkiosk.ui.screen;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.StaffCard;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Badge;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.Panel;
import org.hallkiosk.ui.kit.PortraitView;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Strip;
import org.hallkiosk.ui.kit.Style;
import org.hallkiosk.ui.kit.Symbol;
import org.hallkiosk.ui.kit.SymbolView;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;
import org.hallkiosk.ui.kit.Type;
import org.hallkiosk.ui.kit.WordButton;

/**
 * The evaluator's touch screen, designed for 1024 × 600: the staff card while nothing is offered
 * (R3, R40), five levels when it is, then reasons and thanks (R49, R50, R52).
 */
public final class EvaluatorPanel extends ScreenPanel<EvaluatorView> {

    private static final int LEVELS = 5;
    private static final int REASONS = 8;

    private final Panel head = new Panel(this, () -> palette().primary(), 0);
    private final TextView window = text(Type.LEAD, true, Palette::onPrimary);
    private final TextView staff =
            text(Type.BODY, false, Palette::onPrimary).at(TextView.Align.RIGHT);
    private final TextView simulated = text(Type.CAPTION, false, Palette::onPrimary);

    private final TextView title = text(Type.TITLE, true, Palette::ink).at(TextView.Align.CENTRE);
    private final TextView hint =
            text(Type.BODY, false, Palette::quiet).at(TextView.Align.CENTRE).lines(2);
    private final List<LevelButton> levels = new ArrayList<>();
    private final List<ReasonButton> reasons = new ArrayList<>();
    private final WordButton back =
            new WordButton(this, TouchButton.Look.SURFACE, Type.BODY, Symbol.BACK);
    private final WordButton send = new WordButton(this, TouchButton.Look.PRIMARY, Type.LEAD, null);
    private final WordButton language =
            new WordButton(this, TouchButton.Look.SURFACE, Type.BODY, Symbol.GLOBE);

    private final PortraitView portrait = new PortraitView(this);
    private final Badge honour = new Badge(this, Type.BODY);
    private final SymbolView sign = new SymbolView(Symbol.PERSON, this::signColour);
    private final TextView headline =
            text(Type.DISPLAY, true, Palette::ink).at(TextView.Align.CENTRE);
    private final TextView line =
            text(Type.LEAD, false, Palette::ink).at(TextView.Align.CENTRE).lines(2);
    private final TextView line2 =
            text(Type.BODY, false, Palette::quiet).at(TextView.Align.CENTRE).lines(2);
    private final Strip stale = new Strip(this, Symbol.NO_LINK, Type.CAPTION);

    private EvaluatorAction.Language otherLanguage = new EvaluatorAction.Language(Locale.ENGLISH);
    private boolean good;

    /**
     * Makes it; {@link #show} must follow before it is painted.
     *
     * @param actions told of each touch, on the UI's thread
     */
    public EvaluatorPanel(Consumer<EvaluatorAction> actions) {
        super(Palette.light(), new Dimension(1024, 600));
        for (Component part : new Component[] {window, simulated, staff, head, title, hint}) {
            add(part);
        }
        for (int level = LEVELS; level >= 1; level--) {
            LevelButton button = new LevelButton(this, level);
            levels.add(button);
            add(button);
        }
        for (int i = 0; i < REASONS; i++) {
            ReasonButton button = new ReasonButton(this);
            reasons.add(button);
            add(button);
            button.addActionListener(
                    touch -> actions.accept(new EvaluatorAction.Reason(button.code())));
        }
        for (Component part :
                new Component[] {
                    send, back, language, portrait, honour, sign, headline, line, line2, stale
                }) {
            add(part);
        }
        levels.forEach(
                button ->
                        button.addActionListener(
                                touch ->
                                        actions.accept(new EvaluatorAction.Level(button.level()))));
        back.addActionListener(touch -> actions.accept(new EvaluatorAction.Back()));
        send.addActionListener(touch -> actions.accept(new EvaluatorAction.Send()));
        language.addActionListener(touch -> actions.accept(otherLanguage));
    }

    @Override
    void update(EvaluatorView view) {
        Texts texts = texts(view.language());
        setSpokenName(texts.get("evaluator.screen", Map.of("label", view.label())));
        otherLanguage =
                new EvaluatorAction.Language(
                        view.language().getLanguage().equals("zh")
                                ? Locale.ENGLISH
                                : Texts.CHINESE);
        window.setText(
                Texts.core(view.language()).get("sign.window", Map.of("label", view.label())));
        simulated.setText(view.simulated() ? texts.get("simulated") : "");
        language.setWord(texts.get("language.other"), texts.get("dispenser.language.description"));
        send.setWord(texts.get("evaluator.send"), texts.get("evaluator.send.description"));
        back.setWord(texts.get("evaluator.back"), texts.get("evaluator.back.description"));
        levels.forEach(
                button ->
                        button.setWord(
                                texts.get("evaluator.level." + button.level()),
                                texts.get(
                                        "evaluator.level.description",
                                        Map.of(
                                                "level",
                                                texts.get("evaluator.level." + button.level())))));
        stale.setText(view.stale() ? texts.get("evaluator.stale") : "");
        boolean idle = view.stage() instanceof EvaluatorView.Idle;
        StaffCard card = view.staff().orElse(null);
        staff.setText(
                card == null || idle
                        ? ""
                        : card.name()
                                + "  "
                                + texts.get("window.staff.no", Map.of("no", card.no())));
        stage(view, texts);
    }

    private void stage(EvaluatorView view, Texts texts) {
        boolean choosing = view.stage() instanceof EvaluatorView.Choosing;
        boolean reasoning = view.stage() instanceof EvaluatorView.Reasons;
        levels.forEach(button -> button.setVisible(choosing));
        reasons.forEach(button -> button.setVisible(false));
        title.setVisible(choosing || reasoning);
        hint.setVisible(choosing || reasoning);
        send.setVisible(reasoning);
        back.setVisible(reasoning);
        language.setVisible(choosing);
        for (Component part : new Component[] {sign, headline, line, line2}) {
            part.setVisible(!choosing && !reasoning);
        }
        good = false;
        portrait.setVisible(false);
        honour.setText("");
        switch (view.stage()) {
            case EvaluatorView.Choosing none -> {
                title.setText(texts.get("evaluator.title"));
                hint.setText(texts.get("evaluator.hint"));
            }
            case EvaluatorView.Reasons given -> reasons(given, texts);
            case EvaluatorView.Idle idle -> idle(idle, view, texts);
            case EvaluatorView.Sending sending ->
                    message(Symbol.DOTS, texts.get("evaluator.sending"), "", "");
            case EvaluatorView.Thanks thanks -> {
                good = true;
                message(
                        Symbol.CHECK,
                        texts.get("evaluator.thanks"),
                        texts.get("evaluator.thanks.detail"),
                        "");
            }
            case EvaluatorView.Failed failed -> {
                message(
                        Symbol.WARNING,
                        texts.get("evaluator.failed"),
                        texts.get("evaluator.failed.detail"),
                        "");
            }
        }
    }

    private void reasons(EvaluatorView.Reasons given, Texts texts) {
        title.setText(
                texts.get(
                        "evaluator.reasons",
                        Map.of("level", texts.get("evaluator.level." + given.level()))));
        hint.setText(
                texts.get(given.needed() ? "evaluator.reasons.needed" : "evaluator.reasons.hint"));
        for (int i = 0; i < Math.min(REASONS, given.reasons().size()); i++) {
            reasons.get(i).show(given.reasons().get(i), texts);
            reasons.get(i).setVisible(true);
        }
        send.setEnabled(
                !given.needed() || given.reasons().stream().anyMatch(EvaluatorView.Reason::chosen));
    }

    private void idle(EvaluatorView.Idle idle, EvaluatorView view, Texts texts) {
        StaffCard card = view.staff().orElse(null);
        String duty = texts.get("evaluator.idle." + idle.duty().name().toLowerCase(Locale.ROOT));
        switch (idle.duty()) {
            case OPEN -> {
                if (card == null || card.name().isEmpty()) {
                    message(Symbol.PERSON, duty, "", texts.get("evaluator.idle.detail"));
                } else {
                    staffCard(card, texts);
                }
            }
            case PAUSED -> message(Symbol.PAUSE, duty, "", "");
            case CLOSED -> message(Symbol.DOOR, duty, "", "");
        }
    }

    private void staffCard(StaffCard card, Texts texts) {
        String no = texts.get("window.staff.no", Map.of("no", card.no()));
        message(
                Symbol.PERSON,
                card.name(),
                (card.title() + "    " + no).strip(),
                texts.get("evaluator.idle.detail"));
        sign.setVisible(false);
        portrait.setVisible(true);
        portrait.setPerson(card.name(), card.picture());
        honour.setText(card.honour());
    }

    private void message(Symbol symbol, String first, String second, String third) {
        sign.setSymbol(symbol);
        sign.repaint();
        headline.setText(first);
        line.setText(second);
        line2.setText(third);
    }

    private java.awt.Color signColour() {
        return good ? palette().good() : palette().primary();
    }

    @Override
    Rectangle headOf(Rectangle whole) {
        return new Space(whole).top(style().px(72));
    }

    @Override
    void arrange(Space free) {
        int edge = style().px(24);
        int gap = style().px(12);
        Space top = new Space(free.top(style().px(72)));
        head.setBounds(top.rest());
        top.inset(edge, style().px(8));
        window.setBounds(top.left(style().px(280)));
        simulated.setBounds(top.left(style().px(simulated.text().isEmpty() ? 0 : 200)));
        staff.setBounds(top.rest());
        stale.setBounds(stale.isVisible() ? free.bottom(style().px(44)) : new Rectangle());
        free.inset(edge, gap);
        if (levels.getFirst().isVisible()) {
            levels(free, gap);
        } else if (title.isVisible()) {
            reasons(free, gap);
        } else {
            message(free);
        }
    }

    private void levels(Space free, int gap) {
        Space low = new Space(free.bottom(style().px(80)));
        language.setBounds(low.right(style().px(264)));
        low.right(gap);
        hint.setBounds(low.rest());
        free.bottom(gap);
        title.setBounds(free.top(style().px(84)));
        free.top(gap);
        for (int i = 0; i < LEVELS; i++) {
            levels.get(i).setBounds(free.cell(i, LEVELS, 0, 1, gap));
        }
    }

    private void reasons(Space free, int gap) {
        title.setBounds(free.top(style().px(60)));
        free.top(style().px(8));
        Space low = new Space(free.bottom(style().px(76)));
        back.setBounds(low.left(style().px(232)));
        low.left(gap);
        send.setBounds(low.right(style().px(260)));
        low.right(gap);
        hint.setBounds(low.rest());
        free.bottom(gap);
        int rows = REASONS / 2;
        for (int i = 0; i < REASONS; i++) {
            reasons.get(i).setBounds(free.cell(i % 2, 2, i / 2, rows, style().px(8)));
        }
    }

    private void message(Space free) {
        if (portrait.isVisible()) {
            card(free);
            return;
        }
        int below = (line.text().isEmpty() ? 0 : 72) + (line2.text().isEmpty() ? 0 : 56);
        free.middle(style().px(144 + 16 + 112 + below));
        sign.setBounds(free.top(style().px(144)));
        free.top(style().px(16));
        headline.setBounds(free.top(style().px(112)));
        line.setBounds(free.top(style().px(line.text().isEmpty() ? 0 : 72)));
        line2.setBounds(free.top(style().px(line2.text().isEmpty() ? 0 : 56)));
    }

    /** The picture at the left, whose it is at the right. */
    private void card(Space free) {
        free.inset(style().px(32), 0).middle(style().px(400));
        portrait.setBounds(free.left(style().px(300)));
        free.left(style().px(32));
        boolean bears = honour.isVisible();
        free.middle(style().px(112 + 72 + 64 + (bears ? 88 : 0)));
        headline.setBounds(free.top(style().px(112)));
        if (bears) {
            honour.setBounds(free.top(style().px(64)));
            free.top(style().px(24));
        }
        line.setBounds(free.top(style().px(72)));
        line2.setBounds(free.rest());
    }

    /** A level: a face and its words. */
    private static final class LevelButton extends TouchButton {
        private final int level;
        private final SymbolView face;
        private final TextView word;

        LevelButton(Style.Source source, int level) {
            super(source, Look.SURFACE);
            this.level = level;
            face = new SymbolView(Symbol.face(level), this::strong);
            word =
                    new TextView(source, Type.BODY, true, this::ink)
                            .at(TextView.Align.CENTRE)
                            .lines(2);
            add(face);
            add(word);
        }

        int level() {
            return level;
        }

        void setWord(String text, String description) {
            word.setText(text);
            getAccessibleContext().setAccessibleName(text);
            getAccessibleContext().setAccessibleDescription(description);
        }

        @Override
        public void doLayout() {
            Space free =
                    new Space(0, 0, getWidth(), getHeight()).inset(style().px(12), style().px(24));
            word.setBounds(free.bottom(style().px(88)));
            face.setBounds(free.inset(style().px(4), style().px(8)).rest());
        }
    }

    /** A reason: chosen or not, told by a mark and by colour. */
    private static final class ReasonButton extends TouchButton {
        private final SymbolView mark;
        private final TextView word;
        private String code = "";

        ReasonButton(Style.Source source) {
            super(source, Look.SURFACE);
            mark = new SymbolView(Symbol.CHECK, this::ink);
            word = new TextView(source, Type.BODY, true, this::ink).lines(2);
            add(mark);
            add(word);
        }

        String code() {
            return code;
        }

        void show(EvaluatorView.Reason reason, Texts texts) {
            code = reason.code();
            word.setText(reason.text());
            setChosen(reason.chosen());
            mark.setVisible(reason.chosen());
            getAccessibleContext().setAccessibleName(reason.text());
            getAccessibleContext()
                    .setAccessibleDescription(
                            reason.chosen() ? texts.get("evaluator.reason.chosen") : "");
        }

        @Override
        public void doLayout() {
            Space free =
                    new Space(0, 0, getWidth(), getHeight()).inset(style().px(20), style().px(4));
            mark.setBounds(new Space(free.left(style().px(36))).middle(style().px(36)).rest());
            free.left(style().px(14));
            word.setBounds(free.rest());
        }
    }
}
