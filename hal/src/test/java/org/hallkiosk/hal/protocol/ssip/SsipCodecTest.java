package org.hallkiosk.hal.protocol.ssip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SsipCodecTest {

    record Frame(String source, boolean out, String meaning, String text) {
        byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return source + ": " + meaning;
        }
    }

    static List<Frame> outgoing() {
        return frames().stream().filter(Frame::out).toList();
    }

    static List<Frame> incoming() {
        return frames().stream().filter(frame -> !frame.out()).toList();
    }

    private static List<Frame> frames() {
        try (InputStream in =
                Objects.requireNonNull(
                        SsipCodecTest.class.getResourceAsStream("/ssip/frames.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .map(
                            c ->
                                    new Frame(
                                            c[0].strip(),
                                            c[1].strip().equals("out"),
                                            unescaped(c[2]),
                                            unescaped(c[3])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unescaped(String cell) {
        return cell.strip().replace("\\r", "\r").replace("\\n", "\n");
    }

    @ParameterizedTest
    @MethodSource("outgoing")
    void commandsAreTheLinesOfTheSheet(Frame frame) {
        String[] w = frame.meaning().split(" ", 2);
        byte[] bytes =
                switch (w[0]) {
                    case "name" -> SsipCommands.clientName(w[1]);
                    case "priority" -> SsipCommands.priorityMessage();
                    case "notification" -> SsipCommands.notificationOn();
                    case "language" -> SsipCommands.language(w[1]);
                    case "rate" -> SsipCommands.rate(Integer.parseInt(w[1]));
                    case "volume" -> SsipCommands.volume(Integer.parseInt(w[1]));
                    case "speak" -> SsipCommands.speak();
                    case "cancel" -> SsipCommands.cancel();
                    default -> SsipCommands.text(w[1]);
                };
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(frame.text());
    }

    @Test
    void bytesAreThoseOfTheSheet() {
        assertThat(SsipCommands.language("zh"))
                .isEqualTo(
                        hex(
                                "53 45 54 20 53 45 4C 46 20 4C 41 4E 47 55 41 47 45 20 7A 68 0D"
                                        + " 0A"));
        assertThat(SsipCommands.text("请A012号到3号窗口"))
                .isEqualTo(
                        hex(
                                "E8 AF B7 41 30 31 32 E5 8F B7 E5 88 B0 33 E5 8F B7 E7 AA 97 E5 8F"
                                        + " A3 0D 0A 2E 0D 0A"));
    }

    @ParameterizedTest
    @MethodSource("incoming")
    void eachReplyIsKnownHoweverItIsSplit(Frame frame) {
        for (int piece = 1; piece <= frame.bytes().length; piece++) {
            SsipReader reader = new SsipReader();
            List<SsipReply> replies = new ArrayList<>();
            for (int at = 0; at < frame.bytes().length; at += piece) {
                int to = Math.min(frame.bytes().length, at + piece);
                replies.addAll(reader.accept(Arrays.copyOfRange(frame.bytes(), at, to)));
            }
            assertThat(meaning(replies)).isEqualTo(frame.meaning());
        }
    }

    @Test
    void whateverComesIsBoundedAndTheNextReplyIsKnown() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        Random random = new Random(20261122);
        List<Frame> frames = incoming();
        for (int round = 0; round < rounds; round++) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = random.nextInt(6); i > 0; i--) {
                byte[] part = frames.get(random.nextInt(frames.size())).bytes();
                part[random.nextInt(part.length)] ^=
                        (byte) (random.nextInt(3) == 0 ? 1 << random.nextInt(8) : 0);
                stream.write(part, 0, random.nextInt(part.length + 1));
            }
            SsipReader whole = new SsipReader();
            List<SsipReply> expected = whole.accept(stream.toByteArray());
            SsipReader pieces = new SsipReader();
            List<SsipReply> replies = new ArrayList<>();
            for (byte b : stream.toByteArray()) {
                replies.addAll(pieces.accept(new byte[] {b}));
            }
            assertThat(replies).isEqualTo(expected);
            whole.accept("\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(meaning(whole.accept(frames.getFirst().bytes())))
                    .isEqualTo(frames.getFirst().meaning());
        }
    }

    @Test
    void aLineWithoutEndIsDropped() {
        SsipReader reader = new SsipReader();
        assertThat(reader.accept("2".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(reader.accept("\n208 OK\r\n".getBytes(StandardCharsets.US_ASCII))).hasSize(1);
        assertThat(reader.dropped()).isEqualTo(1);
    }

    private static String meaning(List<SsipReply> replies) {
        return replies.stream()
                .map(reply -> reply.code() + " " + reply.data() + " " + reply.text())
                .collect(Collectors.joining("; "));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
