package org.hallkiosk.ui.screen;

import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.ui.kit.Space;
import org.hallkiosk.ui.kit.Style;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;
import org.hallkiosk.ui.kit.Type;

import java.awt.Rectangle;
import java.util.Map;
import java.util.OptionalInt;

/** A kind of business to touch: its name, where it is served, how many wait. */
final class CategoryButton extends TouchButton {

    private final TextView name;
    private final TextView place;
    private final TextView count;
    private final TextView unit;
    private String category = "";

    CategoryButton(Style.Source source) {
        super(source, Look.SURFACE);
        name = new TextView(source, Type.TITLE, true, this::ink).lines(2);
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
        return category;
    }

    void show(DispenserView.Category view, Texts texts) {
        category = view.id();
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
        Space free = new Space(0, 0, getWidth(), getHeight()).inset(style().px(28), style().px(12));
        boolean grown = style().large();
        Space right = new Space(free.right(style().px(grown ? 190 : 124)));
        if (count.text().isEmpty()) {
            count.setBounds(new Rectangle());
            unit.setBounds(right.rest());
        } else {
            right.middle(style().px(grown ? 124 : 116));
            unit.setBounds(right.bottom(style().px(grown ? 46 : 36)));
            count.setBounds(right.rest());
        }
        free.right(style().px(16));
        // Name and place stand together in the middle; a place without room is left out.
        int line = style().px(grown ? 46 : 36);
        boolean roomForPlace = free.height() >= style().px(grown ? 150 : 108);
        if (roomForPlace && !place.text().isEmpty()) {
            Space block = free.middle(Math.min(free.height(), style().px(grown ? 150 : 172)));
            place.setBounds(block.bottom(line));
            name.setBounds(block.rest());
        } else {
            place.setBounds(new Rectangle());
            name.setBounds(free.rest());
        }
    }
}
