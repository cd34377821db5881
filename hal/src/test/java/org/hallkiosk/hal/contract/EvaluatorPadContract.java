package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.EvaluatorPad;
import org.junit.jupiter.api.Test;

/** What every evaluator must do. */
public abstract class EvaluatorPadContract extends DeviceContract<EvaluatorPad> {

    /** How long a press or an invitation may take on a well line. */
    protected static final Duration SOON = Duration.ofSeconds(2);

    /** A citizen presses the key of this level on the emulated evaluator. */
    protected abstract void press(int level);

    /** Whether it asks to be pressed now. */
    protected abstract boolean asks();

    /** Whether it says thank you now. */
    protected abstract boolean thanks();

    private final List<Integer> pressed = new ArrayList<>();

    @Override
    protected final Class<EvaluatorPad> role() {
        return EvaluatorPad.class;
    }

    @Override
    protected void assertWorks() {
        device().onLevel(pressed::add);
        pressed.clear();
        device().invite();
        time.advance(Duration.ofMillis(500));
        assertThat(asks()).isTrue();
        press(5);
        time.advance(Duration.ofMillis(500));
        assertThat(pressed).containsExactly(5);
        assertThat(thanks()).isTrue();
        time.advance(Duration.ofSeconds(10));
        assertThat(asks() || thanks()).as("still busy").isFalse();
    }

    @Test
    void eachLevelIsToldOnce() {
        openAndRest();
        device().onLevel(pressed::add);
        for (int level = 1; level <= 5; level++) {
            press(level);
            time.advance(SOON);
        }
        assertThat(pressed).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aPressThatNobodyAskedForIsToldAndNotThankedFor() {
        openAndRest();
        device().onLevel(pressed::add);
        press(3);
        time.advance(Duration.ofMillis(500));
        assertThat(pressed).containsExactly(3);
        assertThat(thanks()).isFalse();
    }

    @Test
    void anInvitationIsNotMadeUpFor() {
        openAndRest();
        cable.unplug();
        time.advance(patience());
        device().invite();
        plugAndRest();
        assertThat(asks()).isFalse();
    }
}
