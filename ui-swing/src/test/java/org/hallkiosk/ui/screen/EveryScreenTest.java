package org.hallkiosk.ui.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Component;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.accessibility.AccessibleRole;
import org.hallkiosk.core.domain.Priority;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.Page;
import org.hallkiosk.core.port.screen.ScreenView;
import org.hallkiosk.ui.kit.Palette;
import org.hallkiosk.ui.kit.TestPicture;
import org.hallkiosk.ui.kit.TextView;
import org.hallkiosk.ui.kit.TouchButton;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every screen in every state, both languages, large type and several sizes: nothing is cut off,
 * nothing lies over something else, what is touched is large enough, what is read stands out, and a
 * screen reader has a name for everything. The pictures are in {@code target/screens}.
 */
class EveryScreenTest {

    /**
     * The least side of what is touched. On the smallest screen of each kind one dot is at most
     * 0.32 mm (27 inches at 1080 × 1920) or 0.22 mm (10.1 inches at 1024 × 600); so this is at
     * least 20 mm and 15 mm; ISO 9241-411 asks for the width of a finger's tip, 22 mm at the 95th
     * percentile including the gap.
     */
    private static final int TOUCH_DISPENSER = 64;

    private static final int TOUCH_EVALUATOR = 68;

    /** WCAG 2.2 §1.4.6: enhanced contrast. */
    private static final double CONTRAST = 7;

    private record Shot<V extends ScreenView>(
            String name, Supplier<ScreenPanel<V>> screen, V view, int w, int h) {
        Picture take() throws IOException {
            return Picture.of(name, screen, view, w, h);
        }
    }

    static Stream<Arguments> shots() {
        List<Shot<?>> shots = new ArrayList<>();
        for (Locale language : Samples.LANGUAGES) {
            String lang = language.getLanguage();
            Samples.stages(language)
                    .forEach(
                            (name, stage) -> {
                                for (boolean large : new boolean[] {false, true}) {
                                    shots.add(
                                            dispenser(
                                                    name + (large ? "-large-" : "-") + lang,
                                                    Samples.dispenser(
                                                            language, large, false, 9, stage),
                                                    1080,
                                                    1920));
                                    shots.add(
                                            dispenser(
                                                    "wide-"
                                                            + name
                                                            + (large ? "-large-" : "-")
                                                            + lang,
                                                    Samples.dispenser(
                                                            language, large, false, 9, stage),
                                                    1920,
                                                    1080));
                                }
                            });
            for (boolean large : new boolean[] {false, true}) {
                String kind = (large ? "-large-" : "-") + lang;
                shots.add(
                        dispenser(
                                "stale" + kind,
                                Samples.dispenser(
                                        language,
                                        large,
                                        true,
                                        9,
                                        Samples.choosing(Priority.NONE, Page.WHOLE)),
                                1080,
                                1920));
                for (int count : new int[] {1, 4, 6, 12, 16, 24}) {
                    if (count <= 12 || !large) {
                        shots.add(categories(language, large, count, Page.WHOLE, 1080, 1920));
                    }
                }
                int full = large ? 12 : 24;
                shots.add(categories(language, large, full, new Page(0, 3), 1080, 1920));
                shots.add(categories(language, large, full, new Page(1, 3), 1920, 1080));
                shots.add(
                        dispenser(
                                "small" + kind,
                                Samples.dispenser(
                                        language,
                                        large,
                                        true,
                                        9,
                                        Samples.choosing(Priority.NONE, Page.WHOLE)),
                                720,
                                1280));
            }
            Samples.evaluators(language)
                    .forEach(
                            (name, view) ->
                                    shots.add(
                                            new Shot<>(
                                                    "evaluator-" + name + "-" + lang,
                                                    () -> new EvaluatorPanel(action -> {}),
                                                    view,
                                                    1024,
                                                    600)));
        }
        Samples.windows()
                .forEach(
                        (name, view) -> {
                            shots.add(
                                    new Shot<>(
                                            "window-" + name, WindowPanel::new, view, 1920, 540));
                            shots.add(
                                    new Shot<>(
                                            "window-" + name + "-1280",
                                            WindowPanel::new,
                                            view,
                                            1280,
                                            400));
                        });
        Samples.boards()
                .forEach(
                        (name, view) -> {
                            shots.add(
                                    new Shot<>("board-" + name, BoardPanel::new, view, 1920, 1080));
                            shots.add(
                                    new Shot<>(
                                            "board-upright-" + name,
                                            BoardPanel::new,
                                            view,
                                            1080,
                                            1920));
                            shots.add(
                                    new Shot<>(
                                            "board-broad-" + name,
                                            BoardPanel::new,
                                            view,
                                            1328,
                                            497));
                        });
        return shots.stream().map(shot -> Arguments.of(shot.name(), shot));
    }

    private static Shot<DispenserView> categories(
            Locale language, boolean large, int count, Page page, int width, int height) {
        return dispenser(
                (width > height ? "wide-" : "")
                        + "categories-"
                        + count
                        + (page.of() > 1 ? "-of-more" : "")
                        + (large ? "-large-" : "-")
                        + language.getLanguage(),
                Samples.dispenser(
                        language, large, false, count, Samples.choosing(Priority.NONE, page)),
                width,
                height);
    }

    private static Shot<DispenserView> dispenser(
            String name, DispenserView view, int width, int height) {
        return new Shot<>(
                "dispenser-" + name, () -> new DispenserPanel(action -> {}), view, width, height);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shots")
    void canBeReadAndTouched(String name, Shot<?> shot) throws IOException {
        Picture picture = shot.take();
        Picture.onUiThread(
                () -> {
                    nothingIsCut(picture);
                    nothingOverlaps(picture);
                    touchTargetsAreLarge(picture, shot.w());
                    wordsStandOut(picture);
                    everythingHasAName(picture);
                });
    }

    private static void nothingIsCut(Picture picture) {
        Rectangle screen = new Rectangle(picture.panel().getSize());
        for (TextView text : picture.all(TextView.class)) {
            if (!text.text().isEmpty() && text.getWidth() > 0) {
                assertThat(text.isCut()).as("cut off: " + text.text()).isFalse();
            }
            assertThat(screen.contains(picture.place(text)) || text.text().isEmpty())
                    .as("off the screen: " + text.text() + " at " + picture.place(text))
                    .isTrue();
        }
        for (TouchButton button : picture.all(TouchButton.class)) {
            assertThat(screen.contains(picture.place(button))).isTrue();
        }
    }

    private static void nothingOverlaps(Picture picture) {
        List<Component> parts = new ArrayList<>();
        picture.all(TextView.class).stream()
                .filter(text -> !text.text().isEmpty() && text.getWidth() > 0)
                .filter(text -> !picture.isUnderTechniciansPicture(text))
                .forEach(parts::add);
        for (int i = 0; i < parts.size(); i++) {
            for (int j = i + 1; j < parts.size(); j++) {
                assertThat(picture.place(parts.get(i)).intersects(picture.place(parts.get(j))))
                        .as(
                                ((TextView) parts.get(i)).text()
                                        + " over "
                                        + ((TextView) parts.get(j)).text())
                        .isFalse();
            }
        }
        List<TouchButton> buttons = picture.all(TouchButton.class);
        for (int i = 0; i < buttons.size(); i++) {
            for (int j = i + 1; j < buttons.size(); j++) {
                assertThat(picture.place(buttons.get(i)).intersects(picture.place(buttons.get(j))))
                        .isFalse();
            }
        }
    }

    private static void touchTargetsAreLarge(Picture picture, int width) {
        int least =
                picture.panel() instanceof DispenserPanel
                        ? TOUCH_DISPENSER * Math.min(width, picture.panel().getHeight()) / 1080
                        : TOUCH_EVALUATOR;
        for (TouchButton button : picture.all(TouchButton.class)) {
            assertThat(Math.min(button.getWidth(), button.getHeight()))
                    .as(button.getAccessibleContext().getAccessibleName())
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static void wordsStandOut(Picture picture) {
        Palette palette = picture.panel().palette();
        for (TextView text : picture.all(TextView.class)) {
            if (text.text().isEmpty()
                    || text.getWidth() == 0
                    || text.getParent() instanceof TestPicture) {
                continue;
            }
            Color behind = text.getParent() instanceof TouchButton button ? button.fill() : null;
            List<Color> grounds =
                    behind != null
                            ? List.of(behind)
                            : text.colour().equals(palette.onPrimary())
                                            && !palette.onPrimary().equals(palette.ink())
                                    ? List.of(palette.primary())
                                    : text.colour().equals(palette.onNotice())
                                            ? List.of(palette.notice())
                                            : List.of(palette.ground(), palette.surface());
            for (Color ground : grounds) {
                assertThat(Contrast.of(text.colour(), ground))
                        .as(text.text())
                        .isGreaterThanOrEqualTo(CONTRAST);
            }
        }
    }

    private static void everythingHasAName(Picture picture) {
        assertThat(picture.panel().getAccessibleContext().getAccessibleName()).isNotBlank();
        for (TouchButton button : picture.all(TouchButton.class)) {
            assertThat(button.getAccessibleContext().getAccessibleName()).isNotBlank();
            assertThat(button.getAccessibleContext().getAccessibleRole())
                    .isEqualTo(AccessibleRole.PUSH_BUTTON);
            assertThat(button.isFocusable()).isTrue();
        }
        for (TextView text : picture.all(TextView.class)) {
            assertThat(text.getAccessibleContext().getAccessibleRole())
                    .isEqualTo(AccessibleRole.LABEL);
            assertThat(text.getAccessibleContext().getAccessibleName()).isEqualTo(text.text());
        }
    }
}
