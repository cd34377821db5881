package org.hallkiosk.provisioning.center;

import java.time.Instant;
import java.util.Optional;

/** What came on a hall's event topic, before it is stored. */
sealed interface Incoming {

    /** The hall on whose topic it came. */
    String hall();

    /** The bytes as they came. */
    byte[] bytes();

    /** When it came, by the center's wall clock. */
    Instant at();

    /**
     * A numbered event.
     *
     * @param claimed the chain hash that the hall sent beside it; empty when it sent none that is
     *     32 bytes in hex
     */
    record Numbered(
            String hall, Envelope envelope, byte[] bytes, Optional<byte[]> claimed, Instant at)
            implements Incoming {}

    /** Bytes without a number: kept aside, newest first, for a technician. */
    record Unnumbered(String hall, byte[] bytes, String why, Instant at) implements Incoming {}
}
