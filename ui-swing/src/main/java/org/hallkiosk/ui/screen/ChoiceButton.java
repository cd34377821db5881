package org.hallkiosk.ui.screen;

import java.awt.Rectangle;
import java.util.Objects;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Style;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;
import org.hallkiosk.ui.kit.Type;
import org.jspecify.annotations.Nullable;

/** Something to choose on a dispenser: a kind of business, an area, a priority. */
final class ChoiceButton extends TouchButton {

    /** What a name may lose of its height before it takes the place of the place. */
    private static final double SHRUNK = 0.62;

    private final TextView name;
    private final TextView place;
    private final TextView meaning;
    private final TextView count;
    private final TextView unit;
    private @Nullable Choice shown;

    /**
     * What is to be chosen.
     *
     * @param action what a touch says
     * @param name what it is called
     * @param detail where it is served, or what it means; may be empty
     * @param count how many wait; empty to leave it out
     * @param unit what stands beside or instead of the count; may be empty
     * @param spoken what a screen reader calls it
     * @param description what it says about it
     */
    record Choice(
            DispenserAction action,
            String name,
            String detail,
            String count,
            String unit,
            String spoken,
            String description) {}

    ChoiceButton(Style.Source source) {
        super(source, Look.SURFACE);
        name = new TextView(source, Type.TITLE, true, this::ink).lines(4);
        place = new TextView(source, Type.CAPTION, false, this::quiet);
        meaning = new TextView(source, Type.LEAD, false, this::quiet).lines(2);
        count = new TextView(source, Type.HEAD, true, this::strong).at(TextView.Align.CENTRE);
        unit =
                new TextView(source, Type.CAPTION, false, this::quiet)
                        .at(TextView.Align.CENTRE)
                        .lines(2);
        add(name);
        add(place);
        add(meaning);
        add(count);
        add(unit);
    }

    /** What a touch says now. */
    DispenserAction action() {
        return Objects.requireNonNull(shown).action();
    }

    /** Shows another choice. A finger that lies on what was there before chooses nothing. */
    void show(Choice choice) {
        Choice before = shown;
        if (choice.equals(before)) {
            return;
        }
        if (before != null && !before.action().equals(choice.action())) {
            getModel().setArmed(false);
            getModel().setPressed(false);
        }
        shown = choice;
        // Where its parts stand depends on what they say.
        revalidate();
        name.setText(choice.name());
        boolean counted = !choice.count().isEmpty() || !choice.unit().isEmpty();
        place.setText(counted ? choice.detail() : "");
        meaning.setText(counted ? "" : choice.detail());
        count.setText(choice.count());
        unit.setText(choice.unit());
        getAccessibleContext().setAccessibleName(choice.spoken());
        getAccessibleContext().setAccessibleDescription(choice.description());
    }

    @Override
    public void doLayout() {
        Space free = new Space(0, 0, getWidth(), getHeight()).inset(style().px(28), style().px(10));
        if (!meaning.text().isEmpty()) {
            explained(free);
            return;
        }
        Space right = new Space(free.right(countWidth()));
        free.right(style().px(16));
        meaning.setBounds(new Rectangle());
        waiting(right);
        int line = style().px(style().large() ? 46 : 36);
        int nameHeight = name.heightIn(free.width());
        // A place without room is left out; it stands on the ticket too.
        boolean room = nameHeight * (style().large() ? 1 : SHRUNK) + line <= free.height();
        place.setVisible(room && !place.text().isEmpty());
        if (place.isVisible()) {
            Space block = free.middle(Math.min(free.height(), nameHeight + line));
            place.setBounds(block.bottom(line));
            name.setBounds(block.rest());
        } else {
            name.setBounds(free.rest());
        }
    }

    /** Without a count there is room to say what it means. */
    private void explained(Space free) {
        place.setBounds(new Rectangle());
        count.setBounds(new Rectangle());
        unit.setBounds(new Rectangle());
        free.inset(style().px(12), 0)
                .middle(Math.min(free.height(), style().px(style().large() ? 184 : 152)));
        name.setBounds(free.top(style().px(style().large() ? 92 : 76)));
        meaning.setBounds(free.rest());
    }

    private boolean isWide() {
        return getWidth() > style().px(640);
    }

    private int countWidth() {
        if (isWide()) {
            return style().px(270);
        }
        return style().px(getWidth() < style().px(400) ? 88 : style().large() ? 140 : 124);
    }

    /**
     * Number and unit stand beside each other where there is the width, else one above the other.
     */
    private void waiting(Space right) {
        if (count.text().isEmpty()) {
            count.setBounds(new Rectangle());
            unit.setBounds(isWide() ? right.right(style().px(170)) : right.rest());
        } else if (isWide()) {
            unit.setBounds(right.right(style().px(128)));
            right.right(style().px(8));
            count.setBounds(right.rest());
        } else {
            right.middle(style().px(style().large() ? 124 : 116));
            unit.setBounds(right.bottom(Math.min(style().px(36), right.height() / 3)));
            count.setBounds(right.rest());
        }
    }
}
