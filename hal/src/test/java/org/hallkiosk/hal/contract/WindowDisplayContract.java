package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.api.WindowDisplay.Colour;
import org.hallkiosk.hal.api.WindowDisplay.Content;
import org.hallkiosk.hal.api.WindowDisplay.Line;
import org.hallkiosk.hal.api.WindowDisplay.Shown;
import org.hallkiosk.hal.api.WindowDisplay.Urgency;
import org.junit.jupiter.api.Test;

/** What every window display must do. */
public abstract class WindowDisplayContract extends DeviceContract<WindowDisplay> {

    /** The text that a visitor reads on the emulated panel now; empty when it is dark. */
    protected abstract String panel();

    /** How long one content may take on a well display. */
    protected Duration oneContent() {
        return Duration.ofSeconds(10);
    }

    @Override
    protected final Class<WindowDisplay> role() {
        return WindowDisplay.class;
    }

    @Override
    protected void assertWorks() {
        String text = "A" + Long.toString(time.nanoTime() % 1000);
        CompletableFuture<Shown> shown = show(text);
        time.advance(oneContent());
        assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(panel()).contains(text);
    }

    @Test
    void onlyTheNewestOfWhatWaitsIsShown() {
        openAndRest();
        CompletableFuture<Shown> first = show("A001");
        CompletableFuture<Shown> second = show("A002");
        CompletableFuture<Shown> third = show("A003");
        time.advance(oneContent().multipliedBy(3));
        assertThat(first.join()).isIn(Shown.ACCEPTED, Shown.SUPERSEDED);
        assertThat(second).isCompletedWithValue(Shown.SUPERSEDED);
        assertThat(third).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(panel()).contains("A003");
    }

    @Test
    void whatCouldNotBeShownIsShownOnceTheDisplayIsBack() {
        cable.unplug();
        device().open();
        time.advance(patience());
        CompletableFuture<Shown> shown = show("A007");
        time.advance(patience());
        assertThat(shown).isCompletedWithValue(Shown.FAILED);
        plugAndRest();
        time.advance(oneContent());
        assertThat(panel()).contains("A007");
    }

    @Test
    void unpluggedInMidShowItEndsInTimeAndIsShownAfterwards() {
        openAndRest();
        for (int after = 0; after < 400; after += 20) {
            String text = "B" + (100 + after);
            CompletableFuture<Shown> shown = show(text);
            time.advance(Duration.ofMillis(after));
            cable.unplug();
            time.advance(patience());
            assertThat(shown).as("unplugged after %d ms", after).isDone();
            assertThat(shown.join()).isIn(Shown.ACCEPTED, Shown.FAILED);
            plugAndRest();
            time.advance(oneContent());
            assertThat(panel()).as("unplugged after %d ms", after).contains(text);
        }
    }

    @Test
    void closedInMidShowItHasEndedBeforeCloseReturns() {
        for (int after = 0; after < 200; after += 20) {
            openAndRest();
            CompletableFuture<Shown> shown = show("C" + (100 + after));
            time.advance(Duration.ofMillis(after));
            device().close();
            assertThat(shown).as("closed after %d ms", after).isDone();
        }
    }

    /** Shows one line as a call. */
    protected final CompletableFuture<Shown> show(String text) {
        return device().show(new Content(List.of(new Line(text, Colour.RED)), Urgency.CALL))
                .toCompletableFuture();
    }
}
