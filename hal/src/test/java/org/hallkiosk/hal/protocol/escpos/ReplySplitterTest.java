package org.hallkiosk.hal.protocol.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hallkiosk.hal.protocol.Streams;
import org.hallkiosk.hal.protocol.escpos.Frames.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplySplitterTest {

    private static final byte[] HEALTHY = {0x10, 0, 0, 0};

    static List<Said> replies() {
        return Frames.replies();
    }

    @ParameterizedTest
    @MethodSource("replies")
    void eachFrameIsKnownWhole(Said said) {
        assertThat(kinds(splitter(said).accept(said.bytes()))).containsExactly(said.reply());
    }

    @ParameterizedTest
    @MethodSource("replies")
    void eachFrameIsKnownByteByByte(Said said) {
        ReplySplitter splitter = splitter(said);
        List<Reply> replies = new ArrayList<>();
        for (byte b : said.bytes()) {
            assertThat(replies).as("before its last byte").isEmpty();
            replies.addAll(splitter.accept(new byte[] {b}));
        }
        assertThat(kinds(replies)).containsExactly(said.reply());
        assertThat(splitter.dropped()).isZero();
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aFrameThatIsCutShortIsNoneAndTheNextOneIsKnown(Said said) {
        ReplySplitter splitter = splitter(said);
        byte[] half = Arrays.copyOf(said.bytes(), said.bytes().length - 1);
        assertThat(splitter.accept(half)).isEmpty();
        splitter.discardPartial();
        assertThat(splitter.dropped()).isEqualTo(half.length);
        assertThat(kinds(splitter.accept(said.bytes()))).containsExactly(said.reply());
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aFrameAfterAByteThatBelongsToNoneIsKnown(Said said) {
        ReplySplitter splitter = splitter(said);
        // b7 is 0 in every first byte of §8.
        assertThat(splitter.accept(new byte[] {(byte) 0x80, (byte) 0xFF})).isEmpty();
        assertThat(kinds(splitter.accept(said.bytes()))).containsExactly(said.reply());
        assertThat(splitter.dropped()).isEqualTo(2);
    }

    @Test
    void framesOfOneDialectThatFollowEachOtherAreToldApartHoweverTheyAreSplit() {
        for (String dialect : List.of("epson", "gs-r", "pyramid")) {
            List<Said> said =
                    Frames.replies().stream().filter(s -> s.dialect().equals(dialect)).toList();
            List<String> expected = said.stream().map(Said::reply).toList();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            said.forEach(s -> all.writeBytes(s.bytes()));
            for (int piece = 1; piece <= all.size(); piece++) {
                ReplySplitter splitter = new ReplySplitter(dialect.equals("pyramid"));
                List<Reply> replies = new ArrayList<>();
                for (int at = 0; at < all.size(); at += piece) {
                    int to = Math.min(all.size(), at + piece);
                    replies.addAll(splitter.accept(Arrays.copyOfRange(all.toByteArray(), at, to)));
                }
                assertThat(kinds(replies)).isEqualTo(expected);
            }
        }
    }

    @Test
    void theProcessIdIsOurs() {
        Reply reply = new ReplySplitter(false).accept(hex("37 22 4B 30 30 31 00")).getFirst();
        assertThat(reply).isEqualTo(new Reply.Block(0x37, "\"K001"));
        assertThat(((Reply.Block) reply).isProcessId("K001")).isTrue();
        assertThat(((Reply.Block) reply).isProcessId("K002")).isFalse();
    }

    @Test
    void theBeginningOfABrokenStatusIsNeverTakenForAnInOrderAnswer() {
        ReplySplitter splitter = new ReplySplitter(false);
        assertThat(splitter.accept(hex("10 00 00 12")))
                .containsExactly(new Reply.RealTimeStatus(0x12));
        assertThat(splitter.dropped()).isEqualTo(3);
    }

    @Test
    void aBlockWithoutEndIsGivenUp() {
        ReplySplitter splitter = new ReplySplitter(false);
        byte[] endless = new byte[500];
        Arrays.fill(endless, (byte) 0x5F);
        assertThat(splitter.accept(endless)).isEmpty();
        splitter.discardPartial();
        assertThat(splitter.dropped()).isEqualTo(500);
        assertThat(splitter.accept(HEALTHY)).hasSize(1);
    }

    @Test
    void whateverComesItIsTakenApartInOneWayAndEveryByteIsAccountedFor() {
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        Random random = new Random(20261121);
        List<Said> said = Frames.replies();
        for (int round = 0; round < rounds; round++) {
            boolean full = random.nextInt(4) == 0;
            byte[] stream = Streams.damaged(random, 12, said.stream().map(Said::bytes).toList());
            ReplySplitter whole = new ReplySplitter(full);
            List<Reply> expected = whole.accept(stream);
            whole.discardPartial();

            ReplySplitter pieces = new ReplySplitter(full);
            List<Reply> replies = new ArrayList<>();
            for (int at = 0; at < stream.length; ) {
                int to = Math.min(stream.length, at + 1 + random.nextInt(7));
                replies.addAll(pieces.accept(Arrays.copyOfRange(stream, at, to)));
                at = to;
            }
            pieces.discardPartial();
            assertThat(replies).isEqualTo(expected);
            assertThat(pieces.dropped()).isEqualTo(whole.dropped());
            long taken = expected.stream().mapToLong(ReplySplitterTest::length).sum();
            assertThat(taken + whole.dropped()).isEqualTo(stream.length);
            assertThat(kinds(whole.accept(full ? hex("10 0F 00 00 00 00") : HEALTHY))).hasSize(1);
        }
    }

    private static int length(Reply reply) {
        return switch (reply) {
            case Reply.AutomaticStatus asb -> 4;
            case Reply.FullStatus full -> 6;
            case Reply.Block block -> block.text().length() + 2;
            case Reply.RealTimeStatus one -> 1;
            case Reply.InOrder one -> 1;
            case Reply.FlowControl one -> 1;
        };
    }

    private static ReplySplitter splitter(Said said) {
        return new ReplySplitter(said.dialect().equals("pyramid"));
    }

    private static List<String> kinds(List<Reply> replies) {
        return replies.stream().map(reply -> reply.getClass().getSimpleName()).toList();
    }

    private static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
