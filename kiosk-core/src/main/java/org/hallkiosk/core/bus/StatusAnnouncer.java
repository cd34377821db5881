package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongFunction;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an identity's retained status true (OUTSIDE.md "Sessions and wills"): says it with the
 * number of the current connection, and says it again when something else stands there, such as the
 * will of an earlier connection. On its owner's strand.
 */
public final class StatusAnnouncer {

    /** What stands on the topic must be another's for so long: two who quarrel do so slowly. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Bus bus;
    private final Strand strand;
    private final String topic;
    private @Nullable LongFunction<byte[]> status;
    private byte[] latest = {};
    private long connection;
    private boolean foreign;
    private boolean waiting;
    private long repeats;

    /**
     * @param topic where the status is; the bus must be subscribed to it
     */
    public StatusAnnouncer(Bus bus, Strand strand, String topic) {
        this.bus = requireNonNull(bus);
        this.strand = requireNonNull(strand);
        this.topic = requireNonNull(topic);
    }

    /**
     * Sets the status and tells it, now if connected and else as soon as that is so.
     *
     * @param made makes the payload for a connection's number
     */
    public void announce(LongFunction<byte[]> made) {
        status = made;
        if (connection > 0) {
            tell(made);
        }
    }

    /** To be called from {@link Bus.Handler#connected}. */
    public void connected(long number) {
        connection = number;
        if (status != null) {
            tell(status);
        }
    }

    /**
     * Takes a message that came on the bus.
     *
     * @return whether it was on the status topic, and so is not for anybody else
     */
    public boolean received(Bus.Message message) {
        if (!message.topic().equals(topic)) {
            return false;
        }
        foreign = !Arrays.equals(message.payload(), latest);
        if (foreign && !waiting) {
            waiting = true;
            strand.after(PATIENCE, this::repeat);
        }
        return true;
    }

    /** How often it was said again because something else stood there. */
    public long repeats() {
        return repeats;
    }

    private void repeat() {
        waiting = false;
        if (foreign && status != null && connection > 0) {
            repeats++;
            tell(status);
        }
    }

    private void tell(LongFunction<byte[]> made) {
        foreign = false;
        latest = made.apply(connection);
        bus.retain(topic, latest);
    }
}
