package org.hallkiosk.hal.emulator.ff68;

/** The keys of an emulated pad, with what they send (evaluator-and-callpad.md §1.2). */
public enum PadKey {
    EVALUATE(0x0B),
    NEXT(0x0C),
    RECALL(0x0D),
    CANCEL(0x0E),
    /** 6 and confirm. */
    MISS(6, 0x0F),
    /** 0 and confirm. */
    PARK(0, 0x0F),
    /** 3 and confirm. */
    CALL_BACK(3, 0x0F),
    STAND_BACK(0x11),
    PAUSE(0x12),
    TRANSFER(0x13);

    /** Before the code; negative for none. */
    private final int digit;

    private final int code;

    PadKey(int code) {
        this(-1, code);
    }

    PadKey(int digit, int code) {
        this.digit = digit;
        this.code = code;
    }

    int[] bytes() {
        return digit < 0 ? new int[] {code} : new int[] {digit, code};
    }
}
