package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.Speaker;
import org.hallkiosk.hal.api.SpeechOutcome;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.api.Utterance.Manner;
import org.junit.jupiter.api.Test;

/** What every speaker must do. */
public abstract class SpeakerContract extends DeviceContract<Speaker> {

    private int said;

    /** Every text that came out whole so far, oldest first; fails when two came out at once. */
    protected abstract List<String> heard();

    /** How long a short line takes. */
    protected Duration oneLine() {
        return Duration.ofSeconds(10);
    }

    @Override
    protected final Class<Speaker> role() {
        return Speaker.class;
    }

    @Override
    protected void assertWorks() {
        String text = "第" + said++ + "句";
        List<SpeechOutcome> outcomes = say(text);
        time.advance(oneLine());
        assertThat(outcomes).containsExactly(new SpeechOutcome.Spoken(Means.SERVICE));
        assertThat(heard()).endsWith(text);
    }

    /** Says something; the list fills with what becomes of it. */
    protected final List<SpeechOutcome> say(String text) {
        List<SpeechOutcome> outcomes = new ArrayList<>();
        device().say(new Utterance("zh", text, Manner.ORDINARY), outcomes::add);
        return outcomes;
    }

    @Test
    void linesComeOutInOrderAndOneAtATime() {
        openAndRest();
        List<List<SpeechOutcome>> outcomes = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            texts.add("请A零" + i + "号");
            outcomes.add(say(texts.getLast()));
        }
        time.advance(oneLine().multipliedBy(5));
        assertThat(heard()).endsWith(texts.toArray(String[]::new));
        assertThat(outcomes)
                .allMatch(o -> o.equals(List.of(new SpeechOutcome.Spoken(Means.SERVICE))));
    }

    @Test
    void noTextIsACommand() {
        openAndRest();
        for (String text :
                List.of(".", "..", ".\r\nSTOP ALL\r\n", "a\n.\nQUIT", "\u0000\u001b[2J", "${x}")) {
            List<SpeechOutcome> outcomes = say(text);
            time.advance(oneLine().multipliedBy(2));
            assertThat(outcomes).as(text).containsExactly(new SpeechOutcome.Spoken(Means.SERVICE));
            assertWorks();
        }
    }

    @Test
    void closedOrUnpluggedNothingIsHeardAndItIsSaidAtOnce() {
        List<SpeechOutcome> closed = say("zu");
        time.runUntilIdle();
        assertThat(closed).hasSize(1).first().isInstanceOf(SpeechOutcome.Unheard.class);

        cable.unplug();
        device().open();
        time.advance(patience());
        List<SpeechOutcome> unplugged = say("ab");
        time.runUntilIdle();
        assertThat(unplugged).hasSize(1).first().isInstanceOf(SpeechOutcome.Unheard.class);
        plugAndRest();
        assertThat(heard()).doesNotContain("zu", "ab");
        assertWorks();
    }

    @Test
    void unpluggedInMidLineItEndsOnceAndInTime() {
        openAndRest();
        for (int after = 0; after < 2000; after += 100) {
            List<SpeechOutcome> first = say("一二三四");
            List<SpeechOutcome> second = say("五六七八");
            time.advance(Duration.ofMillis(after));
            cable.unplug();
            time.advance(patience());
            assertThat(first).as("unplugged after %d ms", after).hasSize(1);
            assertThat(second).as("unplugged after %d ms", after).hasSize(1);
            plugAndRest();
        }
        assertWorks();
    }

    @Test
    void closedInMidLineItHasEndedBeforeCloseReturns() {
        for (int after = 0; after < 2000; after += 200) {
            openAndRest();
            List<SpeechOutcome> first = say("一二三四");
            List<SpeechOutcome> second = say("五六七八");
            time.advance(Duration.ofMillis(after));
            device().close();
            time.runUntilIdle();
            assertThat(first).as("closed after %d ms", after).hasSize(1);
            assertThat(second).as("closed after %d ms", after).hasSize(1);
            time.advance(oneLine());
            assertThat(first).hasSize(1);
            assertThat(second).hasSize(1);
        }
    }
}
