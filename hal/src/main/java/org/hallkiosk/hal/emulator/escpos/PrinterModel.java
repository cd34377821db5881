package org.hallkiosk.hal.emulator.escpos;

/** Which kind of printer is emulated: what it answers. */
public enum PrinterModel {
    /** Everything of printer-escpos.md §3 to §6 except presenters: ASB, GS ( H, GS I, GS r. */
    EPSON,
    /** DLE EOT 1 to 4, GS r and ESC v; nothing unasked. */
    GS_R_BOARD,
    /** DLE EOT 1 to 4 only. */
    BARE_BOARD,
    /** DLE EOT 1 to 4, of which only 4 is truthful; the others always say 12 (§3, Dialects). */
    PAPER_ONLY_BOARD,
    /** Answers nothing ever. */
    MUTE_BOARD,
    /** Presents by GS e; DLE EOT 1 to 4 and 20, GS r. */
    PYRAMID_PRESENTER,
    /** Presents each ticket after its cut; DLE EOT 1 to 4 and 20, GS r. */
    CUSTOM_PRESENTER;

    boolean presents() {
        return this == PYRAMID_PRESENTER || this == CUSTOM_PRESENTER;
    }

    boolean answersRealTime() {
        return this != MUTE_BOARD;
    }

    boolean answersInOrder() {
        return this == EPSON || this == GS_R_BOARD || presents();
    }
}
