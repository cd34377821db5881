package org.hallkiosk.hal.emulator.escpos;

/** The receive buffer of the printer. */
final class RingBuffer {

    private final byte[] bytes;
    private int first;
    private int length;
    private long lost;

    RingBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** Takes a byte; when there is no room it is lost and counted. */
    void add(byte b) {
        if (length == bytes.length) {
            lost++;
            return;
        }
        bytes[(first + length) % bytes.length] = b;
        length++;
    }

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    byte take() {
        byte b = bytes[first];
        first = (first + 1) % bytes.length;
        length--;
        return b;
    }

    void clear() {
        length = 0;
    }

    long lost() {
        return lost;
    }
}
