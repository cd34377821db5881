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
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.DispenserView.Stage;
import org.hallkiosk.core.port.screen.DispenserView.Trouble;
import org.hallkiosk.core.port.screen.Page;
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
import org.hallkiosk.ui.screen.ChoiceButton.Choice;

/**
 * The ticket dispenser's touch screen, designed for 1080 × 1920 and, on a display that is wider
 * than high, for 1920 × 1080. What is touched stands in the lower part, where a person in a
 * wheelchair reaches it (R107).
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
    private final SymbolView hintSign = new SymbolView(Symbol.CODE, () -> palette().primary());
    private final Strip priority = new Strip(this, Symbol.PERSON, Type.BODY);
    private final List<ChoiceButton> choices = new ArrayList<>();
    private final WordButton back =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, Symbol.BACK);
    private final WordButton previous =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, null);
    private final TextView pages =
            text(Type.LEAD, true, Palette::ink).at(TextView.Align.CENTRE).lines(2);
    private final WordButton following =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, null);

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
    private final WordButton askPriority =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, Symbol.PERSON);
    private final WordButton largeType =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, Symbol.LETTERS);
    private final WordButton language =
            new WordButton(this, TouchButton.Look.SURFACE, Type.LEAD, Symbol.GLOBE);

    private boolean choosing;
    private boolean good;
    private DispenserView.@org.jspecify.annotations.Nullable Stage stage;
    private DispenserAction.Language otherLanguage = new DispenserAction.Language(Locale.ENGLISH);
    private boolean large;
    private int page;

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
                    hallName, subtitle, time, date, head, title, hintSign, hint, priority, sign,
                    headline, category, number, detail, more, done, card, back, previous, pages,
                    following, askPriority, largeType, language, stale, simulated
                }) {
            add(part);
        }
        done.addActionListener(touch -> actions.accept(new DispenserAction.Back()));
        back.addActionListener(touch -> actions.accept(new DispenserAction.Back()));
        previous.addActionListener(touch -> actions.accept(new DispenserAction.Turn(page - 1)));
        following.addActionListener(touch -> actions.accept(new DispenserAction.Turn(page + 1)));
        askPriority.addActionListener(touch -> actions.accept(new DispenserAction.AskPriority()));
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
        choosing =
                view.stage() instanceof DispenserView.Choosing
                        || view.stage() instanceof DispenserView.ChoosingPriority;
        choice(view, texts);
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

    private void choice(DispenserView view, Texts texts) {
        Page part = Page.WHOLE;
        boolean canGoBack = false;
        hint.setText("");
        hintSign.setVisible(false);
        priority.setText("");
        switch (view.stage()) {
            case DispenserView.Choosing now -> {
                part = now.page();
                canGoBack = now.area().isPresent();
                title.setText(
                        now.area()
                                .map(area -> areaName(area, texts))
                                .orElse(
                                        texts.get(
                                                now.areas().isEmpty()
                                                        ? "dispenser.title"
                                                        : "dispenser.title.areas")));
                if (now.priority() == Priority.NONE) {
                    hint.setText(
                            texts.get(now.bookings() ? "dispenser.hint.code" : "dispenser.hint"));
                    hintSign.setVisible(now.bookings());
                } else {
                    priority.setText(
                            texts.get(
                                    "dispenser.priority.chosen",
                                    Map.of("who", texts.get(key(now.priority())))));
                }
                askPriority.setChosen(now.priority() != Priority.NONE);
                buttons(
                        now.areas().isEmpty()
                                ? view.categories().stream().map(c -> category(c, texts)).toList()
                                : now.areas().stream().map(a -> area(a, texts)).toList());
            }
            case DispenserView.ChoosingPriority now -> {
                canGoBack = true;
                title.setText(texts.get("dispenser.priority.title"));
                hint.setText(texts.get("dispenser.priority.hint"));
                List<Choice> offered = new ArrayList<>();
                now.offered().forEach(who -> offered.add(priority(who, texts)));
                offered.add(priority(Priority.NONE, texts));
                buttons(offered);
            }
            default -> {
                // The buttons stay as they were, unseen, until there is something to choose again.
            }
        }
        choices.forEach(button -> button.setVisible(choosing));
        title.setVisible(choosing);
        hint.setVisible(choosing && !hint.text().isEmpty());
        askPriority.setVisible(view.stage() instanceof DispenserView.Choosing);
        askPriority.setWord(
                texts.get("dispenser.priority"), texts.get("dispenser.priority.description"));
        page = part.number();
        back.setVisible(choosing && canGoBack);
        back.setWord(texts.get("dispenser.back"), texts.get("dispenser.back.choice"));
        boolean several = choosing && part.of() > 1;
        previous.setVisible(several);
        previous.setEnabled(page > 0);
        previous.setWord(texts.get("dispenser.previous"), "");
        following.setVisible(several);
        following.setEnabled(page < part.of() - 1);
        following.setWord(texts.get("dispenser.next"), "");
        pages.setText(
                several
                        ? texts.get("dispenser.page", Map.of("number", page + 1, "of", part.of()))
                        : "");
    }

    /** The buttons stay the same while their number does: a press on one is never lost. */
    private void buttons(List<Choice> wanted) {
        while (choices.size() > wanted.size()) {
            remove(choices.removeLast());
        }
        while (choices.size() < wanted.size()) {
            ChoiceButton button = new ChoiceButton(this);
            button.addActionListener(touch -> actions.accept(button.action()));
            add(button, getComponentZOrder(back));
            choices.add(button);
        }
        for (int i = 0; i < wanted.size(); i++) {
            choices.get(i).show(wanted.get(i));
        }
    }

    private static Choice category(DispenserView.Category view, Texts texts) {
        return new Choice(
                new DispenserAction.Take(view.id()),
                view.name(),
                view.place(),
                count(view.waiting()),
                unit(view.waiting(), texts),
                texts.get("dispenser.take", Map.of("name", view.name())),
                description("dispenser.take.description", view.place(), view.waiting(), texts));
    }

    private static Choice area(DispenserView.Area view, Texts texts) {
        String name = areaName(view.name(), texts);
        return new Choice(
                new DispenserAction.Area(view.id()),
                name,
                view.floor(),
                count(view.waiting()),
                unit(view.waiting(), texts),
                texts.get("dispenser.area", Map.of("name", name)),
                description("dispenser.area.description", view.floor(), view.waiting(), texts));
    }

    private static Choice priority(Priority who, Texts texts) {
        String name = texts.get(key(who));
        String detail = texts.get(key(who) + ".detail");
        return new Choice(new DispenserAction.Choose(who), name, detail, "", "", name, detail);
    }

    private static String key(Priority who) {
        return "dispenser.priority." + who.word();
    }

    private static String areaName(String name, Texts texts) {
        return name.isEmpty() ? texts.get("dispenser.area.other") : name;
    }

    private static String count(OptionalInt waiting) {
        return waiting.orElse(0) > 0 ? Integer.toString(waiting.getAsInt()) : "";
    }

    private static String unit(OptionalInt waiting, Texts texts) {
        return texts.get(
                waiting.isEmpty()
                        ? "dispenser.waiting.unknown"
                        : waiting.getAsInt() > 0 ? "dispenser.waiting" : "dispenser.waiting.none");
    }

    private static String description(String key, String place, OptionalInt waiting, Texts texts) {
        return waiting.isPresent()
                ? texts.get(key, Map.of("place", place, "count", waiting.getAsInt()))
                : texts.get(key + ".plain", Map.of("place", place));
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
            case DispenserView.ChoosingPriority none -> headline.setText("");
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
    Dimension designFor(int width, int height) {
        return width > height ? new Dimension(1920, 1080) : new Dimension(1080, 1920);
    }

    private boolean isWide() {
        return getWidth() > getHeight();
    }

    private int headHeight() {
        return style().px(isWide() ? 144 : 184);
    }

    @Override
    Rectangle headOf(Rectangle whole) {
        return new Space(whole).top(headHeight());
    }

    @Override
    void arrange(Space free) {
        int edge = style().px(EDGE);
        int gap = style().px(isWide() ? GAP * 2 / 3 : GAP);
        head(free.top(headHeight()), edge);
        simulated.setBounds(
                free.bottom(style().px(simulated.text().isEmpty() ? 0 : isWide() ? 36 : 44)));
        Space foot = new Space(free.bottom(style().px(isWide() ? 136 : large ? 176 : 160)));
        foot(foot.inset(edge, gap), gap);
        stale.setBounds(
                stale.isVisible()
                        ? free.bottom(style().px(isWide() ? 72 : large ? 116 : 96))
                        : new Rectangle());
        if (choosing) {
            choice(free.inset(edge, 0), gap);
        } else {
            message(free.inset(edge, style().px(isWide() ? 24 : 40)));
        }
    }

    private void head(Rectangle band, int edge) {
        head.setBounds(band);
        Space inner = new Space(band).inset(edge, style().px(isWide() ? 12 : 28));
        Space right = new Space(inner.right(style().px(264)));
        inner.right(style().px(24));
        hallName.setBounds(inner.top(style().px(80)));
        subtitle.setBounds(inner.rest());
        time.setBounds(right.top(style().px(80)));
        date.setBounds(right.rest());
    }

    /** In a wide screen the way through the pages stands in the foot, too. */
    private void foot(Space foot, int gap) {
        if (isWide() && previous.isVisible()) {
            Space way = new Space(foot.right(foot.width() / 2 - gap));
            foot.right(2 * gap);
            way(way, gap);
        } else if (isWide() && back.isVisible()) {
            back.setBounds(foot.right(style().px(320)));
            foot.right(2 * gap);
        }
        int buttons = askPriority.isVisible() ? 3 : 2;
        int next = 0;
        if (askPriority.isVisible()) {
            askPriority.setBounds(foot.cell(next++, buttons, 0, 1, gap));
        }
        largeType.setBounds(foot.cell(next++, buttons, 0, 1, gap));
        language.setBounds(foot.cell(next, buttons, 0, 1, gap));
    }

    private void way(Space row, int gap) {
        int most = style().px(large ? 300 : 264);
        int buttons = back.isVisible() ? 3 : 2;
        int between = buttons * gap + style().px(large ? 200 : 168);
        int width = Math.min(most, (row.width() - between) / buttons);
        if (back.isVisible()) {
            back.setBounds(row.left(previous.isVisible() ? width : most));
            row.left(gap);
        }
        if (previous.isVisible()) {
            following.setBounds(row.right(width));
            previous.setBounds(row.left(width));
            pages.setBounds(row.inset(style().px(8), 0).rest());
        } else {
            pages.setBounds(new Rectangle());
        }
    }

    private void choice(Space free, int gap) {
        free.top(style().px(isWide() ? 12 : large ? 20 : 36));
        int hintHeight = style().px(large ? 76 : 60);
        if (isWide()) {
            Space line = new Space(free.top(style().px(large ? 112 : 96)));
            title.setBounds(line.left(line.width() * 45 / 100));
            line.left(gap);
            hint(line.middle(hintHeight), gap);
        } else {
            title.setBounds(free.top(style().px(large ? 124 : 104)));
            hint(new Space(free.top(hintHeight)), gap);
        }
        free.top(style().px(isWide() ? 8 : large ? 12 : 24));
        free.bottom(gap / 2);
        if (!isWide() && (back.isVisible() || previous.isVisible())) {
            way(new Space(free.bottom(style().px(large ? 128 : 112))), gap);
            free.bottom(gap);
        }
        grid(free, gap);
    }

    /** One line: how to check in with a code, or the priority that is chosen. */
    private void hint(Space line, int gap) {
        priority.setBounds(priority.isVisible() ? line.rest() : new Rectangle());
        if (hintSign.isVisible()) {
            hintSign.setBounds(line.left(line.height()));
            line.left(gap / 2);
        }
        hint.setBounds(line.rest());
    }

    private void grid(Space free, int gap) {
        int count = choices.size();
        int columns = columns(count);
        int rows = Math.max(1, (count + columns - 1) / columns);
        int between = large ? gap * 2 / 3 : gap;
        int most = style().px(280);
        int height = rows * Math.min(most, (free.height() + between) / rows - between);
        Space grid = new Space(free.bottom(height + (rows - 1) * between));
        // Few rows stand where the hand is; with many there is nothing left above.
        for (int i = 0; i < count; i++) {
            choices.get(i).setBounds(grid.cell(i % columns, columns, i / columns, rows, between));
        }
    }

    private int columns(int count) {
        if (isWide()) {
            return count <= 4 ? 2 : count <= 9 || (large && count <= 12) ? 3 : 4;
        }
        return large ? (count <= 9 ? 1 : 2) : (count <= 4 ? 1 : count <= 16 ? 2 : 3);
    }

    private void message(Space free) {
        card.setBounds(free.rest());
        if (isWide()) {
            wideMessage(free.inset(style().px(56), style().px(32)));
            return;
        }
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

    /** The number or the sign at the left, the words at the right. */
    private void wideMessage(Space inner) {
        boolean numbered = !number.text().isEmpty();
        Space left = new Space(inner.left(inner.width() * 45 / 100));
        inner.left(style().px(48));
        if (numbered) {
            left.middle(style().px(560));
            sign.setBounds(left.top(style().px(144)));
            category.setBounds(left.bottom(style().px(category.text().isEmpty() ? 0 : 72)));
            number.setBounds(left.rest());
        } else {
            left.middle(style().px(360));
            category.setBounds(left.bottom(style().px(category.text().isEmpty() ? 0 : 80)));
            sign.setBounds(left.rest());
        }
        if (done.isVisible()) {
            Space button = new Space(inner.bottom(style().px(128)));
            done.setBounds(button.inset((button.width() - style().px(480)) / 2, 0).rest());
            inner.bottom(style().px(16));
        }
        inner.middle(style().px(numbered ? 380 : 460));
        headline.setBounds(inner.top(style().px(large ? 180 : 132)));
        more.setBounds(inner.bottom(style().px(more.text().isEmpty() ? 0 : large ? 120 : 96)));
        detail.setBounds(inner.rest());
    }
}
