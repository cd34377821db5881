package org.hallkiosk.hal.protocol.escpos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells apart what comes from a printer in one stream, however the link has cut it up
 * (printer-escpos.md §8). One for each connection; not for several threads.
 *
 * <p>What can be no reply is dropped and counted. The wire has no checksum: garbage that looks like
 * a reply is one.
 */
public final class ReplySplitter {

    /** A block longer than this is none; Epson limits the text of GS I to 80 bytes (unverified). */
    static final int LONGEST_BLOCK = 96;

    private static final int FULL_STATUS_SECOND = 0x0F;

    private final boolean fullStatus;
    private final byte[] pending = new byte[LONGEST_BLOCK + 1];
    private int length;
    private long dropped;

    /**
     * @param fullStatus whether {@code 10 0F} begins a full status of six bytes; it collides with
     *     automatic status back, which must be off then (§8)
     */
    public ReplySplitter(boolean fullStatus) {
        this.fullStatus = fullStatus;
    }

    /** Takes bytes, gives the replies that they complete, in order. */
    public List<Reply> accept(byte[] bytes) {
        List<Reply> replies = new ArrayList<>();
        for (byte b : bytes) {
            pending[length++] = b;
            take().ifPresent(replies::add);
        }
        return replies;
    }

    /**
     * Forgets a reply that has begun and not come to its end, before something new is asked: after
     * a silence its rest will not come any more.
     */
    public void discardPartial() {
        dropped += length;
        length = 0;
    }

    /** How many bytes were dropped because they belonged to no reply. */
    public long dropped() {
        return dropped;
    }

    /** Looks at what is pending after its newest byte has been added. */
    private Optional<Reply> take() {
        if (!canBelong()) {
            // A contradiction in mid-reply: nothing of its beginning may be taken for another
            // reply, or noise would prove a ticket.
            byte newest = pending[length - 1];
            dropped += length - 1;
            pending[0] = newest;
            length = 1;
        }
        int first = at(0);
        if (first == 0x11 || first == 0x13) {
            return done(new Reply.FlowControl(first == 0x11));
        }
        if (isBlockHeader(first)) {
            if (length > 1 && at(length - 1) == 0) {
                String text = new String(pending, 1, length - 2, StandardCharsets.ISO_8859_1);
                return done(new Reply.Block(first, text));
            }
            return Optional.empty();
        }
        if ((first & 0x93) == 0x12) {
            return done(new Reply.RealTimeStatus(first));
        }
        if ((first & 0x90) == 0x00) {
            return done(new Reply.InOrder(first));
        }
        if (isStatusHead(first)) {
            if (length < (fullStatus ? 6 : 4)) {
                return Optional.empty();
            }
            return done(
                    fullStatus
                            ? new Reply.FullStatus(at(2), at(3), at(4), at(5))
                            : new Reply.AutomaticStatus(first, at(1), at(2), at(3)));
        }
        dropped++;
        length = 0;
        return Optional.empty();
    }

    /** Whether the newest byte can go on with the reply that is pending. */
    private boolean canBelong() {
        if (length == 1) {
            return true;
        }
        int first = at(0);
        int newest = at(length - 1);
        if (isBlockHeader(first)) {
            boolean printable = newest >= 0x20 && newest <= 0x7E;
            return newest == 0 || (printable && length <= LONGEST_BLOCK);
        }
        if (fullStatus) {
            return length > 2 || newest == FULL_STATUS_SECOND;
        }
        return (newest & 0x90) == 0;
    }

    private boolean isStatusHead(int first) {
        return fullStatus ? first == 0x10 : (first & 0x93) == 0x10;
    }

    private static boolean isBlockHeader(int first) {
        return switch (first) {
            case 0x35, 0x37, 0x3B, 0x3D, 0x5F -> true;
            default -> false;
        };
    }

    private int at(int index) {
        return pending[index] & 0xFF;
    }

    private Optional<Reply> done(Reply reply) {
        length = 0;
        return Optional.of(reply);
    }
}
