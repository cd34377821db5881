package org.hallkiosk.hal.glyph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FontGlyphsTest {

    private final FontGlyphs glyphs = new FontGlyphs();

    @Test
    void rareCharactersOfNamesAreDrawn() {
        glyphs.warm();
        for (int codePoint : "䶮㛃𠮷永".codePoints().toArray()) {
            assertThat(glyphs.has(codePoint))
                    .as("a font for U+%X: install fonts-noto-cjk (./kiosk test does)", codePoint)
                    .isTrue();
            byte[] drawn = glyphs.draw(codePoint, 24);
            assertThat(drawn).hasSize(72);
            assertThat(black(drawn)).isBetween(40, 400);
        }
        assertThat(glyphs.draw('䶮', 24)).isNotEqualTo(glyphs.draw('㛃', 24));
    }

    @Test
    void whatNoFontHasIsAHollowBox() {
        byte[] box = glyphs.draw(0x10FFFD, 24);
        assertThat(box).isEqualTo(glyphs.draw(0x10FFFC, 24));
        // 18 by 18 dots from dot 3: a frame of one dot.
        assertThat(black(box)).isEqualTo(4 * 18 - 4);
    }

    @Test
    void theSquareHasTheSizeAskedFor() {
        for (int dots : new int[] {8, 16, 24, 31, 48, 192}) {
            assertThat(glyphs.draw('永', dots)).hasSize((dots + 7) / 8 * dots);
        }
        assertThatThrownBy(() -> glyphs.draw('永', 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> glyphs.draw('永', 193))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int black(byte[] rows) {
        int count = 0;
        for (byte b : rows) {
            count += Integer.bitCount(b & 0xFF);
        }
        return count;
    }
}
