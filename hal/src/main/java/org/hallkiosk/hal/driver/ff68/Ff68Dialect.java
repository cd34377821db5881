package org.hallkiosk.hal.driver.ff68;

import java.time.Duration;
import java.util.List;
import org.hallkiosk.hal.protocol.ff68.Ff68Splitter;
import org.hallkiosk.hal.spi.BusDialect;

/** Frames of FF 68 pads on a shared line; what is handed on is the whole frame. */
final class Ff68Dialect implements BusDialect {

    /** evaluator-and-callpad.md §1.4. */
    private static final Duration SILENCE = Duration.ofMillis(20);

    @Override
    public String name() {
        return "ff68";
    }

    @Override
    public Splitter splitter() {
        Ff68Splitter frames = new Ff68Splitter();
        return new Splitter() {
            @Override
            public List<Inbound> accept(byte[] bytes) {
                return frames.accept(bytes).stream()
                        .map(frame -> new Inbound(frame.address(), frame.toBytes()))
                        .toList();
            }

            @Override
            public long dropped() {
                return frames.dropped();
            }
        };
    }

    @Override
    public Duration silence() {
        return SILENCE;
    }
}
