package org.hallkiosk.hal.emulator.ff68;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.protocol.ff68.GoldenFrames;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PadLineEmulatorTest {

    private final GoldenFrames golden = new GoldenFrames();
    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final Strand strand = time.strand();
    private final LocalLinks links = new LocalLinks(strand);
    private final LinkAddress address = LinkAddress.parse("loop:pads");
    private final PadLineEmulator line =
            new PadLineEmulator(
                    links,
                    address,
                    strand,
                    List.of(PadSpec.of("five", 5), new PadSpec("six", 6, false)),
                    PadSink.NONE);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Link host;

    PadLineEmulatorTest() {
        line.open();
        host =
                links.open(
                        address,
                        Links.Side.HOST,
                        strand,
                        new Link.Listener() {
                            @Override
                            public void opened() {}

                            @Override
                            public void received(byte[] bytes) {
                                said.writeBytes(bytes);
                            }

                            @Override
                            public void closed(LinkEnd end) {}
                        });
        time.runUntilIdle();
    }

    @AfterEach
    void nothingIsLeft() {
        line.close();
        time.advance(Duration.ofMinutes(5));
        assertThat(time.waiting()).isZero();
    }

    private EmulatedPad five() {
        return line.pad("five");
    }

    private void host(String frame) {
        host.write(golden.frame(frame).bytes());
        time.runUntilIdle();
    }

    private String heard(Duration within) {
        said.reset();
        time.advance(within);
        return HexFormat.of().formatHex(said.toByteArray());
    }

    private String bytes(String frame) {
        return HexFormat.of().formatHex(golden.frame(frame).bytes());
    }

    @Test
    void itsKeysSayTheGoldenFrames() {
        record Case(PadKey key, String frame) {}
        for (Case each :
                List.of(
                        new Case(PadKey.NEXT, "call next"),
                        new Case(PadKey.RECALL, "recall"),
                        new Case(PadKey.MISS, "give up"),
                        new Case(PadKey.PARK, "hang"),
                        new Case(PadKey.CALL_BACK, "call back"),
                        new Case(PadKey.PAUSE, "pause"),
                        new Case(PadKey.EVALUATE, "evaluate"))) {
            five().press(each.key());
            assertThat(heard(Duration.ofMillis(20)))
                    .as(each.frame())
                    .isEqualTo(bytes(each.frame()));
            host(each.frame());
        }
        assertThat(five().acknowledged()).isEqualTo(7);
        five().pressEvaluator(2);
        assertThat(heard(Duration.ofMillis(20))).isEqualTo(bytes("evaluator key 2"));
        host("answer to evaluator key 2");
        assertThat(five().acknowledged()).isEqualTo(8);
        assertThat(five().view().unacknowledged()).isFalse();
    }

    @Test
    void itShowsWhatTheGoldenFramesSay() {
        assertThat(five().view().ticket()).as("after power-up").isBlank();
        host("both");
        assertThat(five().view().waiting()).isEqualTo("003");
        assertThat(five().view().ticket()).isEqualTo("012");
        host("waiting 003");
        assertThat(five().view().ticket()).isBlank();
        host("beep");
        assertThat(five().view().beeps()).isEqualTo(1);
        host("sum overflow");
        assertThat(five().view().ticket()).as("for another pad").isBlank();
        assertThat(line.pad("six").view().ticket()).isBlank();
    }

    @Test
    void aPadOfTheOtherReadingKeepsWhatIsNotGiven() {
        host.write(LineEar.frame(6, 2, 0, 0, 3, 0, 1, 2));
        host.write(LineEar.frame(6, 2, 0, 0, 4, 10, 10, 10));
        time.runUntilIdle();
        assertThat(line.pad("six").view().ticket()).isEqualTo("012");
        assertThat(line.pad("six").view().waiting()).isEqualTo("004");
    }

    @Test
    void theEvaluatorAsksWhenStartedAndThanksOnlyThen() {
        five().pressEvaluator(2);
        time.advance(Duration.ofMillis(20));
        host("answer to evaluator key 2");
        assertThat(five().view().evaluator()).isEqualTo(PadView.Evaluator.RESTING);
        host("start evaluation");
        assertThat(five().view().evaluator()).isEqualTo(PadView.Evaluator.ASKING);
        five().pressEvaluator(2);
        time.advance(Duration.ofMillis(20));
        host("answer to evaluator key 2");
        assertThat(five().view().evaluator()).isEqualTo(PadView.Evaluator.THANKING);
        time.advance(Duration.ofSeconds(5));
        assertThat(five().view().evaluator()).isEqualTo(PadView.Evaluator.RESTING);
    }

    @Test
    void aKeyThatNobodyAcknowledgesIsRepeatedAndThenShown() {
        five().press(PadKey.NEXT);
        assertThat(heard(Duration.ofSeconds(5))).isEqualTo(bytes("call next").repeat(5));
        assertThat(five().view().unacknowledged()).isTrue();
        assertThat(five().acknowledged()).isZero();
    }

    @Test
    void whoSpeaksTogetherIsNotUnderstood() {
        five().press(PadKey.NEXT);
        time.advance(Duration.ofMillis(3));
        line.pad("six").press(PadKey.NEXT);
        assertThat(heard(Duration.ofMillis(100))).hasSize(40).doesNotContain(bytes("call next"));
        assertThat(line.collisions()).isEqualTo(1);
    }

    @Test
    void aPowerCycleBlanksIt() {
        host("both");
        five().suffer(PadTrouble.POWER_OFF);
        host("both");
        five().recover(PadTrouble.POWER_OFF);
        assertThat(five().view().ticket()).isBlank();
        host("both");
        assertThat(five().view().ticket()).isEqualTo("012");
    }

    @Test
    void afterAChangeOfItsAddressItHearsTheNewOneOnly() {
        five().changeAddress(0xF8);
        host("both");
        assertThat(five().view().ticket()).isBlank();
        host("sum overflow");
        assertThat(five().view().ticket()).isEqualTo("999");
    }

    @Test
    void damagedFramesAreNotHeard() {
        byte[] wrongSum = golden.frame("both").bytes();
        wrongSum[wrongSum.length - 2]++;
        host.write(wrongSum);
        host("show ticket 012");
        assertThat(five().view().waiting()).isBlank();
        assertThat(five().view().ticket()).isEqualTo("012");
    }
}
