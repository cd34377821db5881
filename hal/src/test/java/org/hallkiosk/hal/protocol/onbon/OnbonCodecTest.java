package org.hallkiosk.hal.protocol.onbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hallkiosk.hal.protocol.Streams;
import org.hallkiosk.hal.protocol.onbon.GoldenFrames.Block;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OnbonCodecTest {

    private final GoldenFrames golden = new GoldenFrames();

    @Test
    void theChecksumHasItsPublishedCheckValue() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(Crc16Arc.of(digits, digits.length)).isEqualTo(0xBB3D);
    }

    @TestFactory
    Stream<DynamicTest> requestsBecomeTheseBytes() {
        return golden.frames().stream()
                .filter(f -> f.one("from").equals("host"))
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> encodes(f)));
    }

    private static void encodes(Block golden) {
        byte[] wire =
                new OnbonFrame(
                                golden.address("to"),
                                golden.address("by"),
                                OnbonFrame.ANY_TYPE,
                                golden.request().data())
                        .toBytes();
        assertThat(HexFormat.of().formatHex(wire))
                .isEqualTo(HexFormat.of().formatHex(golden.bytes()));
    }

    @TestFactory
    Stream<DynamicTest> bytesBecomeTheseReplies() {
        return golden.frames().stream()
                .filter(f -> f.one("from").equals("card"))
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> decodes(f)));
    }

    private static void decodes(Block golden) {
        List<OnbonFrame> frames = new OnbonSplitter().accept(golden.bytes());
        assertThat(frames).hasSize(1);
        OnbonFrame frame = frames.getFirst();
        assertThat(frame.destination()).isEqualTo(golden.address("to"));
        assertThat(frame.source()).isEqualTo(golden.address("by"));
        assertThat(frame.isToHost()).isTrue();
        assertThat(OnbonReply.of(frame.data()).map(OnbonCodecTest::told))
                .hasValue(golden.one("reply"));
    }

    /** The reply in the words of the file. */
    private static String told(OnbonReply reply) {
        return switch (reply) {
            case OnbonReply.Ack ack -> "ack";
            case OnbonReply.Nack nack -> "nack " + nack.error();
            case OnbonReply.ScreenId id -> "id " + id.id();
            case OnbonReply.Status status ->
                    ("status "
                                    + (status.on() ? "on " : "off ")
                                    + status.brightness()
                                    + " "
                                    + status.clock().map(Object::toString).orElse("-")
                                    + " "
                                    + String.join(
                                            ",",
                                            status.areas().stream().map(String::valueOf).toList()))
                            .strip();
        };
    }

    @TestFactory
    Stream<DynamicTest> streamsAreCutIntoFrames() {
        return golden.streams().stream()
                .flatMap(
                        s ->
                                Stream.of(
                                        DynamicTest.dynamicTest(
                                                s.name(), () -> cuts(s, golden.pieces(s))),
                                        DynamicTest.dynamicTest(
                                                s.name() + ", byte by byte",
                                                () ->
                                                        cuts(
                                                                s,
                                                                Streams.byteByByte(
                                                                        golden.pieces(s))))));
    }

    private void cuts(Block stream, List<byte[]> pieces) {
        OnbonSplitter splitter = new OnbonSplitter();
        List<String> got = new ArrayList<>();
        for (byte[] piece : pieces) {
            splitter.accept(piece).forEach(f -> got.add(essence(f)));
        }
        List<String> expected = new ArrayList<>();
        for (String name : stream.one("gives").split("\\|", -1)) {
            if (!name.isEmpty()) {
                Block block = golden.frame(name);
                expected.add(essence(new OnbonSplitter().accept(block.bytes()).getFirst()));
            }
        }
        assertThat(got).isEqualTo(expected);
        assertThat(splitter.dropped()).isEqualTo(Long.parseLong(stream.one("dropped")));
    }

    private static String essence(OnbonFrame frame) {
        return frame.destination() + "<" + frame.source() + " " + Arrays.toString(frame.data());
    }

    @Test
    void whatGoesInComesOutHoweverItIsTorn() {
        Random random = new Random(20261121);
        OnbonSplitter splitter = new OnbonSplitter();
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 10_000;
        for (int i = 0; i < rounds; i++) {
            byte[] data = new byte[random.nextInt(64)];
            for (int k = 0; k < data.length; k++) {
                // Half of the bytes are of the kind that needs an escape.
                data[k] =
                        (byte)
                                (random.nextBoolean()
                                        ? new int[] {0xA5, 0xA6, 0x5A, 0x5B}[random.nextInt(4)]
                                        : random.nextInt(256));
            }
            OnbonFrame frame =
                    new OnbonFrame(
                            random.nextInt(0x10000),
                            random.nextInt(0x10000),
                            random.nextInt(256),
                            data);
            byte[] wire = frame.toBytes();
            int cut = random.nextInt(wire.length);
            List<OnbonFrame> got = new ArrayList<>();
            got.addAll(splitter.accept(Arrays.copyOf(wire, cut)));
            got.addAll(splitter.accept(Arrays.copyOfRange(wire, cut, wire.length)));
            assertThat(got).hasSize(1);
            assertThat(essence(got.getFirst())).isEqualTo(essence(frame));
        }
        assertThat(splitter.dropped()).isZero();
    }

    @Test
    void damagedStreamsNeverMakeAFrameThatWasNotSentAndNeverStopTheSplitter() {
        Random random = new Random(65);
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        List<byte[]> sent = golden.frames().stream().map(Block::bytes).toList();
        List<String> known =
                golden.frames().stream()
                        .map(f -> essence(new OnbonSplitter().accept(f.bytes()).getFirst()))
                        .toList();
        OnbonSplitter splitter = new OnbonSplitter();
        long forged = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] wire = sent.get(random.nextInt(sent.size())).clone();
            int flips = random.nextInt(4);
            for (int k = 0; k < flips; k++) {
                wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            }
            for (OnbonFrame frame :
                    splitter.accept(Arrays.copyOf(wire, random.nextInt(wire.length + 1)))) {
                if (!known.contains(essence(frame))) {
                    forged++;
                }
            }
        }
        // CRC-16 lets one damaged frame of 65 536 pass; the flips seldom reach the checksum whole.
        assertThat(forged).isLessThanOrEqualTo(2 + rounds / 10_000);
        splitter.accept(new byte[] {0x5A});
        assertThat(splitter.accept(golden.frame("ack of 1").bytes())).hasSize(1);
    }

    @Test
    void randomRepliesAreUnderstoodOrRefusedButNeverThrow() {
        Random random = new Random(7);
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 50_000;
        byte[][] kinds = {{(byte) 0xA0, 0}, {(byte) 0xA0, 1}, {(byte) 0xA1, 2}, {(byte) 0xA2, 7}};
        int understood = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] data = new byte[random.nextInt(70)];
            random.nextBytes(data);
            if (data.length > 2) {
                byte[] kind = kinds[random.nextInt(kinds.length)];
                data[0] = kind[0];
                data[1] = kind[1];
            }
            understood += OnbonReply.of(data).isPresent() ? 1 : 0;
        }
        assertThat(understood).isPositive().isLessThan(rounds);
    }

    @Test
    void fieldsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> new OnbonFrame(0x10000, 1, 0, new byte[0]))
                .hasMessageContaining("destination");
        assertThatThrownBy(() -> new OnbonRequest.Brightness(16)).hasMessageContaining("16");
        assertThatThrownBy(() -> new DynamicArea.Place(0x8000, 0, 1, 1)).hasMessageContaining("x");
    }
}
