package org.hallkiosk.ui.screen;

import java.awt.Rectangle;
import java.util.Map;
import java.util.OptionalInt;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Style;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;
import org.hallkiosk.ui.kit.Type;
import org.jspecify.annotations.Nullable;

/** A kind of business to touch: its name, where it is served, how many wait. */
final class CategoryButton extends TouchButton {

    /** What a name may lose of its height before it takes the place of the place. */
    private static final double SHRUNK = 0.62;

    private final TextView name;
    private final TextView place;
    private final TextView count;
    private final TextView unit;
    private DispenserView.@Nullable Category shown;

    CategoryButton(Style.Source source) {
        super(source, Look.SURFACE);
        name = new TextView(source, Type.TITLE, true, this::ink).lines(4);
        place = new TextView(source, Type.CAPTION, false, this::quiet);
        count = new TextView(source, Type.HEAD, true, this::strong).at(TextView.Align.CENTRE);
        unit =
                new TextView(source, Type.CAPTION, false, this::quiet)
                        .at(TextView.Align.CENTRE)
                        .lines(2);
        add(name);
        add(place);
        add(count);
        add(unit);
    }

    String category() {
        return shown == null ? "" : shown.id();
    }

    void show(DispenserView.Category view, Texts texts) {
        if (!view.equals(shown)) {
            shown = view;
            // Where its parts stand depends on what they say.
            revalidate();
        }
        name.setText(view.name());
        place.setText(view.place());
        OptionalInt waiting = view.waiting();
        boolean counted = waiting.isPresent() && waiting.getAsInt() > 0;
        count.setText(counted ? Integer.toString(waiting.getAsInt()) : "");
        unit.setText(
                texts.get(
                        counted
                                ? "dispenser.waiting"
                                : waiting.isPresent()
                                        ? "dispenser.waiting.none"
                                        : "dispenser.waiting.unknown"));
        getAccessibleContext()
                .setAccessibleName(texts.get("dispenser.take", Map.of("name", view.name())));
        getAccessibleContext()
                .setAccessibleDescription(
                        waiting.isPresent()
                                ? texts.get(
                                        "dispenser.take.description",
                                        Map.of("place", view.place(), "count", waiting.getAsInt()))
                                : texts.get(
                                        "dispenser.take.description.plain",
                                        Map.of("place", view.place())));
    }

    @Override
    public void doLayout() {
        Space free = new Space(0, 0, getWidth(), getHeight()).inset(style().px(28), style().px(10));
        Space right = new Space(free.right(countWidth()));
        free.right(style().px(16));
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
