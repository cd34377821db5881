package org.hallkiosk.hal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WireTraceTest {

    private static final Instant AT = Instant.parse("2026-11-21T01:00:00Z");

    @Test
    void itKeepsTheLastEntriesInOrderAndTellsOfEach() {
        WireTrace trace = new WireTrace(3);
        List<WireTrace.Entry> told = new ArrayList<>();
        trace.onEntry(told::add);
        for (byte i = 1; i <= 5; i++) {
            trace.bytes(AT, WireTrace.Direction.OUT, new byte[] {i});
        }
        assertThat(trace.recent())
                .extracting(WireTrace.Entry::data)
                .containsExactly("03", "04", "05");
        assertThat(told).hasSize(5);
        trace.onEntry(null);
        trace.note(AT, "Lost.");
        assertThat(told).hasSize(5);
        assertThat(trace.recent().getLast())
                .isEqualTo(new WireTrace.Entry(AT, WireTrace.Direction.NOTE, "Lost."));
    }

    @Test
    void aLongPieceIsCutWithItsLength() {
        WireTrace trace = new WireTrace(1);
        trace.bytes(AT, WireTrace.Direction.IN, new byte[57_000]);
        assertThat(trace.recent().getFirst().data()).endsWith("00 … 57000 bytes");
        assertThat(trace.recent().getFirst().data().length()).isLessThan(4_000);
    }
}
