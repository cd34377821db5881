package org.hallkiosk.hal.spi;

import java.time.Duration;
import org.hallkiosk.hal.link.LinkEnd;

/**
 * One unit's hold on a shared line. The arbiter of the line lets one exchange happen at a time,
 * sends the most urgent first, keeps the silences, and holds only the newest exchange of each slot.
 * A unit that does not answer is quarantined: its exchanges wait while it is probed with one short
 * exchange every ten seconds, so that it never delays a living one.
 *
 * <p>All methods are called on the device's strand and none blocks; handlers are called there.
 */
public interface BusPort {

    /**
     * Joins the line.
     *
     * @param unit the address on the line
     * @param probe the shortest exchange that a living unit answers, with the shortest time that a
     *     living one may take; its {@code done} is told of each probe. A unit whose probe expects
     *     no answer is never judged silent
     */
    void attach(int unit, Exchange probe, Handler handler);

    /** Leaves the line; exchanges that wait end as {@link Outcome.Dropped}. */
    void detach();

    /** Queues an exchange; it replaces a waiting one of the same slot. */
    void submit(Exchange exchange);

    /**
     * A request and what is expected of it.
     *
     * @param slot what it is about: of two waiting exchanges of one slot only the newer is sent
     * @param urgency smaller goes first; within one urgency the newest first for 0, the oldest
     *     first for others. {@link #ANSWER} is for what must follow a frame of the unit at once
     * @param request the bytes on the wire
     * @param replyWithin how long the unit has to answer after the last byte has left; zero when it
     *     does not answer
     * @param tries how often to send before giving up, at least 1; between two tries the unit is
     *     probed, and if it does not answer that either, the exchange is over
     * @param pause the least time between two exchanges of this slot
     * @param done told once how it ended
     */
    record Exchange(
            String slot,
            int urgency,
            byte[] request,
            Duration replyWithin,
            int tries,
            Duration pause,
            Done done) {

        /**
         * The urgency of an answer to an unsolicited frame, such as the acknowledgement of a key:
         * it expects no reply itself and goes out at once, even while another unit's reply is
         * awaited.
         */
        public static final int ANSWER = -1;

        public Exchange {
            if (tries < 1) {
                throw new IllegalArgumentException("An exchange is tried once at least");
            }
            if (urgency == ANSWER && !replyWithin.isZero()) {
                throw new IllegalArgumentException("An answer expects no reply");
            }
        }
    }

    /** Told how an exchange ended. */
    interface Done {
        void ended(Outcome outcome);
    }

    /** How an exchange ended. */
    sealed interface Outcome {
        /** The unit answered with this frame. */
        record Reply(byte[] frame) implements Outcome {}

        /** It was sent; no answer is expected. */
        record Sent() implements Outcome {}

        /** No answer came, however often it was tried, nor to the probe. */
        record Silence() implements Outcome {}

        /** A newer exchange of the slot took its place before it got through. */
        record Superseded() implements Outcome {}

        /** The line is gone or the unit left it. */
        record Dropped() implements Outcome {}
    }

    /** What happens on the line for this unit. */
    interface Handler {
        /** The line is being opened. */
        void connecting();

        /** The line is open; whether the unit lives is not known yet. */
        void connected();

        /** The unit has fallen silent and is probed from now on. */
        void quarantined();

        /** The unit answers again. */
        void released();

        /** A frame that answers no exchange: a key was pressed, or a reply came too late. */
        void unsolicited(byte[] frame);

        /**
         * Something came over the line that is part of no frame; every unit of the line is told,
         * since nothing in it says whose it was.
         *
         * @param bytes how many bytes, at least 1
         */
        void garbled(long bytes);

        /** The line is lost; the runtime opens it again by itself. */
        void disconnected(LinkEnd end);
    }
}
