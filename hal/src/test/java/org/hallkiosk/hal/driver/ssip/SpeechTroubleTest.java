package org.hallkiosk.hal.driver.ssip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hallkiosk.hal.api.DeviceStatus.Connection;
import org.hallkiosk.hal.api.DeviceStatus.Operation;
import org.hallkiosk.hal.api.SpeechOutcome;
import org.hallkiosk.hal.api.SpeechOutcome.Means;
import org.hallkiosk.hal.api.Utterance;
import org.hallkiosk.hal.api.Utterance.Manner;
import org.hallkiosk.hal.emulator.ssip.Said;
import org.hallkiosk.hal.emulator.ssip.SpeechServerEmulator;
import org.hallkiosk.hal.emulator.ssip.SpeechTrouble;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.runtime.Backoff;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkPort;
import org.hallkiosk.hal.runtime.WireTrace;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The best voice that works, down to the chime, and back. */
class SpeechTroubleTest {

    private static final LinkAddress WIRE = LinkAddress.parse("loop:speech");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-22T01:00:00Z"));
    private final LocalLinks links = new LocalLinks(time.strand());
    private final List<Said> said = new ArrayList<>();
    private final SpeechServerEmulator service =
            new SpeechServerEmulator(links, WIRE, time.strand(), said::add);
    private final Strand strand = time.strand();
    private final FakePrograms programs = new FakePrograms(strand);
    private final SpeechSpeaker speaker = speaker(Map.of());
    private final List<SpeechOutcome> outcomes = new ArrayList<>();

    private SpeechSpeaker speaker(Map<String, String> given) {
        Map<String, String> options =
                new HashMap<>(DriverRegistry.options(new SpeechDriver(), given));
        LinkPort port =
                new LinkPort(links, WIRE, strand, Backoff.usual(new Random(1)), new WireTrace(100));
        return new SpeechSpeaker("speaker", strand, port, SpeechRules.of(options), programs);
    }

    private void open() {
        service.start();
        speaker.open();
        time.advance(Duration.ofSeconds(2));
    }

    @AfterEach
    void nothingIsLeft() {
        speaker.close();
        service.stop();
        links.close();
        time.advance(Duration.ofMinutes(2));
        assertThat(time.waiting()).isZero();
        assertThat(programs.running).isZero();
    }

    private void say(String text) {
        speaker.say(new Utterance("zh", text, Manner.ORDINARY), outcomes::add);
        time.advance(Duration.ofSeconds(30));
    }

    private List<String> faults() {
        return speaker.status().faults().stream().map(fault -> fault.code().code()).toList();
    }

    private static SpeechOutcome by(Means means) {
        return new SpeechOutcome.Spoken(means);
    }

    @Test
    void theServiceSpeaksAsItIsToldTo() {
        open();
        say("一");
        speaker.say(new Utterance("en", "two", Manner.ELDERLY), outcomes::add);
        time.advance(Duration.ofSeconds(10));
        assertThat(outcomes).containsExactly(by(Means.SERVICE), by(Means.SERVICE));
        assertThat(said)
                .satisfiesExactly(
                        one -> {
                            assertThat(one.language()).isEqualTo("zh");
                            assertThat(one.priority()).isEqualTo("message");
                            assertThat(one.rate()).isZero();
                            assertThat(one.volume()).isEqualTo(80);
                        },
                        two -> {
                            assertThat(two.language()).isEqualTo("en");
                            assertThat(two.rate()).isEqualTo(-30);
                            assertThat(two.volume()).isEqualTo(100);
                        });
        assertThat(faults()).isEmpty();
        assertThat(programs.commands).isEmpty();
    }

    @Test
    void withoutTheServiceTheSynthesizerSpeaksAndTheServiceIsUsedAgainWhenItIsBack() {
        open();
        service.begin(SpeechTrouble.POWER_OFF);
        time.advance(Duration.ofSeconds(2));
        say("--help");
        assertThat(outcomes).containsExactly(by(Means.SYNTHESIZER));
        assertThat(programs.commands.getFirst())
                .startsWith("/usr/bin/espeak-ng", "-v", "cmn")
                .contains("--stdin")
                .doesNotContain("--help");
        assertThat(programs.inputs).containsExactly("--help", "sound of --help");
        assertThat(faults()).contains("link.not-there", "speech.by-synthesizer");
        assertThat(speaker.status().connection().value()).isNotEqualTo(Connection.CONNECTED);
        assertThat(speaker.status().operation().value()).isEqualTo(Operation.READY);

        service.end(SpeechTrouble.POWER_OFF);
        time.advance(Duration.ofMinutes(1));
        assertThat(faults()).isEmpty();
        say("回来了");
        assertThat(outcomes).endsWith(by(Means.SERVICE));
    }

    @Test
    void withoutAVoiceAChimeSounds() {
        programs.installed.remove("/usr/bin/espeak-ng");
        speaker.open();
        time.advance(Duration.ofSeconds(2));
        say("一");
        assertThat(outcomes).containsExactly(by(Means.CHIME));
        assertThat(programs.commands)
                .containsExactly(List.of("/usr/bin/aplay", "-q", "-D", "default", "-"));
        assertThat(faults()).contains("speech.chime-only");
    }

    @Test
    void aSynthesizerThatFailsLeavesItToTheChime() {
        programs.broken.add("/usr/bin/espeak-ng");
        speaker.open();
        time.advance(Duration.ofSeconds(2));
        say("一");
        assertThat(outcomes).containsExactly(by(Means.CHIME));
    }

    @Test
    void withNothingItIsSaidThatNothingWasHeard() {
        programs.installed.clear();
        speaker.open();
        time.advance(Duration.ofSeconds(2));
        say("一");
        assertThat(outcomes).singleElement().isInstanceOf(SpeechOutcome.Unheard.class);
        assertThat(faults()).contains("speech.unheard");
    }

    @Test
    void aServiceThatDoesNotSpeakIsTriedTwiceAndTheNextVoiceSaysIt() {
        open();
        service.begin(SpeechTrouble.MUTE);
        say("一");
        assertThat(outcomes).containsExactly(by(Means.SYNTHESIZER));
        assertThat(faults()).contains("speech.service-failed", "speech.by-synthesizer");
        service.end(SpeechTrouble.MUTE);
        say("二");
        assertThat(outcomes).endsWith(by(Means.SERVICE));
        assertThat(faults()).isEmpty();
    }

    @Test
    void aCancelledLineIsSaidByTheNextVoice() {
        open();
        service.begin(SpeechTrouble.CANCELS);
        say("一");
        assertThat(said).hasSize(2).noneMatch(Said::whole);
        assertThat(outcomes).containsExactly(by(Means.SYNTHESIZER));
    }

    @Test
    void aRefusalIsNamed() {
        open();
        service.begin(SpeechTrouble.NO_MODULE);
        say("一");
        assertThat(outcomes).containsExactly(by(Means.SYNTHESIZER));
        assertThat(speaker.status().faults())
                .anySatisfy(
                        fault ->
                                assertThat(fault.args().get("detail"))
                                        .contains("300 ERR INTERNAL"));
    }

    @Test
    void aHungServiceIsDroppedAndReachedAgain() {
        open();
        service.begin(SpeechTrouble.SILENT);
        say("一");
        assertThat(outcomes).containsExactly(by(Means.SYNTHESIZER));
        assertThat(faults()).contains("link.unanswered");
        service.end(SpeechTrouble.SILENT);
        time.advance(Duration.ofMinutes(2));
        assertThat(faults()).isEmpty();
        say("二");
        assertThat(outcomes).endsWith(by(Means.SERVICE));
    }

    @Test
    void garbageAndPiecesDoNoHarm() {
        service.begin(SpeechTrouble.GARBAGE);
        service.begin(SpeechTrouble.SPLIT);
        open();
        say("一");
        assertThat(outcomes).containsExactly(by(Means.SERVICE));
        assertThat(faults()).isEmpty();
    }

    @Test
    void theChimeIsASoundFile() {
        byte[] wav = Chime.wav();
        assertThat(wav).hasSize(44 + 2 * 2 * 13_230);
        assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    }
}
