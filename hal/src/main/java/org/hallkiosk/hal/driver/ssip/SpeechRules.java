package org.hallkiosk.hal.driver.ssip;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.spi.Options;

/**
 * What a unit's options say.
 *
 * @param module the service's output module; empty = as the service is set
 * @param ordinary how most lines are said
 * @param elderly how lines for the elderly are said
 * @param synthesizer empty = no voice but the service's
 * @param player plays what the synthesizer makes, and the chime; empty = neither
 * @param output where the player plays, as ALSA names it
 */
record SpeechRules(
        Optional<String> module,
        Tone ordinary,
        Tone elderly,
        Optional<Path> synthesizer,
        Optional<Path> player,
        String output) {

    /** How fast and how loud, each -100 to 100 (speech.md §1). */
    record Tone(int rate, int volume) {}

    static SpeechRules of(Map<String, String> given) {
        Options options = new Options(given);
        return new SpeechRules(
                given(options, "module"),
                new Tone(options.number("rate"), options.number("volume")),
                new Tone(options.number("elderly-rate"), options.number("elderly-volume")),
                given(options, "synthesizer").map(Path::of),
                given(options, "player").map(Path::of),
                options.text("output"));
    }

    Tone tone(Utterance.Manner manner) {
        return switch (manner) {
            case ORDINARY -> ordinary;
            case ELDERLY -> elderly;
        };
    }

    /** How long an utterance may take: 0.35 s a character and 5 s (speech.md §1). */
    static Duration mayTake(Utterance utterance) {
        return Duration.ofMillis(350L * utterance.text().length()).plusSeconds(5);
    }

    private static Optional<String> given(Options options, String name) {
        String value = options.text(name);
        return value.equals("none") ? Optional.empty() : Optional.of(value);
    }
}
