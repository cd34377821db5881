package org.hallkiosk.hal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hallkiosk.hal.contract.Cable;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.spi.Port;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkPortTest {

    private static final LinkAddress ADDRESS = LinkAddress.parse("loop:one");

    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final LocalLinks links = new LocalLinks(time.strand());
    private final Cable cable = new Cable(links);
    private final Strand strand = time.strand();
    private final LinkPort port =
            new LinkPort(links, ADDRESS, strand, Backoff.usual(new Random(1)), new WireTrace(10));
    private final List<String> told = new ArrayList<>();
    private final List<Long> attempts = new ArrayList<>();
    private @Nullable Link device;

    @AfterEach
    void nothingIsLeft() {
        port.detach();
        links.close();
        time.runUntilIdle();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void theFirstFailureAndLaterOnesTakeTheSamePath() {
        port.attach(new Recorder("a"));
        time.advance(Duration.ofSeconds(1));
        assertThat(told).startsWith("a connecting", "a disconnected NOT_THERE", "a connecting");

        plugIn();
        time.advance(Duration.ofSeconds(5));
        assertThat(told).endsWith("a connecting", "a connected");

        told.clear();
        cable.unplug();
        time.advance(Duration.ofSeconds(5));
        assertThat(told)
                .startsWith(
                        "a disconnected CLOSED_THERE", "a connecting", "a disconnected NOT_THERE");
    }

    @Test
    void pausesGrowToTheCapAndAttemptsNeverEnd() {
        port.attach(new Recorder("a"));
        time.advance(Duration.ofHours(1));
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            pauses.add(attempts.get(i) - attempts.get(i - 1));
        }
        assertThat(pauses.get(0)).isBetween(375L, 500L);
        assertThat(pauses.get(1)).isBetween(750L, 1_000L);
        assertThat(pauses.get(5)).isBetween(12_000L, 16_000L);
        assertThat(pauses.subList(6, pauses.size()))
                .hasSizeGreaterThan(100)
                .allMatch(p -> p >= 22_500 && p <= 30_000);
    }

    @Test
    void aConnectionThatHeldLetsThePausesBeginAnewAndAShortOneDoesNot() {
        port.attach(new Recorder("a"));
        time.advance(Duration.ofMinutes(10));
        plugIn();
        time.advance(Duration.ofSeconds(31));
        assertThat(told).endsWith("a connected");
        time.advance(Duration.ofSeconds(10));
        attempts.clear();
        long lost = time.nanoTime() / 1_000_000;
        cable.unplug();
        time.advance(Duration.ofSeconds(1));
        assertThat(attempts.getFirst() - lost).isBetween(375L, 500L);

        cable.plug();
        time.advance(Duration.ofSeconds(2));
        assertThat(told).endsWith("a connected");
        attempts.clear();
        lost = time.nanoTime() / 1_000_000;
        cable.unplug();
        time.advance(Duration.ofSeconds(10));
        assertThat(attempts.getFirst() - lost).isGreaterThan(700L);
    }

    @Test
    void whatTheDriverDropsEndsWithItsOwnWordsAndComesAgain() {
        plugIn();
        port.attach(new Recorder("a"));
        time.advance(Duration.ofSeconds(1));
        told.clear();
        port.drop(LinkEnd.Reason.UNANSWERED, "It talks nonsense.");
        port.drop(LinkEnd.Reason.STALLED, "Twice is once.");
        port.send(new byte[] {1});
        time.runUntilIdle();
        assertThat(told).containsExactly("a disconnected UNANSWERED It talks nonsense.");
        time.advance(Duration.ofSeconds(1));
        assertThat(told).endsWith("a connecting", "a connected");
    }

    @Test
    void afterDetachingNothingIsHeardAndANewHandlerBegins() {
        plugIn();
        port.attach(new Recorder("a"));
        time.advance(Duration.ofSeconds(1));
        cable.noise(new byte[] {'x'});
        told.clear();
        port.detach();
        port.attach(new Recorder("b"));
        port.attach(new Recorder("c"));
        time.advance(Duration.ofSeconds(5));
        assertThat(told).isNotEmpty().allMatch(s -> s.startsWith("c "));
        assertThat(told).endsWith("c connecting", "c connected");
        port.send("hi".getBytes(StandardCharsets.US_ASCII));
        assertThat(port.unsent()).isEqualTo(2);
        time.runUntilIdle();
        assertThat(port.unsent()).isZero();
        assertThat(told).endsWith("c drained");
        cable.noise("ho".getBytes(StandardCharsets.US_ASCII));
        time.runUntilIdle();
        assertThat(told).endsWith("c received ho");
    }

    /** A device that takes everything and listens again whenever it was left. */
    private void plugIn() {
        device =
                cable.open(
                        ADDRESS,
                        Links.Side.DEVICE,
                        time.strand(),
                        new Link.Listener() {
                            @Override
                            public void opened() {}

                            @Override
                            public void received(byte[] bytes) {}

                            @Override
                            public void closed(LinkEnd end) {
                                if (!end.detail().contains("stopping")) {
                                    plugIn();
                                }
                            }
                        });
        assertThat(device).isNotNull();
    }

    private final class Recorder implements Port.Handler {
        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void connecting() {
            attempts.add(time.nanoTime() / 1_000_000);
            told.add(name + " connecting");
        }

        @Override
        public void connected() {
            told.add(name + " connected");
        }

        @Override
        public void received(byte[] bytes) {
            told.add(name + " received " + new String(bytes, StandardCharsets.US_ASCII));
        }

        @Override
        public void drained() {
            told.add(name + " drained");
        }

        @Override
        public void disconnected(LinkEnd end) {
            String words = end.reason() == LinkEnd.Reason.UNANSWERED ? " " + end.detail() : "";
            told.add(name + " disconnected " + end.reason().name() + words);
        }
    }
}
