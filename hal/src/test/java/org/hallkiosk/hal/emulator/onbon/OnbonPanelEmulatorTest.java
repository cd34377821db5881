package org.hallkiosk.hal.emulator.onbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.protocol.onbon.DynamicArea;
import org.hallkiosk.hal.protocol.onbon.GoldenFrames;
import org.hallkiosk.hal.protocol.onbon.GoldenFrames.Block;
import org.hallkiosk.hal.protocol.onbon.OnbonFrame;
import org.hallkiosk.hal.protocol.onbon.OnbonRequest;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OnbonPanelEmulatorTest {

    private static final String NOTHING = "";

    private final GoldenFrames golden = new GoldenFrames();

    /** A host that sends bytes as they are given, and keeps what it hears. */
    private static final class Bench {
        final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
        final Strand strand = time.strand();
        final LocalLinks links = new LocalLinks(strand);
        final LinkAddress address = LinkAddress.parse("loop:led");
        final List<PanelView> seen = new ArrayList<>();
        final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        final OnbonPanelEmulator emulator;
        final Link host;

        Bench(CardSpec... cards) {
            emulator = new OnbonPanelEmulator(links, address, strand, List.of(cards), seen::add);
            emulator.open();
            time.runUntilIdle();
            host = connect();
        }

        Link connect() {
            Link link =
                    links.open(
                            address,
                            Links.Side.HOST,
                            strand,
                            new Link.Listener() {
                                @Override
                                public void opened() {}

                                @Override
                                public void received(byte[] bytes) {
                                    heard.writeBytes(bytes);
                                }

                                @Override
                                public void closed(LinkEnd end) {}
                            });
            time.runUntilIdle();
            return link;
        }

        PanelCard card() {
            return emulator.cards().getFirst();
        }

        /** Sends, waits, and gives what came back, in hexadecimal. */
        String ask(byte[] bytes, Duration wait) {
            heard.reset();
            host.write(bytes);
            time.advance(wait);
            return HexFormat.of().formatHex(heard.toByteArray());
        }

        String ask(byte[] bytes) {
            return ask(bytes, Duration.ofMillis(50));
        }
    }

    private static Bench bench() {
        return new Bench(CardSpec.bx5k("w1", 1, 128, 32));
    }

    private String hex(String frame) {
        return HexFormat.of().formatHex(golden.frame(frame).bytes());
    }

    private byte[] bytes(String frame) {
        return golden.frame(frame).bytes();
    }

    @Test
    void theChecksumHasItsPublishedCheckValue() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(CardParser.crc(digits, digits.length)).isEqualTo(0xBB3D);
    }

    @TestFactory
    Stream<DynamicTest> requestsAreAnsweredAndShown() {
        return golden.frames().stream()
                .filter(f -> f.has("answer"))
                .map(f -> DynamicTest.dynamicTest(f.name(), () -> answered(f)));
    }

    private void answered(Block request) {
        Bench bench = bench();
        assertThat(bench.ask(request.bytes())).isEqualTo(hex(request.one("answer")));
        if (request.has("shows")) {
            assertThat(String.join("|", bench.card().lines())).isEqualTo(request.one("shows"));
        } else {
            assertThat(bench.card().lines()).isEmpty();
        }
        assertThat(bench.card().flashWrites()).isZero();
    }

    @Test
    void anotherCardsFramesAreNotAnswered() {
        Bench bench = new Bench(CardSpec.bx5k("w2", 2, 128, 32));
        assertThat(bench.ask(bytes("call"))).isEqualTo(NOTHING);
        assertThat(bench.card().lines()).isEmpty();
    }

    @Test
    void severalAnswersToABroadcastSpoilEachOther() {
        Bench bench = new Bench(CardSpec.bx5k("w1", 1, 128, 32), CardSpec.bx5k("w2", 2, 128, 32));
        String answer = bench.ask(bytes("read screen id"));
        assertThat(answer).isNotEqualTo(NOTHING).isNotEqualTo(hex("screen id 1"));
        assertThat(bench.emulator.collisions()).isOne();
    }

    @Test
    void aWrongChecksumIsRefusedWithFive() {
        Bench bench = bench();
        byte[] damaged = bytes("call");
        damaged[40] ^= 1;
        assertThat(bench.ask(damaged)).isEqualTo(hex("nack checksum of 1"));
        assertThat(bench.card().lines()).isEmpty();
    }

    @Test
    void anUpdateWithinASecondIsRefusedAsBusyAndChangesNothing() {
        Bench bench = bench();
        assertThat(bench.ask(bytes("call"), Duration.ofMillis(900))).isEqualTo(hex("ack of 1"));
        assertThat(bench.ask(bytes("two lines of a driver"))).isEqualTo(hex("nack busy of 1"));
        assertThat(bench.card().lines()).containsExactly("请A012到3号窗口");
        bench.time.advance(Duration.ofMillis(100));
        assertThat(bench.ask(bytes("two lines of a driver"))).isEqualTo(hex("ack of 1"));
        assertThat(bench.card().lines()).containsExactly("请A012号", "到3号窗口");
        assertThat(bench.card().areaNumbers()).containsExactly(0, 1);
        assertThat(bench.card().updates()).isEqualTo(2);
        assertThat(bench.card().refusals()).isOne();
    }

    @Test
    void aMissingFontIsRefusedWithTwelve() {
        Bench bench = bench();
        bench.card().removeFont(16);
        assertThat(bench.ask(bytes("call"))).isEqualTo(hex("nack font missing of 1"));
    }

    @Test
    void moreThanTheReceiveBufferIsRefusedWithFour() {
        Bench bench = bench();
        byte[] frame = bytes("call");
        byte[] tooLong = new byte[600];
        System.arraycopy(frame, 0, tooLong, 0, frame.length - 1);
        tooLong[599] = 0x5A;
        assertThat(bench.ask(tooLong)).isEqualTo(hex("nack out of memory of 1"));
        assertThat(bench.ask(bytes("ping"))).isEqualTo(hex("ack of 1"));
    }

    @Test
    void aSixthAreaIsTooManyForA6kCard() {
        Bench bench =
                new Bench(
                        new CardSpec("w1", 1, 128, 32, CardSpec.Model.BX_6K, Duration.ofMillis(5)));
        assertThat(bench.ask(frame(area(4, "A012")))).isEqualTo(hex("ack of 1"));
        assertThat(bench.ask(frame(area(5, "A012")))).isEqualTo(hex("nack out of memory of 1"));
    }

    private static DynamicArea area(int number, String text) {
        return new DynamicArea(
                number,
                new DynamicArea.Place(0, 0, 128, 32),
                0,
                new DynamicArea.Life(DynamicArea.RunMode.LOOP, 0),
                DynamicArea.Across.CENTRE,
                DynamicArea.Down.MIDDLE,
                true,
                false,
                new DynamicArea.Motion(DynamicArea.Effect.STATIC, 2, 10),
                text.getBytes(Charset.forName("GB2312")));
    }

    private static byte[] frame(DynamicArea area) {
        return new OnbonFrame(1, OnbonFrame.HOST, OnbonFrame.ANY_TYPE, data(area)).toBytes();
    }

    private static byte[] data(DynamicArea area) {
        return new OnbonRequest.UpdateAreas(OnbonRequest.Before.KEEP, List.of(area)).data();
    }

    @Test
    void anUnknownCommandIsRefused() {
        Bench bench = bench();
        byte[] data = {(byte) 0xA3, 0x77, 1, 0, 0};
        assertThat(bench.ask(CardParser.frame(1, 0x8000, data, 8)))
                .isEqualTo(hex("nack command of 1"));
    }

    @Test
    void areasWithATimeoutGoWhenNobodyUpdatesThem() {
        Bench bench = bench();
        bench.ask(bytes("two lines of a driver"), Duration.ofSeconds(59));
        assertThat(bench.card().lines()).hasSize(2);
        bench.ask(bytes("two lines of a driver"), Duration.ofSeconds(59));
        assertThat(bench.card().lines()).hasSize(2);
        bench.time.advance(Duration.ofSeconds(2));
        assertThat(bench.card().lines()).isEmpty();
        assertThat(bench.card().expiries()).isEqualTo(2);
        assertThat(bench.seen.getLast().lines()).isEmpty();
    }

    @Test
    void aPowerCycleLosesTheAreasAndTwoSecondsOfHearing() {
        Bench bench = bench();
        bench.ask(bytes("call"));
        bench.card().powerCycle();
        assertThat(bench.card().lines()).isEmpty();
        assertThat(bench.ask(bytes("ping"), Duration.ofMillis(1900))).isEqualTo(NOTHING);
        bench.time.advance(Duration.ofMillis(100));
        assertThat(bench.ask(bytes("ping"))).isEqualTo(hex("ack of 1"));
        assertThat(bench.card().lines()).isEmpty();
    }

    @Test
    void lampsThatAreOffShowNothingAndForgetNothing() {
        Bench bench = bench();
        bench.ask(bytes("call"));
        bench.ask(bytes("off"));
        assertThat(bench.card().lines()).isEmpty();
        bench.ask(bytes("brightness 10"));
        bench.ask(bytes("on"));
        assertThat(bench.card().lines()).containsExactly("请A012到3号窗口");
        assertThat(bench.card().brightness()).isEqualTo(10);
        assertThat(bench.seen.getLast()).isEqualTo(bench.card().view());
    }

    @Test
    void theStatusTellsWhatIsThere() {
        Bench bench = bench();
        bench.ask(bytes("set clock"));
        bench.ask(bytes("brightness 10"));
        bench.ask(bytes("call"));
        String answer = bench.ask(bytes("status"));
        assertThat(answer).contains("a10200000001" + "0a" + "2620112106150405");
        assertThat(answer)
                .contains(
                        "0100"
                                + HexFormat.of()
                                        .formatHex(
                                                "EMULATED00000001"
                                                        .getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void imperfectionsDoWhatTheySay() {
        Bench bench = bench();
        String ack = hex("ack of 1");
        assertThat(with(bench, Imperfection.DEAD)).isEqualTo(NOTHING);
        assertThat(with(bench, Imperfection.MUTE)).isEqualTo(NOTHING);
        assertThat(with(bench, Imperfection.GARBAGE)).hasSameSizeAs(ack).isNotEqualTo(ack);
        assertThat(with(bench, Imperfection.BAD_CHECKSUM)).hasSameSizeAs(ack).isNotEqualTo(ack);
        assertThat(with(bench, Imperfection.HALF_ANSWERS))
                .isEqualTo(ack.substring(0, ack.length() / 4 * 2));
        assertThat(with(bench, Imperfection.SHORT_PREAMBLE)).isEqualTo(ack.substring(14));
        assertThat(with(bench, Imperfection.LONG_PREAMBLE)).isEqualTo("a5" + ack);
        assertThat(with(bench, Imperfection.WRONG_SPEED)).isEqualTo(NOTHING);
        assertThat(with(bench, Imperfection.SPLIT_ANSWERS)).isNotEqualTo(ack);
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(with(bench, Imperfection.SLOW)).isEqualTo(NOTHING);
        bench.time.advance(Duration.ofMillis(1500));
        assertThat(HexFormat.of().formatHex(bench.heard.toByteArray())).isEqualTo(ack);
        bench.card().suffer(Imperfection.BUSY);
        assertThat(bench.ask(bytes("call"))).isEqualTo(hex("nack busy of 1"));
    }

    private String with(Bench bench, Imperfection imperfection) {
        bench.card().suffer(imperfection);
        String answer = bench.ask(bytes("ping"));
        bench.card().recover(imperfection);
        return answer;
    }

    @Test
    void aFrameInPiecesAmongNoiseIsStillHeard() {
        Bench bench = bench();
        bench.ask(new byte[] {0x5A, 0x13, (byte) 0xA5, 0x01, 0x02});
        bench.heard.reset();
        for (byte b : bytes("call")) {
            bench.host.write(new byte[] {b});
            bench.time.advance(Duration.ofMillis(10));
        }
        assertThat(HexFormat.of().formatHex(bench.heard.toByteArray())).isEqualTo(hex("ack of 1"));
    }

    @Test
    void thePanelKeepsItsContentWhenTheHostHangsUpAndComesBack() {
        Bench bench = bench();
        bench.ask(bytes("call"));
        bench.host.close();
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.card().lines()).containsExactly("请A012到3号窗口");
        Link again = bench.connect();
        bench.heard.reset();
        again.write(bytes("ping"));
        bench.time.advance(Duration.ofMillis(50));
        assertThat(HexFormat.of().formatHex(bench.heard.toByteArray())).isEqualTo(hex("ack of 1"));
        bench.emulator.close();
        bench.emulator.close();
        bench.links.close();
        bench.time.runUntilIdle();
    }

    @Test
    void whatDoesNotFitIsShownPageByPage() {
        Bench bench = bench();
        bench.ask(frame(area(0, "\\FO002\\FE002A012请到3号窗口")));
        assertThat(bench.card().lines()).containsExactly("A012请到");
        bench.time.advance(Duration.ofSeconds(5));
        assertThat(bench.card().lines()).containsExactly("3号窗口");
        bench.time.advance(Duration.ofSeconds(5));
        assertThat(bench.card().lines()).containsExactly("A012请到");
    }

    @Test
    void noBytesWhateverThrowOrStopACard() {
        Bench bench = bench();
        Random random = new Random(485);
        int rounds = Boolean.getBoolean("hallkiosk.long") ? 1_000_000 : 20_000;
        List<byte[]> frames = golden.frames().stream().map(Block::bytes).toList();
        for (int i = 0; i < rounds; i++) {
            byte[] wire;
            if (random.nextBoolean()) {
                wire = frames.get(random.nextInt(frames.size())).clone();
                for (int k = random.nextInt(5); k > 0; k--) {
                    wire[random.nextInt(wire.length)] = (byte) random.nextInt(256);
                }
            } else {
                // A correct checksum around nonsense reaches the commands.
                byte[] data = new byte[5 + random.nextInt(60)];
                random.nextBytes(data);
                data[0] = (byte) (0xA1 + random.nextInt(3));
                data[1] = (byte) new int[] {0, 2, 3, 6, 7, 16}[random.nextInt(6)];
                if (random.nextBoolean() && data.length > 40) {
                    byte[] update = data(area(random.nextInt(8), "A012\\n\\FO001请"));
                    System.arraycopy(update, 0, data, 0, Math.min(update.length, data.length));
                    data[random.nextInt(data.length)] = (byte) random.nextInt(256);
                }
                if (data[0] == (byte) 0xA2 && data[1] == 6) {
                    data[1] = 7; // it would have another screen id afterwards
                }
                wire = CardParser.frame(1, 0x8000, data, 8);
            }
            bench.host.write(wire);
            bench.time.advance(Duration.ofMillis(i % 16 == 0 ? 1100 : 1));
            assertThat(bench.card().view().areas()).hasSizeLessThanOrEqualTo(8);
        }
        bench.card().powerCycle();
        bench.time.advance(Duration.ofSeconds(3));
        assertThat(bench.ask(bytes("ping"))).isEqualTo(hex("ack of 1"));
    }

    @Test
    void mistakesInASetupAreNamed() {
        assertThatThrownBy(() -> CardSpec.bx5k("../x", 1, 128, 32)).hasMessageContaining("../x");
        assertThatThrownBy(() -> CardSpec.bx5k("w1", 0xFFFE, 128, 32))
                .hasMessageContaining("65534");
        assertThatThrownBy(
                        () ->
                                new Bench(
                                        CardSpec.bx5k("w1", 1, 128, 32),
                                        CardSpec.bx5k("w2", 1, 128, 32)))
                .hasMessageContaining("screen id 1");
        assertThatThrownBy(() -> bench().emulator.card(9)).hasMessageContaining("[1]");
    }
}
