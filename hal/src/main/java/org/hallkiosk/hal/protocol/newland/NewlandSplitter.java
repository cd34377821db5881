package org.hallkiosk.hal.protocol.newland;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts what comes from a scanner into codes and replies (scanner.md §1, §2): a reply begins with
 * {@code 02 01 30 30 30 30} and ends with {@code 3B 03}; everything else is data, which ends with
 * CR, LF, CR LF, with a reply, or with a gap that the driver tells by {@link #gap}.
 */
public final class NewlandSplitter {

    /** A longer code is none of ours (scanner.md §1); what is beyond is counted and dropped. */
    public static final int MOST_DATA = 4096;

    /** Longer than the description of any device; it holds line feeds, but no STX. */
    private static final int MOST_REPLY = 1024;

    private static final byte[] LEAD = {0x02, 0x01, 0x30, 0x30, 0x30, 0x30};

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream();
    private int dataLength;
    private int leadSeen;
    private boolean inReply;
    private byte replyLast;

    /** Takes bytes, gives what they complete. */
    public List<NewlandInput> accept(byte[] bytes) {
        List<NewlandInput> complete = new ArrayList<>();
        for (byte b : bytes) {
            if (inReply) {
                replyByte(b, complete);
            } else {
                dataByte(b, complete);
            }
        }
        return complete;
    }

    /** Nothing came for so long that a code has ended and a reply will not go on. */
    public List<NewlandInput> gap() {
        List<NewlandInput> complete = new ArrayList<>();
        giveReplyUp();
        endLead();
        endData(complete);
        return complete;
    }

    /** Whether bytes wait for their end. */
    public boolean partial() {
        return inReply || leadSeen > 0 || dataLength > 0;
    }

    private void replyByte(byte b, List<NewlandInput> complete) {
        if (b == LEAD[0]) {
            giveReplyUp();
            leadSeen = 1;
            return;
        }
        boolean ends = b == 0x03 && replyLast == 0x3B;
        reply.write(b);
        replyLast = b;
        if (ends) {
            byte[] body = Arrays.copyOf(reply.toByteArray(), reply.size() - 2);
            Optional<NewlandReply> read = NewlandReply.parse(body);
            if (read.isPresent()) {
                endData(complete);
                complete.add(new NewlandInput.Reply(read.get(), LEAD.length + reply.size()));
                inReply = false;
                reply.reset();
            } else {
                giveReplyUp();
            }
        } else if (reply.size() >= MOST_REPLY) {
            giveReplyUp();
        }
    }

    private void dataByte(byte b, List<NewlandInput> complete) {
        if (b == LEAD[leadSeen]) {
            leadSeen++;
            if (leadSeen == LEAD.length) {
                leadSeen = 0;
                inReply = true;
                replyLast = 0;
            }
            return;
        }
        endLead();
        if (b == LEAD[0]) {
            leadSeen = 1;
        } else if (b == '\r' || b == '\n') {
            endData(complete);
        } else {
            add(b);
        }
    }

    /** It was no reply: what has come of it belongs to a code. */
    private void giveReplyUp() {
        if (inReply) {
            inReply = false;
            for (byte b : LEAD) {
                add(b);
            }
            for (byte b : reply.toByteArray()) {
                add(b);
            }
            reply.reset();
        }
    }

    private void endLead() {
        for (int i = 0; i < leadSeen; i++) {
            add(LEAD[i]);
        }
        leadSeen = 0;
    }

    private void add(byte b) {
        dataLength++;
        if (dataLength <= MOST_DATA) {
            data.write(b);
        }
    }

    private void endData(List<NewlandInput> complete) {
        if (dataLength > 0) {
            complete.add(new NewlandInput.Data(data.toByteArray(), dataLength));
            data.reset();
            dataLength = 0;
        }
    }
}
