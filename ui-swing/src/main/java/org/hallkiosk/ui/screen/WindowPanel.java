package org.hallkiosk.ui.screen;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.core.port.screen.StaffCard;
import org.hallkiosk.core.port.screen.WindowScreenView;
import org.hallkiosk.core.port.screen.WindowScreenView.State;
import org.hallkiosk.ui.kit.Badge;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.Panel;
import org.hallkiosk.ui.kit.PortraitView;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Strip;
import org.hallkiosk.ui.kit.Symbol;
import org.hallkiosk.ui.kit.SymbolView;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.Type;

/**
 * The bar above a window, designed for 1920 × 540: the window's number at the left, the call in the
 * middle, the staff card at the right (S2 6.4.2 R1, 6.4.5 R3). Chinese, with English beside it.
 */
public final class WindowPanel extends ScreenPanel<WindowScreenView> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Panel left = new Panel(this, () -> palette().primary(), 0);
    private final TextView label =
            text(Type.GIANT, true, Palette::onPrimary).at(TextView.Align.CENTRE);
    private final TextView name =
            text(Type.TITLE, true, Palette::onPrimary).at(TextView.Align.CENTRE);
    private final TextView nameEnglish =
            text(Type.BODY, false, Palette::quiet).at(TextView.Align.CENTRE);

    private final TextView function =
            text(Type.LEAD, false, Palette::quiet).at(TextView.Align.CENTRE).lines(2);
    private final SymbolView sign = new SymbolView(Symbol.PAUSE, () -> palette().accent());
    private final TextView number =
            text(Type.GIANT, true, Palette::accent).at(TextView.Align.CENTRE);
    private final TextView say =
            text(Type.DISPLAY, true, Palette::ink).at(TextView.Align.CENTRE).lines(2);
    private final TextView sayEnglish =
            text(Type.LEAD, false, Palette::quiet).at(TextView.Align.CENTRE);
    private final TextView next = text(Type.LEAD, true, Palette::ink).at(TextView.Align.CENTRE);

    private final Panel card = new Panel(this, () -> palette().surface(), 32);
    private final PortraitView portrait = new PortraitView(this);
    private final Badge honour = new Badge(this, Type.CAPTION);
    private final TextView staffName =
            text(Type.HEAD, true, Palette::ink).at(TextView.Align.CENTRE);
    private final TextView staffTitle =
            text(Type.BODY, false, Palette::ink).at(TextView.Align.CENTRE).lines(2);
    private final TextView staffNo =
            text(Type.BODY, false, Palette::quiet).at(TextView.Align.CENTRE);

    private final Strip stale = new Strip(this, Symbol.NO_LINK, Type.LEAD);
    private final TextView simulated =
            text(Type.CAPTION, false, Palette::quiet).at(TextView.Align.CENTRE);
    private boolean signed;
    private boolean numbered;

    /** Makes it; {@link #show} must follow before it is painted. */
    public WindowPanel() {
        super(Palette.dark(), new Dimension(1920, 540));
        for (Component part :
                new Component[] {
                    label,
                    name,
                    nameEnglish,
                    left,
                    function,
                    number,
                    say,
                    sayEnglish,
                    sign,
                    next,
                    portrait,
                    honour,
                    staffName,
                    staffTitle,
                    staffNo,
                    card,
                    stale,
                    simulated
                }) {
            add(part);
        }
    }

    @Override
    void update(WindowScreenView view) {
        setSpokenName(chinese().get("window.screen", Map.of("label", view.label())));
        label.setText(view.label());
        name.setText(chinese().get("window.name"));
        nameEnglish.setText(english().get("window.name"));
        function.setText(String.join(" · ", view.categories()));
        simulated.setText(view.simulated() ? chinese().get("simulated") : "");
        stale.setText(
                view.staleSince()
                        .map(TIME::format)
                        .map(
                                time ->
                                        chinese().get("window.stale", Map.of("time", time))
                                                + "    "
                                                + english()
                                                        .get("window.stale", Map.of("time", time)))
                        .orElse(""));
        staff(view);
        state(view.state());
    }

    private void staff(WindowScreenView view) {
        boolean there = view.staff().isPresent();
        StaffCard known = view.staff().orElse(new StaffCard("", "", "", "", Optional.empty()));
        portrait.setPerson(known.name(), known.picture());
        honour.setText(known.honour());
        staffName.setText(known.name());
        staffTitle.setText(there ? known.title() : chinese().get("window.staff.none"));
        staffNo.setText(there ? chinese().get("window.staff.no", Map.of("no", known.no())) : "");
    }

    private void state(State now) {
        signed = false;
        number.setText("");
        next.setText("");
        switch (now) {
            case WindowScreenView.Called called -> {
                number.setText(called.ticket());
                say(called.count() > 1 ? "window.called.again" : "window.called");
                category(called.category());
            }
            case WindowScreenView.Serving serving -> {
                number.setText(serving.ticket());
                say.setText(
                        chinese().get("window.serving") + "  " + english().get("window.serving"));
                sayEnglish.setText("");
                category(serving.category());
                next(serving.next());
            }
            case WindowScreenView.Waiting waiting -> {
                say("window.waiting");
                next(waiting.next());
            }
            case WindowScreenView.Paused paused -> {
                sign(Symbol.PAUSE);
                say("window.paused");
                next.setText(
                        !paused.whereabouts().isEmpty()
                                ? chinese()
                                        .get(
                                                "window.whereabouts",
                                                Map.of("where", paused.whereabouts()))
                                : !paused.reason().isEmpty()
                                        ? paused.reason()
                                        : chinese().get("window.paused.neighbour"));
            }
            case WindowScreenView.Closed closed -> {
                sign(Symbol.DOOR);
                say("window.closed");
                next.setText(chinese().get("window.closed.detail"));
            }
        }
        sign.setVisible(signed);
        numbered = !number.text().isEmpty();
    }

    private void say(String key) {
        say.setText(chinese().get(key));
        sayEnglish.setText(english().get(key));
    }

    private void category(String category) {
        if (!category.isEmpty()) {
            function.setText(category);
        }
    }

    private void next(List<String> tickets) {
        if (!tickets.isEmpty()) {
            next.setText(
                    chinese().get("window.next")
                            + " "
                            + english().get("window.next")
                            + "   "
                            + String.join("   ", tickets));
        }
    }

    private void sign(Symbol symbol) {
        sign.setSymbol(symbol);
        signed = true;
    }

    @Override
    Rectangle headOf(Rectangle whole) {
        return whole;
    }

    @Override
    void arrange(Space free) {
        stale.setBounds(stale.isVisible() ? free.bottom(style().px(72)) : new Rectangle());
        Space at = new Space(free.left(free.width() * 22 / 100));
        left.setBounds(at.rest());
        at.inset(style().px(24), style().px(24));
        nameEnglish.setBounds(at.bottom(style().px(48)));
        name.setBounds(at.bottom(style().px(72)));
        label.setBounds(at.rest());

        Space right = new Space(free.right(free.width() * 28 / 100));
        right.inset(style().px(32), style().px(20));
        simulated.setBounds(right.bottom(style().px(simulated.text().isEmpty() ? 0 : 40)));
        card.setBounds(right.rest());
        Space inner = right.inset(style().px(24), style().px(20));
        staffNo.setBounds(inner.bottom(style().px(48)));
        staffTitle.setBounds(inner.bottom(style().px(56)));
        staffName.setBounds(inner.bottom(style().px(staffName.text().isEmpty() ? 0 : 84)));
        honour.setBounds(inner.bottom(style().px(honour.isVisible() ? 48 : 0)));
        inner.bottom(style().px(12));
        portrait.setBounds(inner.rest());

        Space middle = free.inset(style().px(40), style().px(20));
        function.setBounds(middle.top(style().px(function.text().isEmpty() ? 0 : 60)));
        boolean more = !next.text().isEmpty();
        next.setBounds(middle.bottom(style().px(more ? 64 : 0)));
        if (numbered || signed) {
            sayEnglish.setBounds(middle.bottom(style().px(sayEnglish.text().isEmpty() ? 0 : 56)));
            say.setBounds(middle.bottom(style().px(sayEnglish.text().isEmpty() ? 72 : 100)));
        } else {
            middle.middle(style().px(180));
            sayEnglish.setBounds(middle.bottom(style().px(64)));
            say.setBounds(middle.rest());
        }
        number.setBounds(numbered ? middle.rest() : new Rectangle());
        sign.setBounds(signed ? middle.inset(0, style().px(8)).rest() : new Rectangle());
    }
}
