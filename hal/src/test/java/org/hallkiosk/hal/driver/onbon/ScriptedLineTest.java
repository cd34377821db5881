package org.hallkiosk.hal.driver.onbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.hallkiosk.hal.api.DisplayFault;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.api.WindowDisplay.Colour;
import org.hallkiosk.hal.api.WindowDisplay.Content;
import org.hallkiosk.hal.api.WindowDisplay.Line;
import org.hallkiosk.hal.api.WindowDisplay.Shown;
import org.hallkiosk.hal.api.WindowDisplay.Urgency;
import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.LinkEnd;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.link.LocalLinks;
import org.hallkiosk.hal.protocol.onbon.GoldenFrames;
import org.hallkiosk.hal.runtime.Devices;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.runtime.LinkSpec;
import org.hallkiosk.hal.runtime.UnitSpec;
import org.hallkiosk.hal.time.SimulatedTime;
import org.hallkiosk.hal.time.Strand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The driver against a script of golden frames: what exactly it says, in answer to what. */
class ScriptedLineTest {

    private final GoldenFrames golden = new GoldenFrames();
    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-11-21T01:00:00Z"));
    private final Strand strand = time.strand();
    private final LocalLinks links = new LocalLinks(strand);
    private final LinkAddress address = LinkAddress.parse("loop:led");
    private final Map<String, String> answers = new HashMap<>();
    private final List<String> said = new ArrayList<>();
    private WindowDisplay display;

    /** A card that knows the answers of its script and nothing else. */
    private final class Card implements Link.Listener {
        private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
        private Link link = links.open(address, Links.Side.DEVICE, strand, this);

        @Override
        public void opened() {}

        @Override
        public void received(byte[] bytes) {
            for (byte b : bytes) {
                frame.write(b);
                if (b == 0x5A) {
                    heard(frame.toByteArray());
                    frame.reset();
                }
            }
        }

        private void heard(byte[] bytes) {
            String name = nameOf(bytes);
            said.add(name);
            String answer = answers.get(name);
            if (answer != null) {
                link.write(golden.frame(answer).bytes());
            }
        }

        @Override
        public void closed(LinkEnd end) {
            link = links.open(address, Links.Side.DEVICE, strand, this);
        }
    }

    private String nameOf(byte[] bytes) {
        return golden.frames().stream()
                .filter(f -> f.one("from").equals("host") && Arrays.equals(f.bytes(), bytes))
                .map(GoldenFrames.Block::name)
                .findFirst()
                .orElse(HexFormat.of().formatHex(bytes));
    }

    ScriptedLineTest() {
        new Card();
        Devices devices =
                new Devices(
                        new DriverRegistry(List.of(new OnbonDriver())),
                        links,
                        List.of(new LinkSpec("led", address)),
                        List.of(new UnitSpec("w1", "onbon", "led", Map.of(), true)),
                        name -> strand,
                        (codePoint, dots) -> new byte[0],
                        new Random(1));
        display = devices.device("w1", WindowDisplay.class);
    }

    @BeforeEach
    void open() {
        answers.put("ping", "ack of 1");
        answers.put("status", "status reply");
        display.open();
        time.advance(Duration.ofSeconds(1));
        assertThat(said).containsExactly("ping", "status");
        said.clear();
    }

    private CompletableFuture<Shown> show(Line... lines) {
        return display.show(new Content(List.of(lines), Urgency.CALL)).toCompletableFuture();
    }

    private CompletableFuture<Shown> showTwoLines() {
        return show(new Line("请A012号", Colour.RED), new Line("到3号窗口", Colour.GREEN));
    }

    private List<Object> faults() {
        return List.copyOf(display.status().faults().stream().map(Fault::code).toList());
    }

    @Test
    void twoLinesAndTheirRepetition() {
        answers.put("two lines of a driver", "ack of 1");
        answers.put("the same two lines repeated", "ack of 1");
        CompletableFuture<Shown> shown = showTwoLines();
        time.advance(Duration.ofSeconds(1));
        assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(said).containsExactly("two lines of a driver");
        time.advance(Duration.ofSeconds(19));
        assertThat(said)
                .containsExactly("two lines of a driver", "status", "the same two lines repeated");
    }

    @Test
    void bytesThatNeedEscapes() {
        answers.put("a character with A5 in it", "ack of 1");
        CompletableFuture<Shown> shown = show(new Line("哎 B0A5", Colour.YELLOW));
        time.advance(Duration.ofSeconds(1));
        assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(said).containsExactly("a character with A5 in it");
    }

    @Test
    void aLineThatWanders() {
        answers.put("a line that wanders", "ack of 1");
        CompletableFuture<Shown> shown = show(new Line("请A012号到不动产登记3号窗口", Colour.RED));
        time.advance(Duration.ofSeconds(1));
        assertThat(shown).isCompletedWithValue(Shown.ACCEPTED);
        assertThat(said).containsExactly("a line that wanders");
    }

    @Test
    void silenceIsAnsweredByAProbeAndTwoMoreTries() {
        CompletableFuture<Shown> shown = showTwoLines();
        time.advance(Duration.ofMillis(6_500));
        assertThat(shown).isCompletedWithValue(Shown.FAILED);
        assertThat(said.stream().filter(s -> s.equals("two lines of a driver"))).hasSize(3);
        assertThat(said).startsWith("two lines of a driver", "ping", "two lines of a driver");
        assertThat(faults()).containsExactly(DisplayFault.CONTENT_UNANSWERED);
    }

    @Test
    void refusalsBecomeTheFaultsTheyMean() {
        Map<String, DisplayFault> meant =
                Map.of(
                        "nack out of memory of 1", DisplayFault.TOO_LONG,
                        "nack font missing of 1", DisplayFault.FONT_MISSING,
                        "nack command of 1", DisplayFault.REFUSED,
                        "nack checksum of 1", DisplayFault.LINE_NOISY,
                        "nack busy of 1", DisplayFault.BUSY);
        meant.forEach(
                (nack, fault) -> {
                    answers.put("two lines of a driver", nack);
                    CompletableFuture<Shown> shown = showTwoLines();
                    time.advance(Duration.ofSeconds(7));
                    assertThat(shown).as(nack).isCompletedWithValue(Shown.FAILED);
                    assertThat(faults()).as(nack).contains(fault);
                    answers.put("two lines of a driver", "ack of 1");
                    answers.put("the same two lines repeated", "ack of 1");
                    time.advance(Duration.ofSeconds(21));
                    assertThat(faults()).as("after %s", nack).isEmpty();
                    CompletableFuture<Shown> other = show(new Line("哎 B0A5", Colour.YELLOW));
                    answers.put("a character with A5 in it", "ack of 1");
                    time.advance(Duration.ofSeconds(2));
                    assertThat(other).isCompletedWithValue(Shown.ACCEPTED);
                });
    }

    @Test
    void lampsThatAreOffAreSwitchedOn() {
        answers.put("status", "status reply of a card that is off and has no clock");
        answers.put("on", "ack of 1");
        time.advance(Duration.ofSeconds(20));
        assertThat(said).containsExactly("status", "on", "status");
        assertThat(faults()).containsExactly(DisplayFault.LAMPS_OFF);
        answers.put("status", "status reply");
        time.advance(Duration.ofSeconds(20));
        assertThat(faults()).isEmpty();
    }

    @Test
    void ourOwnEchoOnATwoWireLineIsNoAnswer() {
        answers.put("two lines of a driver", "two lines of a driver");
        CompletableFuture<Shown> shown = showTwoLines();
        time.advance(Duration.ofMillis(6_500));
        assertThat(shown).isCompletedWithValue(Shown.FAILED);
        assertThat(faults()).containsExactly(DisplayFault.CONTENT_UNANSWERED);
    }
}
