package org.hallkiosk.hal.spi;

import java.time.Duration;
import java.util.List;

/** How frames of one wire are told apart on a shared line. */
public interface BusDialect {

    /** The wire's name; units of one line share it. */
    String name();

    /** A fresh splitter for one connection. */
    Splitter splitter();

    /** The least silence between two frames on the line. */
    Duration silence();

    /** Cuts a stream into frames; keeps what is not complete, drops what is no frame. */
    interface Splitter {
        /** Takes bytes, gives the frames that they complete. */
        List<Inbound> accept(byte[] bytes);

        /** How many bytes have been dropped because they belonged to no frame. */
        long dropped();
    }

    /**
     * A frame from a device.
     *
     * @param unit the address of the unit that sent it, or {@link #UNKNOWN_UNIT} on wires whose
     *     replies do not name their sender
     */
    record Inbound(int unit, byte[] frame) {
        public static final int UNKNOWN_UNIT = -1;
    }
}
