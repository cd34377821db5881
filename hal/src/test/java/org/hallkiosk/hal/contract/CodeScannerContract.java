package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hallkiosk.hal.api.Capability;
import org.hallkiosk.hal.api.CodeScanner;
import org.hallkiosk.hal.api.CodeScanner.TriggerOutcome;
import org.hallkiosk.hal.api.Scan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every code scanner must do. */
public abstract class CodeScannerContract extends DeviceContract<CodeScanner> {

    protected final List<Scan> scans = new ArrayList<>();
    private int shown;

    /** Holds a code before the emulated scanner, which looks for one. */
    protected abstract void show(byte[] code);

    /** How long a code of 300 bytes takes to arrive. */
    protected Duration oneCode() {
        return Duration.ofSeconds(1);
    }

    @Override
    protected final Class<CodeScanner> role() {
        return CodeScanner.class;
    }

    @BeforeEach
    final void listen() {
        device().onScan(scans::add);
    }

    @Override
    protected void assertWorks() {
        String code = "WORKS-" + shown++;
        scans.clear();
        showAndWait(code.getBytes(StandardCharsets.US_ASCII));
        assertThat(scans).containsExactly(new Scan.Code(code, null));
    }

    /** Longer than the time for which the same code is not told again. */
    protected final void showAndWait(byte[] code) {
        show(code);
        time.advance(oneCode().plusSeconds(5));
    }

    @Test
    void aCodeIsToldAsItIs() {
        openAndRest();
        for (String text :
                List.of("A", "预约码：一二三", "'; DROP TABLE x; --", "https://example.org/?a=1&b=2")) {
            scans.clear();
            showAndWait(text.getBytes(StandardCharsets.UTF_8));
            assertThat(scans).containsExactly(new Scan.Code(text, null));
            scans.clear();
            showAndWait(text.getBytes(Charset.forName("GB18030")));
            assertThat(scans).containsExactly(new Scan.Code(text, null));
        }
    }

    @Test
    void aCodeThatStaysIsToldOnceAndAgainAfterItWasAway() {
        openAndRest();
        byte[] code = "STAYS".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20; i++) {
            show(code);
            time.advance(Duration.ofMillis(300));
        }
        time.advance(oneCode());
        assertThat(scans).hasSize(1);
        time.advance(Duration.ofSeconds(5));
        showAndWait(code);
        assertThat(scans).hasSize(2);
    }

    @Test
    void hostileCodesAreDataOrRefusedAndTheNextOneIsRead() {
        openAndRest();
        for (byte[] code : HostileCodes.all()) {
            scans.clear();
            show(code);
            time.advance(Duration.ofSeconds(5).plusMillis(code.length * 2L));
            for (Scan scan : scans) {
                if (scan instanceof Scan.Code read) {
                    assertThat(read.text().codePoints()).noneMatch(Character::isISOControl);
                    assertThat(read.text()).hasSizeLessThanOrEqualTo(4096);
                }
            }
            assertWorks();
        }
        time.advance(Duration.ofMinutes(2));
        assertThat(device().status().faults()).isEmpty();
    }

    @Test
    void aTriggerEndsOnceAndInTimeWhateverHappens() {
        List<TriggerOutcome> outcomes = new ArrayList<>();
        device().trigger(true, outcomes::add);
        time.runUntilIdle();
        assertThat(outcomes).as("closed").hasSize(1).doesNotContain(TriggerOutcome.ACCEPTED);

        openAndRest();
        for (int after = 0; after < 200; after += 10) {
            outcomes.clear();
            device().trigger(true, outcomes::add);
            device().trigger(false, outcomes::add);
            time.advance(Duration.ofMillis(after));
            cable.unplug();
            time.advance(patience());
            assertThat(outcomes).as("unplugged after %d ms", after).hasSize(2);
            plugAndRest();
        }
        outcomes.clear();
        device().trigger(true, outcomes::add);
        device().close();
        time.runUntilIdle();
        assertThat(outcomes).as("closed in mid-command").hasSize(1);
    }

    @Test
    void aTriggerIsObeyed() {
        assumeTrue(device().capabilities().contains(Capability.SOFTWARE_TRIGGER));
        openAndRest();
        List<TriggerOutcome> outcomes = new ArrayList<>();
        device().trigger(true, outcomes::add);
        device().trigger(false, outcomes::add);
        time.advance(patience());
        assertThat(outcomes).containsExactly(TriggerOutcome.ACCEPTED, TriggerOutcome.ACCEPTED);
        assertWorks();
    }
}
