package org.hallkiosk.core.role.speaker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hallkiosk.core.port.CaptionView;
import org.hallkiosk.core.port.CaptionView.Caption;
import org.hallkiosk.core.port.CaptionView.State;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.Voice;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

class ZoneSpeakerTest {

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-22T01:00:00Z"));
    private final FakeVoice voice = new FakeVoice(time.strand());
    private final ZoneSpeaker speaker = new ZoneSpeaker("hall-1f", time.strand(), voice);
    private final List<CaptionView> shown = new ArrayList<>();

    ZoneSpeakerTest() {
        speaker.onCaptions(shown::add);
    }

    /** Takes five seconds a text, and fails when it is given two at once. */
    private static final class FakeVoice implements Voice {
        final List<String> said = new ArrayList<>();
        Heard outcome = Heard.WORDS;
        private final Strand strand;
        private boolean busy;

        FakeVoice(Strand strand) {
            this.strand = strand;
        }

        @Override
        public void say(String language, String text, boolean elderly, Consumer<Heard> done) {
            assertThat(busy).as("two at once").isFalse();
            busy = true;
            said.add(language + (elderly ? "!" : "") + ": " + text);
            strand.after(
                    Duration.ofSeconds(5),
                    () -> {
                        busy = false;
                        done.accept(outcome);
                    });
        }
    }

    private static SpokenLine call(int id, int count, String ticket) {
        return line(id, count, ticket, List.of("zh"), 1, false);
    }

    private static SpokenLine line(
            int id, int count, String ticket, List<String> languages, int times, boolean elderly) {
        return new SpokenLine(
                new UUID(1, id),
                count,
                "say.call",
                Map.of("ticket", ticket, "window", "3"),
                "请" + ticket + "号到3号窗口",
                languages,
                times,
                elderly);
    }

    private void settle() {
        time.advance(Duration.ofMinutes(1));
    }

    @Test
    void aTicketsNumberIsReadDigitByDigitAndShownAsItIsWritten() {
        speaker.say(call(1, 1, "A012"));
        Caption now = requireNonNull(speaker.captions().now());
        assertThat(now.text()).isEqualTo("请A012号到3号窗口");
        assertThat(now.state()).isEqualTo(State.SPEAKING);
        settle();
        assertThat(voice.said).containsExactly("zh: 请A零一二号到3号窗口");
        assertThat(speaker.captions().now()).isNull();
        assertThat(speaker.captions().recent())
                .extracting(Caption::state)
                .containsExactly(State.SPOKEN);
    }

    @Test
    void itIsSaidInEachLanguageAsOftenAsIsWanted() {
        speaker.say(line(1, 1, "GA120", List.of("zh", "en"), 2, true));
        settle();
        assertThat(voice.said)
                .containsExactly(
                        "zh!: 请GA一二零号到3号窗口",
                        "en!: Ticket G A one two zero, please go to window 3",
                        "zh!: 请GA一二零号到3号窗口",
                        "en!: Ticket G A one two zero, please go to window 3");
        assertThat(speaker.captions().recent()).hasSize(1);
    }

    @Test
    void linesAreSaidOneAtATimeInTheirOrder() {
        speaker.say(call(1, 1, "A001"));
        speaker.say(call(2, 1, "A002"));
        speaker.say(call(3, 1, "A003"));
        settle();
        assertThat(voice.said)
                .containsExactly("zh: 请A零零一号到3号窗口", "zh: 请A零零二号到3号窗口", "zh: 请A零零三号到3号窗口");
    }

    @Test
    void aCallIsSaidOnceAndEachRecallOnce() {
        speaker.say(call(1, 1, "A001"));
        speaker.say(call(1, 1, "A001"));
        settle();
        speaker.say(call(1, 2, "A001"));
        settle();
        speaker.say(call(1, 1, "A001"));
        speaker.say(call(1, 2, "A001"));
        settle();
        assertThat(voice.said).hasSize(2);
        assertThat(speaker.repeated()).isEqualTo(3);
    }

    @Test
    void aRecallTakesThePlaceOfItsCallThatWaits() {
        speaker.say(call(1, 1, "A001"));
        speaker.say(call(2, 1, "A002"));
        speaker.say(call(2, 2, "A002"));
        settle();
        assertThat(voice.said).hasSize(2);
    }

    @Test
    void whatHasWaitedForThirtySecondsIsNotSaidAnyMore() {
        for (int i = 1; i <= 10; i++) {
            speaker.say(call(i, 1, "A00" + i % 10));
        }
        settle();
        // Five seconds each: the sixth begins after 25 s, the seventh would after 30.
        assertThat(voice.said).hasSize(6);
        assertThat(speaker.expired()).isEqualTo(4);
        speaker.say(call(20, 1, "A020"));
        settle();
        assertThat(voice.said).hasSize(7);
    }

    @Test
    void whatNobodyHeardIsShownAsThat() {
        voice.outcome = Voice.Heard.CHIME;
        speaker.say(line(1, 1, "A001", List.of("zh", "en"), 3, false));
        settle();
        voice.outcome = Voice.Heard.NOTHING;
        speaker.say(call(2, 1, "A002"));
        settle();
        assertThat(voice.said).as("a chime once is enough").hasSize(2);
        assertThat(speaker.captions().recent())
                .extracting(Caption::state)
                .containsExactly(State.UNHEARD, State.CHIME_ONLY);
    }

    @Test
    void theLatestFewAreShown() {
        for (int i = 1; i <= 8; i++) {
            speaker.say(call(i, 1, "A00" + i));
            settle();
        }
        assertThat(speaker.captions().recent())
                .hasSize(CaptionView.MOST_RECENT)
                .first()
                .satisfies(c -> assertThat(c.text()).contains("A008"));
        assertThat(shown).hasSize(16);
    }

    @Test
    void anUnknownSentenceIsSaidAsItWasGiven() {
        speaker.say(
                new SpokenLine(
                        new UUID(1, 1), 1, "say.later", Map.of(), "请注意", List.of("zh"), 1, false));
        speaker.say(
                new SpokenLine(
                        new UUID(1, 2),
                        1,
                        "refusal.internal",
                        Map.of(),
                        "",
                        List.of("zh"),
                        1,
                        false));
        settle();
        assertThat(voice.said).containsExactly("zh: 请注意");
    }
}
