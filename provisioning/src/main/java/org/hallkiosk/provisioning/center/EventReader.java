package org.hallkiosk.provisioning.center;

import org.hallkiosk.core.domain.EventRecord;

/** Reads the stored bytes of an event. */
@FunctionalInterface
public interface EventReader {

    /**
     * Reads; depends on nothing but the bytes.
     *
     * @throws Unreadable when this version of the program cannot say what the event means
     */
    EventRecord read(byte[] bytes) throws Unreadable;

    /** An event that is stored and cannot be interpreted. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        /** Tells why, in one sentence. */
        public Unreadable(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
