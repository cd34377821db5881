package org.hallkiosk.hal.emulator.escpos;

import java.util.List;

/**
 * A piece of paper that has left the printer: the ground truth of what was printed.
 *
 * @param number counts from 1 in each emulator
 * @param cut whether the cutter cut it off; otherwise somebody pulled it out
 * @param lines what a person reads, from top to bottom, without empty lines; a small picture within
 *     a line stands as U+FFFC, a character that the printer's font lacks as U+FFFD
 * @param qrCodes the contents of the QR codes, from top to bottom
 * @param bytes every byte that was executed since the paper before; must not be changed
 * @param picture how it looks
 */
public record Paper(
        int number,
        boolean cut,
        List<String> lines,
        List<String> qrCodes,
        byte[] bytes,
        PaperPicture picture) {
    public Paper {
        lines = List.copyOf(lines);
        qrCodes = List.copyOf(qrCodes);
    }
}
