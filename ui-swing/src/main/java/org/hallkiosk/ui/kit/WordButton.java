package org.hallkiosk.ui.kit;

import java.awt.Rectangle;
import org.jspecify.annotations.Nullable;

/** A button with a word on it, and perhaps a symbol before the word. */
public final class WordButton extends TouchButton {

    private final TextView word;
    private final @Nullable SymbolView symbol;

    /** Makes it without a word yet. */
    public WordButton(Style.Source source, Look look, Type type, @Nullable Symbol symbol) {
        super(source, look);
        this.word =
                new TextView(source, type, true, this::ink)
                        .at(symbol == null ? TextView.Align.CENTRE : TextView.Align.LEFT)
                        .lines(2);
        this.symbol = symbol == null ? null : new SymbolView(symbol, this::ink);
        if (this.symbol != null) {
            add(this.symbol);
        }
        add(word);
    }

    /** What stands on it, and what a screen reader says of it. */
    public void setWord(String text, String description) {
        word.setText(text);
        getAccessibleContext().setAccessibleName(text);
        getAccessibleContext().setAccessibleDescription(description);
    }

    @Override
    public void doLayout() {
        int side = style().px(24);
        Space free = new Space(0, 0, getWidth(), getHeight()).inset(side, style().px(8));
        if (symbol != null) {
            Rectangle sign = free.left(Math.min(style().px(64), free.height()));
            symbol.setBounds(sign);
            free.left(style().px(16));
        }
        word.setBounds(free.rest());
    }
}
