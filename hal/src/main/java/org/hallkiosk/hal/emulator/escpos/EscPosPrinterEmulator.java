package org.hallkiosk.hal.emulator.escpos;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.hallkiosk.hal.emulator.DeviceSide;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;

/**
 * A ticket printer at the other end of a link, with everything that printer-escpos.md §12 asks of
 * one: a receive buffer, a printing speed in the strand's time, answers in the order of the data
 * and answers at once, status at every change, a mouth where tickets lie, and troubles on command.
 *
 * <p>What it cannot show: modem lines, and a full buffer that holds the sender up; bytes beyond the
 * buffer are lost, as on a serial line without flow control.
 *
 * <p>Every method is called on the strand and none blocks; the sink is called there.
 */
public final class EscPosPrinterEmulator {

    /** A strip that nobody ever cuts is torn off by its own weight after about 5 m. */
    private static final int LONGEST_STRIP = 40_000;

    private final DeviceSide side;
    private final Strand strand;
    private final PrinterSettings settings;
    private final PaperSink sink;

    private final RingBuffer buffer;
    private final RealTimeScanner scanner = new RealTimeScanner();
    private final CommandReader reader = new CommandReader();
    private final PaperStrip strip;
    private final PrintHead head;
    private final Set<PrinterTrouble> troubles = EnumSet.noneOf(PrinterTrouble.class);

    private boolean running;
    private boolean busy;
    private boolean resuming;
    private boolean cutterError;
    private long work;
    private int statusMask;
    private byte[] statusSent = {};
    private boolean atMouth;
    private int retracted;
    private long received;

    /**
     * @param sink where paper falls
     */
    public EscPosPrinterEmulator(
            Links links,
            LinkAddress address,
            Strand strand,
            PrinterSettings settings,
            PaperSink sink) {
        this.side = new DeviceSide(links, address, strand, this::take);
        this.strand = strand;
        this.settings = settings;
        this.sink = sink;
        this.buffer = new RingBuffer(settings.bufferBytes());
        this.strip = new PaperStrip(settings.widthDots());
        this.head = new PrintHead(strip, settings.fourByteCodes());
        strip.advance(settings.cutterDistance());
    }

    /** Opens its side of the link, and again after each end. Without effect when it runs. */
    public void start() {
        running = true;
        openLink();
    }

    /** Closes the link and forgets what is in memory. It may be started again. */
    public void stop() {
        running = false;
        side.close();
        loseMemory();
    }

    /** Begins a trouble; without effect when it has begun. */
    public void begin(PrinterTrouble trouble) {
        if (!troubles.add(trouble)) {
            return;
        }
        switch (trouble) {
            case PAPER_OUT -> strip.endsAfter(0);
            case POWER_OFF -> {
                side.close();
                loseMemory();
            }
            default -> {}
        }
        changed();
    }

    /** Ends a trouble, as a person does; without effect when there is none. */
    public void end(PrinterTrouble trouble) {
        if (!troubles.remove(trouble)) {
            return;
        }
        switch (trouble) {
            case PAPER_OUT -> {
                strip.endsAfter(Integer.MAX_VALUE);
                tear();
                resume();
            }
            case COVER_OPEN -> resume();
            case POWER_OFF -> {
                cutterError = false;
                openLink();
            }
            default -> {}
        }
        changed();
        pump();
    }

    /** The troubles that last. */
    public Set<PrinterTrouble> troubles() {
        return Set.copyOf(troubles);
    }

    /**
     * Lets the roll end after so much more paper, in dots: in the middle of a ticket if need be.
     */
    public void endPaperAfter(int dots) {
        strip.endsAfter(Math.max(1, dots));
    }

    /** Sends bytes that mean nothing, as a bad cable does. */
    public void sendGarbage(byte[] bytes) {
        transmit(bytes);
    }

    /** Whether a ticket lies at the mouth; only presenters know. */
    public boolean ticketAtMouth() {
        return atMouth;
    }

    /** A person takes the ticket at the mouth, if there is one. */
    public void takeTicket() {
        atMouth = false;
    }

    /** How many tickets the presenter has drawn back. */
    public int retracted() {
        return retracted;
    }

    /** How many bytes have come in. */
    public long received() {
        return received;
    }

    /** How many bytes were lost because the buffer was full. */
    public long lost() {
        return buffer.lost();
    }

    /** How many commands were skipped because they are not known here. */
    public long skipped() {
        return head.skipped() + reader.refused();
    }

    /** How many bytes wait in the receive buffer. */
    public int waiting() {
        return buffer.length();
    }

    private void openLink() {
        if (running && powered()) {
            side.open();
        }
    }

    private boolean powered() {
        return !troubles.contains(PrinterTrouble.POWER_OFF);
    }

    private void take(byte[] bytes) {
        received += bytes.length;
        for (byte b : bytes) {
            buffer.add(b);
            scanner.accept(b).ifPresent(this::realTime);
        }
        pump();
    }

    /** Executes commands while there is nothing to wait for. */
    private void pump() {
        while (!busy && canWork() && !buffer.isEmpty()) {
            reader.accept(buffer.take()).ifPresent(this::execute);
        }
    }

    private boolean canWork() {
        return powered() && !resuming && !offline() && !troubles.contains(PrinterTrouble.STUCK);
    }

    private boolean offline() {
        return cutterError
                || strip.ended()
                || troubles.contains(PrinterTrouble.COVER_OPEN)
                || troubles.contains(PrinterTrouble.HEAD_HOT)
                || troubles.contains(PrinterTrouble.BROKEN);
    }

    private void execute(byte[] command) {
        strip.received(command);
        int kind = command.length < 2 ? 0 : (command[0] & 0xFF) << 8 | (command[1] & 0xFF);
        switch (kind) {
            case 0x1D72 -> paperStatus(command[2] & 0x0F);
            case 0x1B76 -> paperStatus(1);
            case 0x1D49 -> identify(command[2] & 0xFF);
            case 0x1D61 -> automaticStatus(command[2] & 0xFF);
            case 0x1D56 -> {
                boolean feed = command[2] == 0x41 || command[2] == 0x42;
                cut(feed ? settings.cutterDistance() + (command[3] & 0xFF) : 0);
            }
            case 0x1B69, 0x1B6D -> cut(0);
            case 0x1D65 -> presenter(command);
            case 0x1D28 -> {
                if (command[2] == 0x48) {
                    processId(command);
                } else {
                    print(command);
                }
            }
            default -> print(command);
        }
    }

    private void print(byte[] command) {
        int moved = head.execute(command);
        if (moved > 0) {
            afterPaperMoved(moved, Duration.ZERO, () -> {});
        }
        if (strip.headY() > LONGEST_STRIP) {
            tear();
        }
    }

    /** Lets the time pass that the paper needs, then goes on. */
    private void afterPaperMoved(int dots, Duration more, Runnable then) {
        if (strip.ended()) {
            troubles.add(PrinterTrouble.PAPER_OUT);
            changed();
            return;
        }
        int speed = settings.millimetresPerSecond();
        Duration time = speed == 0 ? more : more.plusNanos(dots * 1_000_000_000L / (speed * 8L));
        if (time.isZero()) {
            then.run();
            return;
        }
        busy = true;
        long mine = ++work;
        strand.after(
                time,
                () -> {
                    if (mine == work) {
                        busy = false;
                        then.run();
                        pump();
                    }
                });
    }

    private void cut(int feed) {
        int moved = strip.advance(feed);
        afterPaperMoved(
                moved,
                settings.cutTime(),
                () -> {
                    if (troubles.contains(PrinterTrouble.CUTTER_JAM)) {
                        cutterError = true;
                        changed();
                    } else {
                        finishCut(settings.model() == PrinterModel.CUSTOM_PRESENTER);
                    }
                });
    }

    private void finishCut(boolean present) {
        int at = strip.headY() - settings.cutterDistance();
        if (at > 0) {
            sink.fell(strip.cut(at));
            atMouth = present || atMouth;
        }
    }

    private void presenter(byte[] command) {
        if (!settings.model().presents()) {
            return;
        }
        switch (command[2]) {
            case 0x02 -> {
                if (atMouth) {
                    atMouth = false;
                    retracted++;
                }
            }
            case 0x03 -> {
                int moved = strip.advance(settings.cutterDistance());
                afterPaperMoved(moved, settings.cutTime(), () -> finishCut(true));
            }
            case 0x05 -> atMouth = false;
            case 0x06 -> {
                int status = paperLow() ? 0x01 : 0;
                status |= strip.ended() ? 0 : 0x04;
                transmit(status | (atMouth ? 0x08 : 0));
            }
            default -> {}
        }
    }

    private void paperStatus(int which) {
        if (!settings.model().answersInOrder()) {
            return;
        }
        if (which == 1) {
            transmit((paperLow() ? 0x03 : 0) | (strip.ended() ? 0x0F : 0));
        } else if (which == 2) {
            transmit(0x00);
        }
    }

    private void processId(byte[] command) {
        if (settings.model() == PrinterModel.EPSON && command.length == 11 && command[6] == 0x30) {
            transmit(0x37, 0x22, command[7], command[8], command[9], command[10], 0x00);
        }
    }

    private void identify(int n) {
        if (settings.model() != PrinterModel.EPSON) {
            return;
        }
        switch (n) {
            case 0x01, 0x31 -> transmit(0x20);
            case 0x02, 0x32 -> transmit(0x03);
            case 0x03, 0x33 -> transmit(0x01);
            case 0x41 -> block("1.00 ESC/POS");
            case 0x42 -> block("EPSON");
            case 0x43 -> block("TM-T82III");
            case 0x44 -> block("EMULATED01");
            case 0x45 -> block(settings.fourByteCodes() ? "CHINA GB18030" : "CHINA GBK");
            default -> {}
        }
    }

    private void block(String text) {
        byte[] bytes = ("_" + text + "\0").getBytes(StandardCharsets.US_ASCII);
        transmit(bytes);
    }

    private void automaticStatus(int mask) {
        if (settings.model() == PrinterModel.EPSON) {
            statusMask = mask;
            if (mask != 0) {
                statusSent = status();
                transmit(statusSent);
            }
        }
    }

    /** Something about its state may have changed: tells it, where it was asked to. */
    private void changed() {
        byte[] now = status();
        if (statusSent.length == 4 && differsAsAsked(now)) {
            statusSent = now;
            transmit(now);
        }
    }

    private boolean differsAsAsked(byte[] now) {
        return ((statusMask & 0x02) != 0 && now[0] != statusSent[0])
                || ((statusMask & 0x04) != 0 && now[1] != statusSent[1])
                || ((statusMask & 0x08) != 0 && now[2] != statusSent[2]);
    }

    /** The four bytes of §4. */
    private byte[] status() {
        int first = 0x10;
        first |= offline() ? 0x08 : 0;
        first |= troubles.contains(PrinterTrouble.COVER_OPEN) ? 0x20 : 0;
        int second = cutterError ? 0x08 : 0;
        second |= troubles.contains(PrinterTrouble.BROKEN) ? 0x20 : 0;
        second |= troubles.contains(PrinterTrouble.HEAD_HOT) ? 0x40 : 0;
        int third = paperLow() ? 0x03 : 0;
        third |= strip.ended() ? 0x0F : 0;
        return new byte[] {(byte) first, (byte) second, (byte) third, 0};
    }

    private boolean paperLow() {
        return troubles.contains(PrinterTrouble.PAPER_LOW);
    }

    private void realTime(byte[] command) {
        if (!powered() || troubles.contains(PrinterTrouble.STUCK)) {
            return;
        }
        switch (command[1]) {
            case 0x04 -> realTimeStatus(command[2]);
            case 0x05 -> recover(command[2]);
            case 0x14 -> {
                if (command[2] == 0x08) {
                    clearBuffers();
                    transmit(0x37, 0x25, 0x00);
                } else if (command[2] == 0x07 && command[3] == 1) {
                    transmit(status());
                }
            }
            default -> {}
        }
    }

    private void realTimeStatus(int n) {
        if (!settings.model().answersRealTime()) {
            return;
        }
        boolean blind = settings.model() == PrinterModel.PAPER_ONLY_BOARD;
        byte[] status = status();
        switch (n) {
            case 0x01 -> {
                int waits = resuming ? 0x20 : 0;
                transmit(blind ? 0x12 : 0x12 | (offline() ? 0x08 : 0) | waits);
            }
            case 0x02 -> {
                int cause = troubles.contains(PrinterTrouble.COVER_OPEN) ? 0x04 : 0;
                cause |= strip.ended() ? 0x20 : 0;
                cause |= status[1] != 0 ? 0x40 : 0;
                transmit(blind ? 0x12 : 0x12 | cause);
            }
            case 0x03 -> transmit(blind ? 0x12 : 0x12 | status[1]);
            case 0x04 -> {
                int paper = paperLow() || strip.ended() ? 0x0C : 0;
                transmit(0x12 | paper | (strip.ended() ? 0x60 : 0));
            }
            case 0x11 -> {
                if (settings.model().presents()) {
                    transmit(0x12 | (busy ? 0x04 : 0) | (strip.ended() ? 0x20 : 0));
                }
            }
            case 0x14 -> {
                if (settings.model().presents()) {
                    fullStatus();
                }
            }
            default -> {}
        }
    }

    private void fullStatus() {
        int paper = strip.ended() ? 0x01 : 0;
        paper |= paperLow() ? 0x04 : 0;
        paper |= atMouth ? 0x20 : 0;
        int user = troubles.contains(PrinterTrouble.COVER_OPEN) ? 0x03 : 0;
        user |= busy ? 0x08 : 0;
        int recoverable = troubles.contains(PrinterTrouble.HEAD_HOT) ? 0x01 : 0;
        int unrecoverable = cutterError ? 0x01 : 0;
        unrecoverable |= troubles.contains(PrinterTrouble.BROKEN) ? 0x08 : 0;
        transmit(0x10, 0x0F, paper, user, recoverable, unrecoverable);
    }

    /** DLE ENQ: only a printer that is stopped listens to it. */
    private void recover(int n) {
        boolean stopped = offline() || resuming;
        if (!stopped || n == 0) {
            return;
        }
        boolean jamGone = !troubles.contains(PrinterTrouble.CUTTER_JAM);
        if (n == 2) {
            clearBuffers();
            cutterError &= !jamGone;
        } else if (cutterError && jamGone) {
            cutterError = false;
            finishCut(settings.model().presents());
        }
        changed();
        pump();
    }

    private void clearBuffers() {
        buffer.clear();
        reader.reset();
        head.clearLine();
    }

    private void resume() {
        resuming = true;
        strand.after(
                settings.resumeDelay(),
                () -> {
                    resuming = false;
                    pump();
                });
    }

    /** Somebody pulls out what hangs from the printer; blank paper does not count. */
    private void tear() {
        Paper paper = strip.tear();
        if (!paper.picture().isBlank()) {
            sink.fell(paper);
        }
        strip.advance(settings.cutterDistance());
    }

    private void loseMemory() {
        clearBuffers();
        scanner.reset();
        head.initialise();
        statusMask = 0;
        statusSent = new byte[0];
        busy = false;
        resuming = false;
        work++;
    }

    private void transmit(int... bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = (byte) bytes[i];
        }
        transmit(out);
    }

    private void transmit(byte[] bytes) {
        if (!troubles.contains(PrinterTrouble.SILENT)
                && settings.model() != PrinterModel.MUTE_BOARD) {
            side.write(bytes);
        }
    }
}
