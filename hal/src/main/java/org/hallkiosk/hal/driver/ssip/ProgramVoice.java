package org.hallkiosk.hal.driver.ssip;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.jspecify.annotations.Nullable;

/**
 * espeak-ng makes the sound, a player plays it; the text goes in by a pipe, never as an argument.
 */
final class ProgramVoice implements Voice {

    private static final Duration MADE_WITHIN = Duration.ofSeconds(10);

    /** Three minutes of sound at 22 050 Hz and 16 bits. */
    private static final int MOST_SOUND = 8 << 20;

    /** espeak-ng(1): words a minute; a calm voice at rate 0. */
    private static final int WORDS_A_MINUTE = 160;

    private final Programs programs;
    private final SpeechRules rules;
    private final Path synthesizer;
    private final Path player;
    private Programs.@Nullable Run run;

    ProgramVoice(Programs programs, SpeechRules rules, Path synthesizer, Path player) {
        this.programs = programs;
        this.rules = rules;
        this.synthesizer = synthesizer;
        this.player = player;
    }

    @Override
    public Means means() {
        return Means.SYNTHESIZER;
    }

    @Override
    public boolean ready() {
        return programs.there(synthesizer) && programs.there(player);
    }

    @Override
    public void say(Utterance utterance, Consumer<Optional<String>> done) {
        run =
                programs.run(
                        command(utterance),
                        utterance
                                .text()
                                .replaceAll("\\p{Cntrl}+", " ")
                                .getBytes(StandardCharsets.UTF_8),
                        MOST_SOUND,
                        MADE_WITHIN,
                        made -> {
                            if (made.ok() && made.output().length > 0) {
                                play(made.output(), SpeechRules.mayTake(utterance), done);
                            } else {
                                done.accept(Optional.of(synthesizer + " failed: " + made.words()));
                            }
                        });
    }

    private void play(byte[] sound, Duration within, Consumer<Optional<String>> done) {
        run = Chime.play(programs, player, rules.output(), sound, within, done);
    }

    /** Volume 0 is espeak-ng's own 100 of 200; a rate of 100 is 2.8 times as fast. */
    private List<String> command(Utterance utterance) {
        SpeechRules.Tone tone = rules.tone(utterance.manner());
        int words =
                tone.rate() < 0
                        ? WORDS_A_MINUTE + tone.rate() * 80 / 100
                        : WORDS_A_MINUTE + tone.rate() * 290 / 100;
        return List.of(
                synthesizer.toString(),
                "-v",
                // Its name for Mandarin; the tag zh is that of a family.
                utterance.language().equals("zh") ? "cmn" : utterance.language(),
                "-s",
                Integer.toString(words),
                "-a",
                Integer.toString(tone.volume() + 100),
                "-b",
                "1",
                "--stdin",
                "--stdout");
    }

    @Override
    public void stop() {
        if (run != null) {
            run.stop();
        }
    }
}
