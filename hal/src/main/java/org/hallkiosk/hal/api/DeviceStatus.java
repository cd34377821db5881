package org.hallkiosk.hal.api;

import java.time.Instant;
import java.util.List;

/**
 * How a device is, on separate axes, each with its own time. When the connection is lost, the other
 * axes become UNKNOWN: nobody is told an old value as a present one. NOT_SUPPORTED means that this
 * device can never tell; UNKNOWN, that it has not told yet.
 *
 * @param faults what is wrong now, in the order in which it was noticed
 */
public record DeviceStatus(
        Reading<Connection> connection,
        Reading<Operation> operation,
        Reading<Supply> supply,
        Reading<Media> media,
        List<Fault> faults) {

    public DeviceStatus {
        faults = List.copyOf(faults);
    }

    /** Whether bytes can reach the device. */
    public enum Connection {
        /** Nobody has tried yet. */
        UNKNOWN,
        /** An attempt is under way. */
        CONNECTING,
        /** The link is open and the device has answered, where it can answer. */
        CONNECTED,
        /** The link is lost or could not be opened; attempts go on. */
        DISCONNECTED
    }

    /** What the device is able to do. */
    public enum Operation {
        UNKNOWN,
        NOT_SUPPORTED,
        /** Ready for a command. */
        READY,
        /** At work on a command. */
        BUSY,
        /** Refuses work until somebody mends it: a cover open, paper out, an error. */
        OFFLINE
    }

    /** What it consumes, such as paper. */
    public enum Supply {
        UNKNOWN,
        NOT_SUPPORTED,
        ENOUGH,
        LOW,
        EMPTY
    }

    /** What lies in its mouth or path, such as a ticket not yet taken. */
    public enum Media {
        UNKNOWN,
        NOT_SUPPORTED,
        CLEAR,
        /** Something lies at the mouth and waits to be taken. */
        AT_MOUTH,
        JAMMED
    }

    /** The status of a device that has not been opened yet. */
    public static DeviceStatus unknown(Instant now) {
        return new DeviceStatus(
                new Reading<>(Connection.UNKNOWN, now),
                new Reading<>(Operation.UNKNOWN, now),
                new Reading<>(Supply.UNKNOWN, now),
                new Reading<>(Media.UNKNOWN, now),
                List.of());
    }
}
