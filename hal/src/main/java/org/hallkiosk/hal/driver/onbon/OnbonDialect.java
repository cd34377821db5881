package org.hallkiosk.hal.driver.onbon;

import java.time.Duration;
import java.util.List;
import org.hallkiosk.hal.protocol.onbon.OnbonFrame;
import org.hallkiosk.hal.protocol.onbon.OnbonSplitter;
import org.hallkiosk.hal.spi.BusDialect;

/** Frames of Onbon cards on a shared line; what is handed on is the data of a frame. */
final class OnbonDialect implements BusDialect {

    /**
     * The specification asks for none. This is a little more than three and a half characters at
     * 9600 baud, the time that RS-485 transceivers are commonly given to turn round.
     */
    private static final Duration SILENCE = Duration.ofMillis(5);

    @Override
    public String name() {
        return "onbon";
    }

    @Override
    public Splitter splitter() {
        OnbonSplitter frames = new OnbonSplitter();
        return new Splitter() {
            @Override
            public List<Inbound> accept(byte[] bytes) {
                return frames.accept(bytes).stream()
                        .filter(OnbonFrame::isToHost)
                        .map(frame -> new Inbound(frame.source(), frame.data()))
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
