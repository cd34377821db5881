package org.hallkiosk.hal.driver.onbon;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.hallkiosk.hal.protocol.onbon.AreaText.Font;
import org.hallkiosk.hal.spi.DriverProvider.OptionSpec;
import org.hallkiosk.hal.spi.Options;

/**
 * How a panel is set up.
 *
 * @param address the card's screen id
 * @param model which limits hold
 * @param deviceType what stands in each frame as the card's model
 * @param width of the panel in dots
 * @param height of the panel in dots
 * @param font for all its text
 * @param onlyRed whether the panel has red lamps alone
 * @param brightness 0 to 15; empty leaves it to the card
 * @param repeat how often the content is sent again
 * @param blankAfter how long the card shows a content that is not sent again
 */
record PanelSettings(
        int address,
        Model model,
        int deviceType,
        int width,
        int height,
        Font font,
        boolean onlyRed,
        OptionalInt brightness,
        Duration repeat,
        Duration blankAfter) {

    /** What the cards of a family can hold (led-display.md §1.1). */
    enum Model {
        BX_5K(512, 8, 512),
        BX_6K(1024, 5, 1024);

        /** The longest frame, in bytes on the wire. */
        final int frameBytes;

        /** How many dynamic areas. */
        final int areas;

        /** The longest text of an area, in bytes. */
        final int textBytes;

        Model(int frameBytes, int areas, int textBytes) {
            this.frameBytes = frameBytes;
            this.areas = areas;
            this.textBytes = textBytes;
        }
    }

    /** FFFE and FFFF are broadcasts: the answers of several cards would collide. */
    private static final int LAST_ADDRESS = 0xFFFD;

    static final List<OptionSpec> OPTIONS =
            List.of(
                    new OptionSpec(
                            "address",
                            "1",
                            "[1-9][0-9]{0,4}",
                            "The card's screen id, 1 to 65533, different for each card of a line"
                                    + " (default of the cards: 1)."),
                    new OptionSpec(
                            "model",
                            "5k",
                            "5k|6k",
                            "5k: frames of at most 512 bytes and 8 areas; 6k: 1024 bytes and 5"
                                    + " areas (led-display.md §1.1)."),
                    new OptionSpec(
                            "device-type",
                            "FE",
                            "[0-9A-Fa-f]{2}",
                            "The card's model on the wire, hexadecimal; FE fits every card"
                                    + " (led-display.md §1.2)."),
                    new OptionSpec("width", "128", "[1-9][0-9]{0,3}", "Of the panel, in dots."),
                    new OptionSpec("height", "32", "[1-9][0-9]{0,2}", "Of the panel, in dots."),
                    new OptionSpec(
                            "font",
                            "16",
                            "16|24|32",
                            "The height of a line in dots; the card must have this font."),
                    new OptionSpec(
                            "colours",
                            "red-green",
                            "red|red-green",
                            "The lamps of the panel; on a red one every text is red."),
                    new OptionSpec(
                            "brightness",
                            "card",
                            "card|[0-9]|1[0-5]",
                            "0 to 15, or card: as the card is set."),
                    new OptionSpec(
                            "repeat",
                            "20",
                            "[1-9][0-9]{0,2}",
                            "Seconds after which the content is sent again, to bring it back after"
                                    + " the card lost power. 32 panels at 9600 baud take about 4 s"
                                    + " for it."),
                    new OptionSpec(
                            "blank-after",
                            "60",
                            "[1-9][0-9]{0,3}",
                            "Seconds after which the card drops a content that was not sent again,"
                                    + " so that no old number stays; more than twice repeat."));

    static PanelSettings of(Map<String, String> given) {
        Options options = new Options(given);
        String brightness = options.text("brightness");
        PanelSettings settings =
                new PanelSettings(
                        options.number("address"),
                        options.text("model").equals("6k") ? Model.BX_6K : Model.BX_5K,
                        Integer.parseInt(options.text("device-type"), 16),
                        options.number("width"),
                        options.number("height"),
                        font(options.number("font")),
                        options.text("colours").equals("red"),
                        brightness.equals("card")
                                ? OptionalInt.empty()
                                : OptionalInt.of(Integer.parseInt(brightness)),
                        Duration.ofSeconds(options.number("repeat")),
                        Duration.ofSeconds(options.number("blank-after")));
        settings.check();
        return settings;
    }

    private void check() {
        if (address > LAST_ADDRESS) {
            throw new IllegalArgumentException(
                    "address is 1 to 65533, not " + address + ": what lies above is a broadcast.");
        }
        if (font.dots() > height || font.dots() > width) {
            throw new IllegalArgumentException(
                    "A font of "
                            + font.dots()
                            + " dots does not fit on a panel of "
                            + width
                            + "x"
                            + height
                            + " dots.");
        }
        if (blankAfter.compareTo(repeat.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException(
                    "blank-after must be more than twice repeat, so that one lost repetition does"
                            + " not blank the panel: "
                            + blankAfter.toSeconds()
                            + " and "
                            + repeat.toSeconds()
                            + ".");
        }
    }

    private static Font font(int dots) {
        return switch (dots) {
            case 16 -> Font.DOTS_16;
            case 24 -> Font.DOTS_24;
            case 32 -> Font.DOTS_32;
            default -> throw new IllegalArgumentException("font is 16, 24 or 32, not " + dots);
        };
    }
}
