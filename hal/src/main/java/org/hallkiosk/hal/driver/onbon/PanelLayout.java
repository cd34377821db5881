package org.hallkiosk.hal.driver.onbon;

import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.WindowDisplay.Content;
import org.hallkiosk.hal.api.WindowDisplay.Line;
import org.hallkiosk.hal.protocol.onbon.AreaText;
import org.hallkiosk.hal.protocol.onbon.AreaText.Ink;
import org.hallkiosk.hal.protocol.onbon.DynamicArea;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Across;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Down;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Effect;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Life;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Motion;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.Place;
import org.hallkiosk.hal.protocol.onbon.DynamicArea.RunMode;
import org.hallkiosk.hal.protocol.onbon.OnbonFrame;
import org.hallkiosk.hal.protocol.onbon.OnbonRequest;
import org.hallkiosk.hal.protocol.onbon.OnbonRequest.Before;
import org.hallkiosk.hal.protocol.onbon.OnbonRequest.UpdateAreas;
import org.hallkiosk.hal.protocol.onbon.PanelText;

/**
 * Lays the lines of a content out on a panel.
 *
 * <ul>
 *   <li>Each line gets a band of the panel, all of the same height, centred in it; together they
 *       cover the panel, so that nothing of an older content or of a program shows through. No line
 *       at all is one blank line.
 *   <li>A line that is wider than the panel wanders through from right to left.
 *   <li>More lines than the panel or the card has room for are shown page by page, three seconds
 *       each; there a line that is too wide continues on the next.
 *   <li>What the card cannot hold is cut from the longest line first, and ends with ….
 * </ul>
 */
final class PanelLayout {

    /** In half seconds; also the pause of a still page, where it has no meaning. */
    private static final int PAGE_STAYS = 6;

    private static final int SPEED = 2;

    /**
     * A content as it goes to the card.
     *
     * @param replaced how many characters the card's fonts lack
     * @param cut whether something had to be left out
     */
    record Laid(List<DynamicArea> areas, int replaced, boolean cut) {
        /** Where the areas lie: as long as this stays the same, none has to be deleted. */
        List<Place> places() {
            return areas.stream().map(DynamicArea::place).toList();
        }
    }

    private record Text(PanelText characters, Ink ink) {
        int length() {
            return characters.value().length();
        }

        Text cut(int length) {
            return new Text(characters.cut(length), ink);
        }
    }

    private final PanelSettings settings;

    PanelLayout(PanelSettings settings) {
        this.settings = settings;
    }

    Laid lay(Content content) {
        List<Text> lines = new ArrayList<>();
        for (Line line : content.lines()) {
            lines.add(new Text(PanelText.of(line.text()), ink(line)));
        }
        if (lines.isEmpty()) {
            lines.add(new Text(PanelText.of(""), Ink.RED));
        }
        int replaced = lines.stream().mapToInt(line -> line.characters.replaced()).sum();
        boolean cut = shortenRoughly(lines);
        List<DynamicArea> areas = areas(lines);
        for (int excess = excess(areas); excess > 0; excess = excess(areas)) {
            shorten(lines, excess);
            cut = true;
            areas = areas(lines);
        }
        return new Laid(areas, replaced, cut);
    }

    private Ink ink(Line line) {
        if (settings.onlyRed()) {
            return Ink.RED;
        }
        return switch (line.colour()) {
            case RED -> Ink.RED;
            case GREEN -> Ink.GREEN;
            case YELLOW -> Ink.YELLOW;
        };
    }

    /** Brings endless input down to a size at which trying is cheap. */
    private boolean shortenRoughly(List<Text> lines) {
        int most = settings.model().textBytes;
        boolean cut = lines.size() > most;
        if (cut) {
            lines.subList(most, lines.size()).clear();
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() > most) {
                lines.set(i, lines.get(i).cut(most));
                cut = true;
            }
        }
        return cut;
    }

    /** Leaves something out, never much more than the excess of bytes asks for. */
    private static void shorten(List<Text> lines, int excess) {
        int longest = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).length() > lines.get(longest).length()) {
                longest = i;
            }
        }
        int length = lines.get(longest).length();
        if (length > 2) {
            int atMost = Math.max(1, excess / 8);
            lines.set(longest, lines.get(longest).cut(Math.max(2, length - atMost)));
        } else {
            int atMost = Math.max(1, excess / 16);
            lines.subList(Math.max(1, lines.size() - atMost), lines.size()).clear();
        }
    }

    /** How many bytes there are too many for the card; none if 0 or less. */
    private int excess(List<DynamicArea> areas) {
        UpdateAreas keep = new UpdateAreas(Before.KEEP, areas);
        int excess = keep.data().length - settings.model().frameBytes;
        if (excess > 0) {
            return excess;
        }
        // The two checksums differ, and so may the number of bytes that need an escape.
        UpdateAreas afresh = new UpdateAreas(Before.START_AFRESH, areas);
        excess = Math.max(frame(keep).length, frame(afresh).length) - settings.model().frameBytes;
        for (DynamicArea area : areas) {
            excess = Math.max(excess, area.text().length - settings.model().textBytes);
        }
        return excess;
    }

    byte[] frame(OnbonRequest request) {
        return new OnbonFrame(
                        settings.address(), OnbonFrame.HOST, settings.deviceType(), request.data())
                .toBytes();
    }

    private List<DynamicArea> areas(List<Text> lines) {
        int bands = Math.min(settings.height() / settings.font().dots(), settings.model().areas);
        return lines.size() <= bands ? bands(lines) : List.of(pages(lines));
    }

    private List<DynamicArea> bands(List<Text> lines) {
        List<DynamicArea> areas = new ArrayList<>();
        int height = settings.height() / lines.size();
        for (int i = 0; i < lines.size(); i++) {
            Text line = lines.get(i);
            boolean wide = width(line.characters) > settings.width();
            int top = i * height;
            boolean last = i == lines.size() - 1;
            areas.add(
                    new DynamicArea(
                            i,
                            new Place(
                                    0,
                                    top,
                                    settings.width(),
                                    last ? settings.height() - top : height),
                            0,
                            life(),
                            wide ? Across.LEFT : Across.CENTRE,
                            Down.MIDDLE,
                            true,
                            false,
                            new Motion(wide ? Effect.LEFT : Effect.STATIC, SPEED, PAGE_STAYS),
                            new AreaText(settings.font())
                                    .ink(line.ink)
                                    .text(line.characters)
                                    .toBytes()));
        }
        return areas;
    }

    private DynamicArea pages(List<Text> lines) {
        AreaText text = new AreaText(settings.font());
        boolean first = true;
        for (Text line : lines) {
            for (PanelText part : broken(line.characters)) {
                if (!first) {
                    text.newLine();
                }
                text.ink(line.ink).text(part);
                first = false;
            }
        }
        return new DynamicArea(
                0,
                new Place(0, 0, settings.width(), settings.height()),
                0,
                life(),
                Across.CENTRE,
                Down.MIDDLE,
                false,
                false,
                new Motion(Effect.STATIC, SPEED, PAGE_STAYS),
                text.toBytes());
    }

    /** The same text in parts that are no wider than the panel. */
    private List<PanelText> broken(PanelText line) {
        int columns = settings.width() * 2 / settings.font().dots();
        List<PanelText> parts = new ArrayList<>();
        PanelText rest = line;
        do {
            PanelText part = rest.start(columns);
            parts.add(part);
            rest = rest.after(part);
        } while (!rest.value().isEmpty());
        return parts;
    }

    private int width(PanelText text) {
        return text.columns() * settings.font().dots() / 2;
    }

    private Life life() {
        return new Life(RunMode.DELETE_AFTER_TIMEOUT, (int) settings.blankAfter().toSeconds());
    }
}
