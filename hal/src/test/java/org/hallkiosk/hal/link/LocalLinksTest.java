package org.hallkiosk.hal.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.link.Links.Side;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.Test;

class LocalLinksTest {

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final LocalLinks links = new LocalLinks(time.strand());
    private final Strand strand = time.strand();
    private final List<String> heard = new ArrayList<>();

    @Test
    void bothEndsOpenOnceBothAreThereAndBytesFlowBothWays() {
        Link device = open("loop:a", Side.DEVICE);
        time.runUntilIdle();
        assertThat(heard).isEmpty();

        Link host = open("loop:a", Side.HOST);
        time.runUntilIdle();
        assertThat(heard).containsExactlyInAnyOrder("HOST opened", "DEVICE opened");

        heard.clear();
        host.write(bytes("hello"));
        device.write(bytes("hi"));
        time.runUntilIdle();
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "DEVICE got hello", "HOST drained", "HOST got hi", "DEVICE drained");
        assertThat(host.unsent()).isZero();
    }

    @Test
    void aHostFindsNoDeviceAndAnEndIsHeldByOneAlone() {
        open("loop:a", Side.HOST);
        time.runUntilIdle();
        assertThat(heard).containsExactly("HOST closed NOT_THERE");

        open("loop:a", Side.DEVICE);
        open("loop:a", Side.HOST);
        time.runUntilIdle();
        heard.clear();
        open("loop:a", Side.HOST);
        open("loop:a", Side.DEVICE);
        time.runUntilIdle();
        assertThat(heard).containsExactly("HOST closed HELD", "DEVICE closed HELD");
    }

    @Test
    void closingOneEndClosesTheOtherAndBothMayComeAgain() {
        for (Side first : Side.values()) {
            Link device = open("loop:a", Side.DEVICE);
            Link host = open("loop:a", Side.HOST);
            time.runUntilIdle();
            heard.clear();
            (first == Side.HOST ? host : device).close();
            time.runUntilIdle();
            assertThat(heard)
                    .containsExactly(
                            first + " closed CLOSED_HERE",
                            (first == Side.HOST ? "DEVICE" : "HOST") + " closed CLOSED_THERE");
            host.close();
            host.write(bytes("late"));
            device.write(bytes("late"));
            time.runUntilIdle();
            assertThat(heard).hasSize(2);
            assertThat(host.unsent()).isZero();
        }
        assertThat(time.waiting()).isZero();
    }

    @Test
    void baudPacesBytesAndUnsentTellsHowFarTheyAre() {
        open("loop:a?baud=9600&split=1", Side.DEVICE);
        Link host = open("loop:a", Side.HOST);
        time.runUntilIdle();
        heard.clear();

        // 96 bytes of ten bits at 9600 baud take 100 ms.
        host.write(new byte[96]);
        time.advance(Duration.ofMillis(50));
        assertThat(host.unsent()).isEqualTo(48);
        assertThat(heard).doesNotContain("HOST drained");
        time.advance(Duration.ofNanos(49_999_000));
        assertThat(heard).doesNotContain("HOST drained");
        time.advance(Duration.ofNanos(1_000));
        assertThat(heard).contains("HOST drained");
        assertThat(host.unsent()).isZero();
    }

    @Test
    void splitSetsTheLengthOfThePieces() {
        open("loop:a", Side.DEVICE);
        Link host = open("loop:a?split=2", Side.HOST);
        time.runUntilIdle();
        heard.clear();
        host.write(bytes("abcde"));
        time.runUntilIdle();
        assertThat(heard)
                .containsExactly("DEVICE got ab", "DEVICE got cd", "DEVICE got e", "HOST drained");
    }

    @Test
    void differentSpeedsMakeGarbage() {
        open("loop:a?baud=57600", Side.DEVICE);
        Link host = open("loop:a?baud=9600", Side.HOST);
        time.runUntilIdle();
        heard.clear();
        host.write(new byte[] {(byte) ~'x'});
        time.advance(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("DEVICE got x", "HOST drained");
    }

    @Test
    void nothingIsHeardAfterCloseButTheEnd() {
        Link device = open("loop:a?baud=9600", Side.DEVICE);
        Link host = open("loop:a", Side.HOST);
        time.runUntilIdle();
        heard.clear();
        device.write(new byte[100]);
        strand.execute(host::close);
        time.advance(Duration.ofSeconds(1));
        assertThat(heard).containsExactly("HOST closed CLOSED_HERE", "DEVICE closed CLOSED_THERE");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void whoNeverTakesBytesDoesNotFillTheMemory() {
        open("loop:a?baud=300", Side.DEVICE);
        Link host = open("loop:a", Side.HOST);
        time.runUntilIdle();
        heard.clear();
        for (int i = 0; i < 5; i++) {
            host.write(new byte[1 << 20]);
        }
        time.runUntilIdle();
        assertThat(heard).containsExactly("HOST closed STALLED", "DEVICE closed CLOSED_THERE");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void closingAllEndsAll() {
        open("loop:a", Side.DEVICE);
        open("loop:a", Side.HOST);
        open("loop:b", Side.DEVICE);
        time.runUntilIdle();
        heard.clear();
        links.close();
        open("loop:c", Side.DEVICE);
        time.runUntilIdle();
        assertThat(heard).hasSize(4).allMatch(s -> s.contains(" closed "));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void anotherSchemeIsRefused() {
        assertThatThrownBy(() -> open("tcp:host:1", Side.HOST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tcp:host:1");
    }

    private Link open(String address, Side side) {
        return links.open(
                LinkAddress.parse(address),
                side,
                strand,
                new Link.Listener() {
                    @Override
                    public void opened() {
                        heard.add(side + " opened");
                    }

                    @Override
                    public void received(byte[] bytes) {
                        heard.add(side + " got " + new String(bytes, StandardCharsets.US_ASCII));
                    }

                    @Override
                    public void drained() {
                        heard.add(side + " drained");
                    }

                    @Override
                    public void closed(LinkEnd end) {
                        assertThat(end.detail()).isNotBlank();
                        heard.add(side + " closed " + end.reason().name());
                    }
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
