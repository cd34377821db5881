package org.hallkiosk.hal.protocol.ff68;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.hallkiosk.hal.protocol.Streams;
import org.hallkiosk.hal.protocol.ff68.GoldenFrames.Block;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class Ff68CodecTest {

    private final GoldenFrames golden = new GoldenFrames();

    @TestFactory
    Stream<DynamicTest> commandsBecomeTheseBytes() {
        return golden.frames().stream()
                .filter(f -> f.has("command"))
                .map(
                        f ->
                                DynamicTest.dynamicTest(
                                        f.name(),
                                        () ->
                                                assertThat(f.command().to(f.address()).toBytes())
                                                        .isEqualTo(f.bytes())));
    }

    @TestFactory
    Stream<DynamicTest> bytesBecomeTheseEvents() {
        return golden.frames().stream()
                .filter(f -> f.has("event"))
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> understands(f)));
    }

    private static void understands(Block golden) {
        List<Ff68Frame> frames = new Ff68Splitter().accept(golden.bytes());
        assertThat(frames).hasSize(1);
        Ff68Frame frame = frames.getFirst();
        assertThat(frame.address()).isEqualTo(golden.address());
        assertThat(told(PadEvent.of(frame))).isEqualTo(golden.one("event"));
        assertThat(frame.toBytes()).as("what is given back").isEqualTo(golden.bytes());
    }

    /** The event in the words of the file. */
    private static String told(PadEvent event) {
        return switch (event) {
            case PadEvent.Key key ->
                    "key "
                            + (key.digits().isEmpty() ? "-" : key.digits())
                            + String.format(" %02X", key.code());
            case PadEvent.Evaluation evaluation -> "evaluation " + evaluation.value();
            case PadEvent.NotOfAPad foreign -> "not of a pad";
        };
    }

    @Test
    void whatOnlyAHostSendsIsNoPress() {
        for (String name :
                List.of("show ticket 012", "waiting 003", "both", "beep", "sum overflow")) {
            Ff68Frame frame = new Ff68Splitter().accept(golden.frame(name).bytes()).getFirst();
            assertThat(PadEvent.of(frame)).as(name).isEqualTo(new PadEvent.NotOfAPad());
        }
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
        Ff68Splitter splitter = new Ff68Splitter();
        List<String> got = new ArrayList<>();
        for (byte[] piece : pieces) {
            splitter.accept(piece).forEach(f -> got.add(hex(f.toBytes())));
        }
        List<String> expected =
                Stream.of(stream.one("gives").split("\\|", -1))
                        .map(name -> hex(golden.frame(name).bytes()))
                        .toList();
        assertThat(got).isEqualTo(expected);
        assertThat(splitter.dropped()).isEqualTo(Long.parseLong(stream.one("dropped")));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void anyFrameSurvivesTheWireInAnyPieces() {
        Random random = new Random(68);
        int cases = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 50_000;
        Ff68Splitter splitter = new Ff68Splitter();
        for (int i = 0; i < cases; i++) {
            byte[] data = new byte[random.nextInt(Ff68Frame.MAX_DATA + 1)];
            random.nextBytes(data);
            Ff68Frame frame = new Ff68Frame(1 + random.nextInt(255), random.nextInt(256), data);
            byte[] wire = frame.toBytes();
            int cut = random.nextInt(wire.length);
            List<Ff68Frame> got = new ArrayList<>();
            got.addAll(splitter.accept(java.util.Arrays.copyOf(wire, cut)));
            got.addAll(splitter.accept(java.util.Arrays.copyOfRange(wire, cut, wire.length)));
            assertThat(got).hasSize(1);
            assertThat(got.getFirst().toBytes()).isEqualTo(wire);
        }
        assertThat(splitter.dropped()).isZero();
    }

    @Test
    void noiseThrowsNothingAndOnlyRightFramesComeOut() {
        Random random = new Random(16);
        int cases = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 50_000;
        byte[] likely = {(byte) 0xFF, 0x68, 0x03, 0x03, 0x68, 0x05, 0x01, 0x0C, 0x12, 0x16};
        Ff68Splitter splitter = new Ff68Splitter();
        long in = 0;
        long out = 0;
        for (int i = 0; i < cases; i++) {
            ByteArrayOutputStream noise = new ByteArrayOutputStream();
            int length = 1 + random.nextInt(24);
            for (int k = 0; k < length; k++) {
                noise.write(
                        random.nextInt(4) == 0
                                ? random.nextInt(256)
                                : likely[(k + random.nextInt(2)) % likely.length]);
            }
            in += noise.size();
            for (Ff68Frame frame : splitter.accept(noise.toByteArray())) {
                byte[] wire = frame.toBytes();
                out += wire.length;
                assertThat(new Ff68Splitter().accept(wire)).hasSize(1);
                PadEvent.of(frame);
            }
        }
        assertThat(in - out - splitter.dropped())
                .as("each byte is in a frame, dropped, or still waiting")
                .isBetween(0L, 15L);
    }

    @Test
    void whatFitsNoFrameIsRefused() {
        assertThatThrownBy(() -> new Ff68Frame(0, 1, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ff68Frame(256, 1, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ff68Frame(1, 256, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Ff68Frame(1, 1, new byte[7]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PadCommand.Show(OptionalInt.of(1000), OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
