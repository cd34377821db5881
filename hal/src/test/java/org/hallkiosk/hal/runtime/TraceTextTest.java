package org.hallkiosk.hal.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.hallkiosk.hal.runtime.WireTrace.Direction;
import org.junit.jupiter.api.Test;

class TraceTextTest {

    private static final Instant AT = Instant.parse("2026-11-21T01:00:00.5Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private final WireTrace trace = new WireTrace(100);

    private List<String> lines() {
        return TraceText.lines(trace.recent(), ZONE, false);
    }

    @Test
    void aLineHasTimeDirectionBytesAndText() {
        trace.note(AT, "Opened tcp:10.0.0.7:9100");
        trace.bytes(AT, Direction.OUT, "号票 A012\n".getBytes(Charset.forName("GB18030")));
        trace.bytes(AT, Direction.IN, new byte[] {0x16});
        trace.bytes(AT, Direction.OUT, new byte[2000]);
        assertThat(lines())
                .startsWith(
                        "09:00:00.500 -- Opened tcp:10.0.0.7:9100",
                        "09:00:00.500 -> BA C5 C6 B1 20 41 30 31 32 0A  |号票 A012.|",
                        "09:00:00.500 <- 16  |.|")
                .anyMatch(line -> line.contains(" … 2000 bytes"));
    }

    @Test
    void numbersOfPersonsAreMaskedHoweverTheyCome() {
        String id = "11010519491231002X";
        trace.bytes(AT, Direction.IN, ("\u0002" + id + "\r").getBytes(US_ASCII));
        trace.bytes(AT, Direction.IN, id.getBytes(UTF_16LE));
        trace.bytes(AT, Direction.OUT, "13800138000".getBytes(US_ASCII));
        for (int i = 0; i < id.length(); i++) {
            trace.bytes(AT, Direction.IN, new byte[] {(byte) id.charAt(i)});
            trace.bytes(AT, Direction.OUT, new byte[] {6});
        }
        String all = String.join("\n", lines());
        assertThat(all)
                .contains("|.110***********002X.|")
                .contains("|138****8000|")
                .doesNotContain("19491231")
                .doesNotContain("1.9.4.9.1.2.3.1")
                .doesNotContain("31 39 34 39")
                .doesNotContain("31 00 39 00 34");
        assertThat(lines().stream().filter(line -> line.endsWith("<- 2A  |*|")).count())
                .isEqualTo(11);
    }

    @Test
    void shortNumbersStay() {
        trace.bytes(AT, Direction.OUT, "2026-11-21 09:00 A012".getBytes(US_ASCII));
        assertThat(lines().getFirst()).contains("|2026-11-21 09:00 A012|");
    }

    @Test
    void whereDocumentsComeOnlyTheirLengthIsTold() {
        trace.bytes(AT, Direction.IN, "王芳".getBytes(UTF_16LE));
        assertThat(TraceText.lines(trace.recent(), ZONE, true))
                .containsExactly("09:00:00.500 <- 4 bytes, not shown");
    }
}
