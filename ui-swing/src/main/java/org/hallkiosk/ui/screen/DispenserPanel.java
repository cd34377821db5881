package org.hallkiosk.ui.screen;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.DispenserView.Stage;
import org.hallkiosk.core.port.screen.DispenserView.Trouble;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.Panel;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Strip;
import org.hallkiosk.ui.kit.Symbol;
import org.hallkiosk.ui.kit.SymbolView;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;
import org.hallkiosk.ui.kit.Type;
import org.hallkiosk.ui.kit.WordButton;

/**
 * The ticket dispenser's touch screen, designed for 1080 × 1920. What is touched stands in the
 * lower part, where a person in a wheelchair reaches it (R107).
 */
public final class DispenserPanel extends ScreenPanel<DispenserView> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final int GAP = 24;
    private static final int EDGE = 48;

    private final Consumer<DispenserAction> actions;

    private final Panel head = new Panel(this, () -> palette().primary(), 0);
    private final TextView hallName = text(Type.HEAD, true, Palette::onPrimary);
    private final TextView subtitle = text(Type.BODY, false, Palette::onPrimary);
    private final TextView time =
            text(Type.HEAD, true, Palette::onPrimary).at(TextView.Align.RIGHT);
    private final TextView date =
            text(Type.BODY, false, Palette::onPrimary).at(TextView.Align.RIGHT);

    private final TextView title = text(Type.DISPLAY, true, Palette::ink);
    private final TextView hint = text(Type.BODY, false, Palette::quiet).lines(2);
    private final List<CategoryButton> categories = new ArrayList<>();

    private final Panel card = new Panel(this, () -> palette().surface(), 40);
    private final SymbolView sign = new SymbolView(Symbol.DOTS, this::signColour);
    private final TextView headline =
            text(Type.DISPLAY, true, Palette::ink).at(TextView.Align.CENTRE).lines(2);
    private final TextView category =
            text(Type.LEAD, false, Palette::quiet).at(TextView.Align.CENTRE);
    private final TextView number =
            text(Type.GIANT, true, Palette::primary).at(TextView.Align.CENTRE);
    private final TextView detail =
            text(Type.TITLE, true, Palette::ink).at(TextView.Align.CENTRE).lines(5);
    private final TextView more =
            text(Type.LEAD, false, Palette::ink).at(TextView.Align.CENTRE).lines(2);
    private final WordButton done =
            new WordButton(this, TouchButton.Look.PRIMARY, Type.TITLE, null);

    private final Strip stale = new Strip(this, Symbol.NO_LINK, Type.BODY);
    private final TextView simulated =
            text(Type.CAPTION, false, Palette::quiet).at(TextView.Align.CENTRE);
    private final WordButton largeType =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, Symbol.LETTERS);
    private final WordButton language =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, Symbol.GLOBE);

    private boolean choosing;
    private boolean good;
    private DispenserView.@org.jspecify.annotations.Nullable Stage stage;
    private DispenserAction.Language otherLanguage = new DispenserAction.Language(Locale.ENGLISH);
    private boolean large;

    /**
     * Makes it; {@link #show} must follow before it is painted.
     *
     * @param actions told of each touch, on the UI's thread
     */
    public DispenserPanel(Consumer<DispenserAction> actions) {
        super(Palette.light(), new Dimension(1080, 1920));
        this.actions = actions;
        for (Component part :
                new Component[] {
                    hallName, subtitle, time, date, head, title, hint, sign, headline, category,
                    number, detail, more, done, card, largeType, language, stale, simulated
                }) {
            add(part);
        }
        done.addActionListener(touch -> actions.accept(new DispenserAction.Back()));
        largeType.addActionListener(touch -> actions.accept(new DispenserAction.LargeType(!large)));
        language.addActionListener(touch -> actions.accept(otherLanguage));
    }

    @Override
    void update(DispenserView view) {
        Texts texts = texts(view.language());
        large = view.largeType();
        setLarge(large);
        setSpokenName(texts.get("dispenser.screen"));
        otherLanguage =
                new DispenserAction.Language(
                        view.language().getLanguage().equals("zh")
                                ? Locale.ENGLISH
                                : Texts.CHINESE);
        hallName.setText(view.hallName());
        subtitle.setText(texts.get("dispenser.subtitle"));
        time.setText(TIME.format(view.minute()));
        date.setText(date(view.minute(), view.language()));
        title.setText(texts.get("dispenser.title"));
        hint.setText(texts.get("dispenser.hint"));
        largeType.setWord(
                texts.get(large ? "dispenser.large.off" : "dispenser.large"),
                texts.get("dispenser.large.description"));
        language.setWord(texts.get("language.other"), texts.get("dispenser.language.description"));
        stale.setText(
                view.staleSince()
                        .map(
                                since ->
                                        texts.get(
                                                "dispenser.stale",
                                                Map.of("time", TIME.format(since))))
                        .orElse(""));
        simulated.setText(view.simulated() ? texts.get("simulated") : "");
        choosing = view.stage() instanceof DispenserView.Choosing;
        categories(view.categories(), texts);
        if (!view.stage().equals(stage)) {
            stage = view.stage();
            repaint();
        }
        message(view.stage(), texts);
    }

    static String date(LocalDateTime minute, Locale language) {
        return DateTimeFormatter.ofPattern(
                        language.getLanguage().equals("zh") ? "M月d日 EEEE" : "EEE, d MMM", language)
                .format(minute);
    }

    /** The buttons stay the same while their number does: a press on one is never lost. */
    private void categories(List<DispenserView.Category> views, Texts texts) {
        while (categories.size() > views.size()) {
            remove(categories.removeLast());
        }
        while (categories.size() < views.size()) {
            CategoryButton button = new CategoryButton(this);
            button.addActionListener(
                    touch -> actions.accept(new DispenserAction.Take(button.category())));
            add(button, getComponentZOrder(largeType));
            categories.add(button);
        }
        for (int i = 0; i < views.size(); i++) {
            categories.get(i).show(views.get(i), texts);
            categories.get(i).setVisible(choosing);
        }
        title.setVisible(choosing);
        hint.setVisible(choosing && !large);
    }

    private void message(Stage now, Texts texts) {
        for (Component part : new Component[] {card, sign, headline, category, number, detail}) {
            part.setVisible(!choosing);
        }
        more.setText("");
        category.setText("");
        number.setText("");
        detail.setText("");
        done.setVisible(false);
        good = false;
        switch (now) {
            case DispenserView.Choosing none -> headline.setText("");
            case DispenserView.Starting starting -> {
                sign.setSymbol(Symbol.DOTS);
                headline.setText(texts.get("dispenser.starting"));
                detail.setText(texts.get("dispenser.starting.detail"));
            }
            case DispenserView.HallClosed closed -> {
                sign.setSymbol(Symbol.CLOCK);
                headline.setText(texts.get("dispenser.closed"));
                detail.setText(
                        closed.hours().isEmpty()
                                ? texts.get("dispenser.closed.none")
                                : texts.get(
                                        "dispenser.closed.hours",
                                        Map.of("hours", closed.hours().replace(" / ", "\n"))));
            }
            case DispenserView.OutOfService out -> {
                sign.setSymbol(sign(out.why()));
                headline.setText(texts.get("dispenser.out"));
                detail.setText(texts.get(key(out.why())));
            }
            case DispenserView.Asking asking -> {
                sign.setSymbol(Symbol.DOTS);
                headline.setText(texts.get("dispenser.asking"));
                category.setText(name(asking.categoryName(), texts));
                detail.setText(texts.get("dispenser.asking.detail"));
            }
            case DispenserView.Printing printing -> {
                sign.setSymbol(Symbol.PRINTER);
                headline.setText(texts.get("dispenser.printing"));
                category.setText(name(printing.categoryName(), texts));
                number(printing.number(), texts);
                more.setText(texts.get("dispenser.printing.detail"));
            }
            case DispenserView.TakeTicket take -> {
                good = take.confirmed();
                sign.setSymbol(take.confirmed() ? Symbol.CHECK : Symbol.TICKET);
                headline.setText(texts.get("dispenser.take-ticket"));
                category.setText(name(take.categoryName(), texts));
                number(take.number(), texts);
                more.setText(
                        take.confirmed()
                                ? place(take.number(), texts)
                                : texts.get("dispenser.take-ticket.unconfirmed"));
                button(texts.get("dispenser.done"), texts);
            }
            case DispenserView.Failed failed -> {
                sign.setSymbol(sign(failed.why()));
                headline.setText(texts.get("dispenser.failed"));
                category.setText(name(failed.categoryName(), texts));
                detail.setText(texts.get(key(failed.why())));
                button(texts.get("dispenser.back"), texts);
            }
        }
        more.setVisible(!more.text().isEmpty());
    }

    private static String name(String category, Texts texts) {
        return category.isEmpty() ? texts.get("dispenser.booking") : category;
    }

    private void number(DispenserView.Given given, Texts texts) {
        number.setText(given.ticket());
        detail.setText(
                given.ahead().isEmpty()
                        ? texts.get("dispenser.offline")
                        : given.ahead().getAsInt() == 0
                                ? texts.get("dispenser.ahead.none")
                                : texts.get(
                                        "dispenser.ahead",
                                        Map.of("count", given.ahead().getAsInt())));
    }

    private static String place(DispenserView.Given given, Texts texts) {
        return given.place().isEmpty()
                ? ""
                : texts.get("dispenser.place", Map.of("place", given.place()));
    }

    private void button(String word, Texts texts) {
        done.setWord(word, texts.get("dispenser.back.description"));
        done.setVisible(true);
    }

    private java.awt.Color signColour() {
        return good ? palette().good() : palette().primary();
    }

    private static Symbol sign(Trouble why) {
        return switch (why) {
            case PRINTER, PRINTER_GONE, PRINT_FAILED -> Symbol.PRINTER;
            case NO_NUMBERS, NO_BOOKINGS -> Symbol.NO_LINK;
            case NOT_OPEN, BOOKING_EARLY, BOOKING_LATE -> Symbol.CLOCK;
            case EXHAUSTED, TRY_AGAIN, BOOKING_UNKNOWN, BOOKING_USED, UNREADABLE_CODE ->
                    Symbol.WARNING;
        };
    }

    private static String key(Trouble why) {
        return "dispenser.trouble." + why.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    void arrange(Space free) {
        int edge = style().px(EDGE);
        int gap = style().px(GAP);
        head(free.top(style().px(184)), edge);
        Rectangle simulatedAt = free.bottom(style().px(simulated.text().isEmpty() ? 0 : 44));
        Space foot = new Space(free.bottom(style().px(large ? 176 : 160)));
        foot.inset(edge, gap);
        simulated.setBounds(simulatedAt);
        largeType.setBounds(foot.cell(0, 2, 0, 1, gap));
        language.setBounds(foot.cell(1, 2, 0, 1, gap));
        stale.setBounds(
                stale.isVisible() ? free.bottom(style().px(large ? 116 : 96)) : new Rectangle());
        if (choosing) {
            choice(free.inset(edge, 0), gap);
        } else {
            message(free.inset(edge, style().px(40)));
        }
    }

    private void head(Rectangle band, int edge) {
        head.setBounds(band);
        Space inner = new Space(band).inset(edge, style().px(28));
        Space right = new Space(inner.right(style().px(264)));
        inner.right(style().px(24));
        hallName.setBounds(inner.top(style().px(80)));
        subtitle.setBounds(inner.rest());
        time.setBounds(right.top(style().px(80)));
        date.setBounds(right.rest());
    }

    private void choice(Space free, int gap) {
        free.top(style().px(large ? 20 : 36));
        title.setBounds(free.top(style().px(large ? 132 : 104)));
        hint.setBounds(large ? new Rectangle() : free.top(style().px(56)));
        free.top(style().px(large ? 8 : 28));
        free.bottom(gap / 2);
        int count = categories.size();
        int columns = large ? (count <= 9 ? 1 : 2) : (count <= 4 ? 1 : count <= 16 ? 2 : 3);
        int rows = Math.max(1, (count + columns - 1) / columns);
        int between = large ? gap * 2 / 3 : gap;
        int most = style().px(280);
        int height = rows * Math.min(most, (free.height() + between) / rows - between);
        Space grid = new Space(free.bottom(height + (rows - 1) * between));
        // Few rows stand where the hand is; with many there is nothing left above.
        for (int i = 0; i < count; i++) {
            categories
                    .get(i)
                    .setBounds(grid.cell(i % columns, columns, i / columns, rows, between));
        }
    }

    private void message(Space free) {
        card.setBounds(free.rest());
        Space inner = free.inset(style().px(56), style().px(56));
        if (done.isVisible()) {
            Space button = new Space(inner.bottom(style().px(152)));
            done.setBounds(button.inset((button.width() - style().px(560)) / 2, 0).rest());
            inner.bottom(style().px(24));
        }
        boolean numbered = !number.text().isEmpty();
        inner.middle(style().px(numbered ? 1120 : 820));
        sign.setBounds(inner.top(style().px(numbered ? 168 : 216)));
        inner.top(style().px(32));
        headline.setBounds(inner.top(style().px(large ? 236 : 212)));
        category.setBounds(inner.top(style().px(category.text().isEmpty() ? 0 : 72)));
        number.setBounds(inner.top(style().px(numbered ? 344 : 0)));
        inner.top(style().px(16));
        more.setBounds(inner.bottom(style().px(more.text().isEmpty() ? 0 : large ? 132 : 108)));
        detail.setBounds(inner.rest());
    }
}
