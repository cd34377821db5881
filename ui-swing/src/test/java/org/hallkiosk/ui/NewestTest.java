package org.hallkiosk.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.hallkiosk.core.port.screen.Screens;
import org.junit.jupiter.api.Test;

/** The hand-over to the UI's thread, and the bundle of the screens. */
class NewestTest {

    @Test
    void ofManyOnlyTheNewestIsTakenAndOnTheUisThread()
            throws InterruptedException, InvocationTargetException {
        List<Integer> taken = new ArrayList<>();
        Newest<Integer> newest =
                new Newest<>(
                        view -> {
                            assertThat(EventQueue.isDispatchThread()).isTrue();
                            taken.add(view);
                        });
        EventQueue.invokeAndWait(
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        newest.put(i);
                    }
                });
        EventQueue.invokeAndWait(() -> {});
        newest.put(1000);
        EventQueue.invokeAndWait(() -> {});

        assertThat(taken).containsExactly(999, 1000);
    }

    @Test
    void bothLanguagesSayTheSameThings() {
        ResourceBundle english = bundle(Locale.ROOT);
        ResourceBundle chinese = bundle(Locale.CHINESE);
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        assertThat(chinese.getLocale()).isEqualTo(Locale.CHINESE);
    }

    private static ResourceBundle bundle(Locale language) {
        return ResourceBundle.getBundle(
                "org.hallkiosk.ui.texts",
                language,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    @Test
    void theScreensAreFoundAndWithoutADisplayThereIsNone() {
        assertThat(Screens.installed()).containsInstanceOf(SwingScreens.class);
        assertThat(new SwingScreens().display(0)).isEmpty();
    }
}
