package org.hallkiosk.hal.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.hallkiosk.hal.contract.Cable;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.spi.BusPort;
import org.hallkiosk.hal.spi.BusPort.Exchange;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusArbiterTest {

    private static final LinkAddress ADDRESS = LinkAddress.parse("loop:line?baud=9600");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final LocalLinks links = new LocalLinks(time.strand());
    private final Cable cable = new Cable(links);
    private final SlateLine slates = new SlateLine(cable, ADDRESS, time.strand());
    private final Strand strand = time.strand();
    private final WireTrace trace = new WireTrace(100);
    private final BusArbiter arbiter =
            new BusArbiter(
                    new LinkPort(links, ADDRESS, strand, Backoff.usual(new Random(1)), trace),
                    new SlateFrame.Dialect(),
                    9600,
                    strand);
    private final Map<Integer, BusPort> ports = new TreeMap<>();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void units() {
        for (int unit = 1; unit <= 4; unit++) {
            BusPort port = arbiter.port();
            port.attach(unit, exchange(unit, "probe", 2, "", 100, 1, 0), handler(unit));
            ports.put(unit, port);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        ports.values().forEach(BusPort::detach);
        slates.close();
        links.close();
        time.advance(Duration.ofSeconds(5));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void everyUnitIsProbedOnceAndThenTrusted() {
        rest();
        assertThat(slates.heard).hasSize(4).allMatch(h -> h.text().isEmpty());
        time.advance(Duration.ofMinutes(1));
        assertThat(slates.heard).as("a living line is left in peace").hasSize(4);
    }

    @Test
    void urgencyGoesFirstAndOfCallsTheNewest() {
        rest();
        submit(1, "a", 2, "repeat");
        submit(2, "a", 1, "change1");
        submit(3, "a", 1, "change2");
        submit(4, "a", 0, "call1");
        submit(1, "b", 0, "call2");
        time.advance(Duration.ofSeconds(2));
        assertThat(texts()).containsExactly("call2", "call1", "change1", "change2", "repeat");
    }

    @Test
    void oneSlotHoldsTheNewestAtItsPlace() {
        rest();
        submit(1, "a", 1, "old");
        submit(2, "a", 1, "other");
        submit(1, "a", 2, "new");
        time.advance(Duration.ofSeconds(2));
        assertThat(texts()).containsExactly("new", "other");
        assertThat(told).contains("1 old Superseded", "1 new Reply", "2 other Reply");
    }

    @Test
    void betweenTwoFramesTheLineIsSilent() {
        rest();
        slates.replyAfter = Duration.ofMillis(10);
        submit(1, "a", 1, "xxxxxxxx");
        submit(2, "a", 1, "yyyyyyyy");
        time.advance(Duration.ofSeconds(2));
        // 12 bytes at 9600 baud are 12.5 ms, the reply of 5 bytes 5.2 ms, the silence 5 ms.
        long between = withText().get(1).atMillis() - withText().get(0).atMillis();
        assertThat(between).isBetween(10L + 5 + 5 + 12, 10L + 5 + 5 + 12 + 2);
    }

    @Test
    void aSlotKeepsItsPauseWhileOthersGo() {
        rest();
        submit(1, "a", 0, "one", 1_000);
        time.advance(Duration.ofMillis(100));
        submit(1, "a", 0, "two", 1_000);
        submit(1, "b", 1, "beside", 0);
        time.advance(Duration.ofSeconds(3));
        assertThat(texts()).containsExactly("one", "beside", "two");
        assertThat(withText().get(2).atMillis() - withText().get(0).atMillis())
                .isBetween(1_000L, 1_100L);
    }

    @Test
    void aLostFrameIsSentAgainOnceTheUnitAnswersItsProbe() {
        rest();
        slates.dead.add(1);
        submit(1, "a", 0, "again");
        time.advance(Duration.ofMillis(1_005));
        slates.dead.remove(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(slates.shown).containsEntry(1, "again");
        assertThat(told).contains("1 again Reply").doesNotContain("1 quarantined");
    }

    @Test
    void aDeadUnitCostsALivingOneItsFirstTimeoutAndOneProbeNowAndThen() {
        rest();
        slates.dead.add(1);
        submit(1, "a", 0, "dead");
        time.advance(Duration.ofMillis(50));
        submit(2, "a", 0, "living");
        time.advance(Duration.ofMillis(1_050));
        assertThat(slates.shown).containsEntry(2, "living");
        time.advance(Duration.ofMillis(200));
        assertThat(told).contains("1 quarantined", "1 dead Silence");

        long worst = 0;
        for (int i = 0; i < 300; i++) {
            submit(1, "a", 0, "dead" + i);
            long from = time.nanoTime() / 1_000_000;
            slates.heard.clear();
            submit(2, "a", 0, "call" + i);
            time.advance(Duration.ofMillis(200));
            long at =
                    slates.heard.stream()
                            .filter(h -> h.unit() == 2)
                            .findFirst()
                            .orElseThrow()
                            .atMillis();
            worst = Math.max(worst, at - from);
        }
        // Its frame takes 12 ms; before it perhaps one probe: 4 ms and 100 ms of waiting.
        assertThat(worst).isLessThan(130);
        assertThat(told).doesNotContain("1 dead0 Reply");
        assertThat(slates.heard).noneMatch(h -> h.unit() == 1 && !h.text().isEmpty());
    }

    @Test
    void aQuarantinedUnitIsProbedEveryTenSecondsAndReleasedWhenItAnswers() {
        slates.dead.add(1);
        rest();
        assertThat(told).contains("1 quarantined");
        submit(1, "a", 0, "later");
        slates.heard.clear();
        time.advance(Duration.ofSeconds(60));
        assertThat(slates.heard).hasSize(6).allMatch(h -> h.unit() == 1 && h.text().isEmpty());
        assertThat(told).doesNotContain("1 released");

        slates.dead.remove(1);
        time.advance(Duration.ofSeconds(11));
        assertThat(told).containsSubsequence("1 released", "1 later Reply");
        assertThat(slates.shown).containsEntry(1, "later");
        assertThat(told.stream().filter(s -> s.equals("1 quarantined"))).hasSize(1);
    }

    @Test
    void manyDeadUnitsDoNotStarveTheLiving() {
        for (int unit = 1; unit <= 3; unit++) {
            slates.dead.add(unit);
        }
        rest();
        slates.heard.clear();
        for (int i = 0; i < 100; i++) {
            submit(4, "s" + i, 1, "text" + i);
        }
        time.advance(Duration.ofSeconds(8));
        assertThat(slates.heard.stream().filter(h -> h.unit() == 4)).hasSize(100);
    }

    @Test
    void aPressedKeyIsAnsweredWithin100MillisecondsWhateverElseIsAwaited() {
        rest();
        slates.dead.add(1);
        submit(1, "a", 0, "never answered");
        for (int i = 0; i < 20; i++) {
            submit(2, "s" + i, 1, "a redraw of some length " + i);
        }
        time.advance(Duration.ofMillis(50));
        long pressed = time.nanoTime() / 1_000_000;
        slates.press(3, "7");
        time.advance(Duration.ofMillis(100));
        assertThat(told).contains("3 unsolicited 7");
        assertThat(slates.heard).anyMatch(h -> h.unit() == 3 && h.text().equals("ack7"));
        assertThat(slates.heard.getLast().atMillis() - pressed).isLessThan(100);
    }

    @Test
    void aReplyThatComesTooLateStillShowsThatTheUnitLives() {
        rest();
        slates.replyAfter = Duration.ofMillis(1_020);
        submit(1, "a", 0, "slow");
        time.advance(Duration.ofMillis(1_015));
        slates.replyAfter = Duration.ofMillis(3);
        time.advance(Duration.ofSeconds(2));
        assertThat(told).contains("1 slow Reply").doesNotContain("1 quarantined");
        assertThat(texts()).containsExactly("slow", "slow");
    }

    @Test
    void whenTheLineIsLostEverythingIsDroppedAndAllHearIt() {
        rest();
        submit(1, "a", 0, "in flight");
        submit(2, "a", 0, "waiting");
        time.advance(Duration.ofMillis(2));
        cable.unplug();
        time.runUntilIdle();
        assertThat(told)
                .contains(
                        "1 in flight Dropped", "2 waiting Dropped", "4 disconnected CLOSED_THERE");
        submit(3, "a", 0, "in vain");
        time.runUntilIdle();
        assertThat(told).contains("3 in vain Dropped");

        cable.plug();
        told.clear();
        rest();
        assertThat(told).contains("1 connecting", "1 connected", "4 connected");
        submit(1, "a", 0, "back");
        time.advance(Duration.ofSeconds(1));
        assertThat(told).contains("1 back Reply");
    }

    @Test
    void whoLeavesTheLineHearsNothingMoreAndOthersGoOn() {
        rest();
        submit(1, "a", 0, "mine");
        submit(2, "a", 1, "yours");
        time.advance(Duration.ofMillis(2));
        told.clear();
        port(1).detach();
        assertThat(told).containsExactly("1 mine Dropped");
        time.advance(Duration.ofSeconds(3));
        assertThat(told).containsExactly("1 mine Dropped", "2 yours Reply");

        port(1).attach(1, exchange(1, "probe", 2, "", 100, 1, 0), handler(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(told).containsSubsequence("1 connecting", "1 connected");
    }

    @Test
    void anAddressIsHeldByOneUnit() {
        assertThatThrownBy(
                        () ->
                                arbiter.port()
                                        .attach(
                                                2,
                                                exchange(2, "probe", 2, "", 100, 1, 0),
                                                handler(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address 2");
    }

    @Test
    void garbageAndStrangersAreCounted() {
        rest();
        told.clear();
        cable.noise(new byte[] {9, 9, 9});
        slates.press(44, "who");
        time.advance(Duration.ofSeconds(1));
        assertThat(arbiter.droppedBytes()).isEqualTo(3);
        assertThat(arbiter.strayFrames()).isEqualTo(1);
        assertThat(told)
                .as("garbage is anybody's, a stranger nobody's")
                .containsExactly("1 garbled 3", "2 garbled 3", "3 garbled 3", "4 garbled 3");
    }

    @Test
    void theTraceHoldsBothDirections() {
        rest();
        submit(1, "a", 0, "A");
        time.advance(Duration.ofSeconds(1));
        assertThat(trace.recent().stream().map(e -> e.direction() + " " + e.data()))
                .contains("OUT 02 01 01 41 45", "IN 02 01 01 4B 4F")
                .anyMatch(s -> s.startsWith("NOTE Opened loop:line"));
    }

    private void rest() {
        time.advance(Duration.ofSeconds(5));
    }

    private List<String> texts() {
        return withText().stream().map(SlateLine.Heard::text).toList();
    }

    private List<SlateLine.Heard> withText() {
        return slates.heard.stream().filter(h -> !h.text().isEmpty()).toList();
    }

    private void submit(int unit, String slot, int urgency, String text) {
        submit(unit, slot, urgency, text, 0);
    }

    private void submit(int unit, String slot, int urgency, String text, int pauseMillis) {
        port(unit).submit(exchange(unit, slot, urgency, text, 1_000, 2, pauseMillis));
    }

    private BusPort port(int unit) {
        return requireNonNull(ports.get(unit));
    }

    private Exchange exchange(
            int unit, String slot, int urgency, String text, int reply, int tries, int pause) {
        return new Exchange(
                slot,
                urgency,
                new SlateFrame(unit, text.getBytes(StandardCharsets.US_ASCII)).bytes(),
                Duration.ofMillis(reply),
                tries,
                Duration.ofMillis(pause),
                outcome -> {
                    if (!text.isEmpty()) {
                        told.add(unit + " " + text + " " + outcome.getClass().getSimpleName());
                    }
                });
    }

    private BusPort.Handler handler(int unit) {
        return new BusPort.Handler() {
            @Override
            public void connecting() {
                told.add(unit + " connecting");
            }

            @Override
            public void connected() {
                told.add(unit + " connected");
            }

            @Override
            public void quarantined() {
                told.add(unit + " quarantined");
            }

            @Override
            public void released() {
                told.add(unit + " released");
            }

            @Override
            public void unsolicited(byte[] frame) {
                String text = new String(SlateFrame.of(frame).payload(), StandardCharsets.US_ASCII);
                told.add(unit + " unsolicited " + text);
                if (!text.equals("K")) {
                    port(unit)
                            .submit(exchange(unit, "ack", Exchange.ANSWER, "ack" + text, 0, 1, 0));
                }
            }

            @Override
            public void garbled(long bytes) {
                told.add(unit + " garbled " + bytes);
            }

            @Override
            public void disconnected(LinkEnd end) {
                told.add(unit + " disconnected " + end.reason().name());
            }
        };
    }
}
