package org.hallkiosk.hal.protocol.newland;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hallkiosk.hal.api.Scan;
import org.hallkiosk.hal.protocol.Streams;
import org.hallkiosk.hal.protocol.newland.NewlandFrames.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NewlandCodecTest {

    static List<Frame> outgoing() {
        return NewlandFrames.all().stream().filter(Frame::out).toList();
    }

    static List<Frame> incoming() {
        return NewlandFrames.all().stream().filter(frame -> !frame.out()).toList();
    }

    @ParameterizedTest
    @MethodSource("outgoing")
    void commandsAreTheBytesOfTheSheet(Frame frame) {
        assertThat(NewlandFrames.command(frame).bytes()).isEqualTo(frame.bytes());
    }

    @Test
    void theDriversCommandsAreAmongThem() {
        assertThat(outgoing().stream().map(Frame::bytes))
                .contains(
                        NewlandCommand.trigger(true).bytes(),
                        NewlandCommand.trigger(false).bytes(),
                        NewlandCommand.deviceInformation().bytes(),
                        NewlandCommand.health().bytes());
    }

    @ParameterizedTest
    @MethodSource("incoming")
    void eachFrameIsKnownWhole(Frame frame) {
        assertThat(meanings(new NewlandSplitter().accept(frame.bytes())))
                .containsExactly(frame.meaning());
    }

    @ParameterizedTest
    @MethodSource("incoming")
    void eachFrameIsKnownByteByByte(Frame frame) {
        NewlandSplitter splitter = new NewlandSplitter();
        List<NewlandInput> inputs = new ArrayList<>();
        for (byte b : frame.bytes()) {
            inputs.addAll(splitter.accept(new byte[] {b}));
        }
        assertThat(meanings(inputs)).containsExactly(frame.meaning());
        assertThat(splitter.partial()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("incoming")
    void aFrameThatIsCutShortEndsWithAGapAndTheNextOneIsKnown(Frame frame) {
        for (int length = 1; length < frame.bytes().length; length++) {
            NewlandSplitter splitter = new NewlandSplitter();
            splitter.accept(Arrays.copyOf(frame.bytes(), length));
            splitter.gap();
            assertThat(splitter.partial()).isFalse();
            assertThat(meanings(splitter.accept(frame.bytes()))).containsExactly(frame.meaning());
        }
    }

    @ParameterizedTest
    @MethodSource("incoming")
    void aReplyMayComeAfterACodeWithoutSuffix(Frame frame) {
        List<NewlandInput> inputs =
                new NewlandSplitter().accept(joined(ascii("A012"), frame.bytes()));
        if (frame.meaning().startsWith("reply")) {
            assertThat(meanings(inputs)).containsExactly("data A012", frame.meaning());
        } else {
            assertThat(inputs).hasSize(1);
        }
    }

    @Test
    void aCodeWithoutSuffixEndsWithAGap() {
        NewlandSplitter splitter = new NewlandSplitter();
        assertThat(splitter.accept(ascii("A012"))).isEmpty();
        assertThat(meanings(splitter.gap())).containsExactly("data A012");
        assertThat(splitter.gap()).isEmpty();
    }

    @Test
    void theLargestQrCodeIsReadAndALargerOneIsRefusedWithoutBeingKept() {
        // Version 40-L holds 2953 bytes (scanner.md §1).
        String largest = "9".repeat(2953);
        assertThat(meanings(new NewlandSplitter().accept(ascii(largest + "\r"))))
                .containsExactly("data " + largest);
        List<NewlandInput> inputs = new NewlandSplitter().accept(ascii("9".repeat(100_000) + "\r"));
        assertThat(inputs).hasSize(1);
        NewlandInput.Data data = (NewlandInput.Data) inputs.getFirst();
        assertThat(data.bytes()).hasSize(NewlandSplitter.MOST_DATA);
        assertThat(ScanText.of(data)).isEqualTo(new Scan.Unreadable(Scan.Reason.TOO_LONG, 100_000));
    }

    @Test
    void aReplyAnswersItsOwnCommandAlone() {
        NewlandReply on = reply("#SCNTRG1\u0006");
        assertThat(NewlandCommand.trigger(true).isAnsweredBy(on)).isTrue();
        assertThat(NewlandCommand.trigger(false).isAnsweredBy(on)).isFalse();
        assertThat(NewlandCommand.health().isAnsweredBy(on)).isFalse();
        assertThat(NewlandCommand.health().isAnsweredBy(reply("DEVQRY0\u0006"))).isTrue();
        assertThat(NewlandCommand.trigger(true).isAnsweredBy(reply("@SCNTRG1\u0006"))).isFalse();
    }

    @Test
    void aCommandHoldsNothingThatCouldEndItEarly() {
        for (String item : List.of("", "SCN", "SCNMOD2;\u0003", "scnmod2", "SCNMOD 2")) {
            assertThatThrownBy(() -> NewlandCommand.temporary(item))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> NewlandCommand.temporary("SCNMOD" + "2".repeat(200)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCodesTextIsNotInItsDescription() {
        assertThat(new Scan.Code("330102199001011234", null).toString()).doesNotContain("3301");
    }

    @Test
    void whateverComesItIsTakenApartInOneWayAndTheNextCodeIsRead() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        Random random = new Random(20261122);
        List<Frame> frames = incoming();
        for (int round = 0; round < rounds; round++) {
            byte[] stream = Streams.damaged(random, 10, frames.stream().map(Frame::bytes).toList());
            NewlandSplitter whole = new NewlandSplitter();
            List<NewlandInput> expected = new ArrayList<>(whole.accept(stream));
            expected.addAll(whole.gap());

            NewlandSplitter pieces = new NewlandSplitter();
            List<NewlandInput> inputs = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(7));
                inputs.addAll(pieces.accept(Arrays.copyOfRange(stream, at, to)));
                at = to;
            }
            inputs.addAll(pieces.gap());
            assertThat(meanings(inputs)).isEqualTo(meanings(expected));
            int taken = inputs.stream().mapToInt(NewlandCodecTest::length).sum();
            // Only line ends outside of replies belong to nothing.
            assertThat(taken).isLessThanOrEqualTo(stream.length);
            assertThat(stream.length - taken).isLessThanOrEqualTo(lineEnds(stream));
            for (NewlandInput input : inputs) {
                if (input instanceof NewlandInput.Data data
                        && ScanText.of(data) instanceof Scan.Code code) {
                    assertThat(code.text().codePoints()).noneMatch(Character::isISOControl);
                }
            }
            assertThat(meanings(whole.accept(ascii("A012\r")))).containsExactly("data A012");
        }
    }

    private static int length(NewlandInput input) {
        return switch (input) {
            case NewlandInput.Data data -> data.length();
            case NewlandInput.Reply reply -> reply.length();
        };
    }

    private static int lineEnds(byte[] stream) {
        int ends = 0;
        for (byte b : stream) {
            ends += b == '\r' || b == '\n' ? 1 : 0;
        }
        return ends;
    }

    private static NewlandReply reply(String body) {
        return NewlandReply.parse(ascii(body)).orElseThrow();
    }

    private static List<String> meanings(List<NewlandInput> inputs) {
        return inputs.stream().map(NewlandFrames::meaning).toList();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
