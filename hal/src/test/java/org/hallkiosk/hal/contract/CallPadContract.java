package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.api.CallPad.Figures;
import org.hallkiosk.hal.api.CallPad.KeyPress;
import org.junit.jupiter.api.Test;

/** What every call pad must do. */
public abstract class CallPadContract extends DeviceContract<CallPad> {

    /** How long a press or a change of the figures may take on a well line. */
    protected static final Duration SOON = Duration.ofSeconds(2);

    /** A clerk presses the key on the emulated pad. */
    protected abstract void press(CallPad.Key key);

    /** The figures that a clerk reads on it: waiting and ticket, for example {@code 003 012}. */
    protected abstract String figures();

    /** How often it has sounded. */
    protected abstract int beeps();

    private final List<KeyPress> pressed = new ArrayList<>();

    @Override
    protected final Class<CallPad> role() {
        return CallPad.class;
    }

    @Override
    protected void assertWorks() {
        device().onKey(pressed::add);
        pressed.clear();
        press(CallPad.Key.NEXT);
        time.advance(SOON);
        assertThat(pressed).containsExactly(new KeyPress(CallPad.Key.NEXT, ""));
        int ticket = (int) (time.nanoTime() / 1_000_000 % 1000);
        device().show(new Figures(OptionalInt.of(7), "A" + ticket));
        time.advance(SOON);
        assertThat(figures()).isEqualTo(String.format("007 %03d", ticket));
    }

    @Test
    void eachKeyIsToldOnce() {
        openAndRest();
        device().onKey(pressed::add);
        for (CallPad.Key key : CallPad.Key.values()) {
            if (key != CallPad.Key.CONFIRM) {
                pressed.clear();
                press(key);
                time.advance(SOON);
                assertThat(pressed).containsExactly(new KeyPress(key, ""));
            }
        }
    }

    @Test
    void onlyTheNewestFiguresStay() {
        openAndRest();
        for (int i = 0; i <= 20; i++) {
            device().show(new Figures(OptionalInt.of(i), "B" + (100 + i)));
        }
        time.advance(SOON);
        assertThat(figures()).isEqualTo("020 120");
    }

    @Test
    void figuresGivenWhileItWasGoneAreShownWhenItIsBack() {
        openAndRest();
        cable.unplug();
        time.advance(patience());
        device().show(new Figures(OptionalInt.of(1), "C009"));
        device().beep();
        int before = beeps();
        plugAndRest();
        assertThat(figures()).isEqualTo("001 009");
        assertThat(beeps()).as("a beep comes at once or not at all").isEqualTo(before);
    }

    @Test
    void itSoundsWhenTold() {
        openAndRest();
        int before = beeps();
        device().beep();
        time.advance(SOON);
        assertThat(beeps()).isEqualTo(before + 1);
    }

    @Test
    void unpluggedInMidCommandItComesBack() {
        openAndRest();
        for (int after = 0; after < 60; after += 4) {
            device().show(new Figures(OptionalInt.of(after), "D" + (100 + after)));
            press(CallPad.Key.RECALL);
            time.advance(Duration.ofMillis(after));
            cable.unplug();
            time.advance(patience());
            plugAndRest();
            assertThat(figures())
                    .as("unplugged after %d ms", after)
                    .isEqualTo(String.format("%03d %03d", after, 100 + after));
        }
    }
}
