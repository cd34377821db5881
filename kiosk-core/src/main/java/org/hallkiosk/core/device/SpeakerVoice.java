package org.hallkiosk.core.device;

import java.util.function.Consumer;
import org.hallkiosk.core.port.Voice;
import org.hallkiosk.hal.api.Speaker;
import org.hallkiosk.hal.api.SpeechOutcome;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.time.Strand;

/** A speaker as its role hears of it: texts go to the speaker's strand, news come back. */
public final class SpeakerVoice implements Voice {

    private final Speaker speaker;
    private final Strand speakerStrand;
    private final Strand roleStrand;

    /**
     * @param speakerStrand where the speaker lives
     * @param roleStrand where the role lives
     */
    public SpeakerVoice(Speaker speaker, Strand speakerStrand, Strand roleStrand) {
        this.speaker = speaker;
        this.speakerStrand = speakerStrand;
        this.roleStrand = roleStrand;
    }

    @Override
    public void say(String language, String text, boolean elderly, Consumer<Heard> done) {
        Utterance utterance =
                new Utterance(
                        language,
                        text,
                        elderly ? Utterance.Manner.ELDERLY : Utterance.Manner.ORDINARY);
        speakerStrand.execute(
                () ->
                        speaker.say(
                                utterance,
                                outcome -> roleStrand.execute(() -> done.accept(heard(outcome)))));
    }

    private static Heard heard(SpeechOutcome outcome) {
        return switch (outcome) {
            case SpeechOutcome.Spoken(SpeechOutcome.Means means) ->
                    switch (means) {
                        case SERVICE, SYNTHESIZER -> Heard.WORDS;
                        case CHIME -> Heard.CHIME;
                    };
            case SpeechOutcome.Unheard unheard -> Heard.NOTHING;
        };
    }
}
