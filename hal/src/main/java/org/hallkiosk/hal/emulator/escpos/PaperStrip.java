package org.hallkiosk.hal.emulator.escpos;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The paper that has passed the head and has not been cut off yet. Its top is the free end. */
final class PaperStrip {

    /** What a person would read at a height. */
    private record Text(int y, String text, boolean qr) {}

    private final int widthDots;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int headY;
    private int left = Integer.MAX_VALUE;
    private int papers;

    PaperStrip(int widthDots) {
        this.widthDots = widthDots;
    }

    int widthDots() {
        return widthDots;
    }

    /** How much paper is between the free end and the head. */
    int headY() {
        return headY;
    }

    /** The roll ends after so many more dots. */
    void endsAfter(int dots) {
        left = dots;
    }

    boolean ended() {
        return left == 0;
    }

    void put(Mark mark) {
        if (!ended()) {
            marks.add(mark);
        }
    }

    void read(String text) {
        if (!ended()) {
            texts.add(new Text(headY, text, false));
        }
    }

    void readQr(String content) {
        if (!ended()) {
            texts.add(new Text(headY, content, true));
        }
    }

    void received(byte[] command) {
        bytes.writeBytes(command);
    }

    /** Moves the paper, as far as there is any; says how far it moved. */
    int advance(int dots) {
        int moved = Math.min(dots, left);
        headY += moved;
        if (left != Integer.MAX_VALUE) {
            left -= moved;
        }
        return moved;
    }

    /** Cuts off what is above a height; the rest stays on the strip. */
    Paper cut(int at) {
        return takeOff(at, true);
    }

    /** A person pulls out everything that is there, as when the roll is changed. */
    Paper tear() {
        return takeOff(headY, false);
    }

    private Paper takeOff(int at, boolean cut) {
        List<Mark> on = new ArrayList<>();
        for (Iterator<Mark> i = marks.iterator(); i.hasNext(); ) {
            Mark mark = i.next();
            if (mark.y() < at) {
                on.add(mark);
                i.remove();
            }
        }
        marks.replaceAll(mark -> mark.moved(mark.x(), mark.y() - at));
        List<String> lines = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        for (Iterator<Text> i = texts.iterator(); i.hasNext(); ) {
            Text text = i.next();
            if (text.y < at) {
                (text.qr ? codes : lines).add(text.text);
                i.remove();
            }
        }
        texts.replaceAll(text -> new Text(text.y - at, text.text, text.qr));
        headY -= at;
        Paper paper =
                new Paper(
                        ++papers,
                        cut,
                        lines,
                        codes,
                        bytes.toByteArray(),
                        new PaperPicture(widthDots, at, on));
        bytes.reset();
        return paper;
    }
}
