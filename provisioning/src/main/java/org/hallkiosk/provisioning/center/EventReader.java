package org.hallkiosk.provisioning.center;

import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.EventCodec;

/** Reads the stored bytes of an event. */
@FunctionalInterface
public interface EventReader {

    /**
     * Reads; depends on nothing but the bytes.
     *
     * @throws Unreadable when this version of the program cannot say what the event means
     */
    EventRecord read(byte[] bytes) throws Unreadable;

    /** Reads with the codec of the wire. */
    static EventReader of(EventCodec codec) {
        return bytes ->
                switch (codec.decode(bytes)) {
                    case Decoded.Good<EventRecord>(EventRecord event) -> event;
                    case Decoded.Bad<EventRecord>(String field, String why) ->
                            throw new Unreadable(field.isEmpty() ? why : field + ": " + why);
                };
    }

    /** An event that is stored and cannot be interpreted. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        /** Tells why, in one sentence. */
        public Unreadable(String why) {
            super(why);
        }
    }
}
