package org.hallkiosk.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a text in Chinese is broken into lines. */
class TextViewTest {

    private static final int EM = 48; // Type.TITLE

    private final Style style = new Style(Palette.light(), 1, false);

    private TextView text(String text, int ems, int lines) {
        TextView view = new TextView(() -> style, Type.TITLE, true, () -> Color.BLACK).lines(lines);
        view.setText(text);
        view.setSize(ems * EM, lines * EM * 4 / 3);
        return view;
    }

    @Test
    void noWordIsBrokenWhileThereIsAPlaceBesideIt() {
        TextView name = text("公安（户籍、出入境、交管）", 6, 3);
        assertThat(name.shownLines()).isEqualTo(List.of("公安（户籍、", "出入境、", "交管）"));
        assertThat(name.isCut()).isFalse();
    }

    @Test
    void aLongTextWithoutSuchAPlaceIsBrokenAnywhere() {
        TextView reason = text("在线预约办理后到实体大厅重复取号排队", 9, 2);
        assertThat(reason.shownLines()).hasSize(2).allSatisfy(l -> assertThat(l).hasSize(9));
        assertThat(reason.isCut()).isFalse();
    }
}
