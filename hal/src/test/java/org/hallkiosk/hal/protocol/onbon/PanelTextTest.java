package org.hallkiosk.hal.protocol.onbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PanelTextTest {

    @Test
    void ordinaryTextStaysAsItIs() {
        PanelText text = PanelText.of("请A012号到3号窗口　办理：社保");
        assertThat(text).isEqualTo(new PanelText("请A012号到3号窗口　办理：社保", 0));
        assertThat(PanelText.of("A012到3号窗口").columns()).isEqualTo(13);
    }

    @Test
    void escapesOfTheCardCannotComeFromOutside() {
        assertThat(PanelText.of("\\C2王[n1]\\n").value()).isEqualTo("＼C2王［n1]＼n");
    }

    @Test
    void whatTheFontsLackIsReplacedVisiblyAndCounted() {
        assertThat(PanelText.of("𠮷野家")).isEqualTo(new PanelText("〓野家", 1));
        assertThat(PanelText.of("張€😀")).isEqualTo(new PanelText("〓〓〓", 3));
        assertThat(PanelText.of("\uD800x")).isEqualTo(new PanelText("〓x", 1));
    }

    @Test
    void whatNobodySeesIsLeftOutOrBecomesASpace() {
        assertThat(PanelText.of("葛\uDB40\uDD00城\u200D\uFEFF")).isEqualTo(new PanelText("葛城", 0));
        assertThat(PanelText.of("一\r\n二\t三\u00A0四").value()).isEqualTo("一  二 三 四");
    }

    @Test
    void aCutIsVisible() {
        PanelText text = PanelText.of("〓请到三号窗口");
        assertThat(text.cut(4).value()).isEqualTo("〓请到…");
        assertThat(text.cut(7)).isEqualTo(text);
        assertThat(text.cut(0).value()).isEqualTo("…");
    }

    @Test
    void anyTextBecomesGb2312WithoutAnEscapeInIt() {
        Random random = new Random(2312);
        Charset gb2312 = Charset.forName("GB2312");
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        for (int i = 0; i < rounds; i++) {
            StringBuilder raw = new StringBuilder();
            int length = random.nextInt(12);
            for (int k = 0; k < length; k++) {
                switch (random.nextInt(4)) {
                    case 0 -> raw.append((char) random.nextInt(0x10000));
                    case 1 -> raw.appendCodePoint(random.nextInt(0x110000));
                    case 2 -> raw.append((char) (0x4E00 + random.nextInt(0x5200)));
                    default -> raw.append((char) random.nextInt(0x80));
                }
            }
            PanelText text = PanelText.of(raw.toString());
            byte[] bytes = text.value().getBytes(gb2312);
            assertThat(new String(bytes, gb2312)).isEqualTo(text.value());
            for (int k = 0; k < bytes.length; k++) {
                int b = bytes[k] & 0xFF;
                if (b >= 0x80) {
                    assertThat(b).isBetween(0xA1, 0xF7);
                    assertThat(bytes[++k] & 0xFF).isBetween(0xA1, 0xFE);
                } else {
                    assertThat(b).isBetween(0x20, 0x7E).isNotEqualTo('\\').isNotEqualTo('[');
                }
            }
        }
    }
}
