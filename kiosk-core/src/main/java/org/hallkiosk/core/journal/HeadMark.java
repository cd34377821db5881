package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small file beside the database that says how far it must at least have come.
 *
 * <p>SQLite takes a shortened write-ahead log for one that was never longer, so the loss of
 * committed events would not be seen. The mark is written after each commit, without a sync of its
 * own: it never says more than what is durable, and it is right after everything but a power cut,
 * after which it may say less.
 */
final class HeadMark implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(HeadMark.class.getName());
    private static final Pattern FORM = Pattern.compile("(\\d{8}) (\\d{13}) ([0-9a-f]{8})\n");

    private final FileChannel file;
    private boolean failed;

    private HeadMark(FileChannel file) {
        this.file = file;
    }

    /** Reads the mark; empty when there is none or it cannot be read for what it is. */
    static Optional<Position> read(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(new String(Files.readAllBytes(path), US_ASCII));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long epoch = Long.parseLong(matcher.group(1));
        long seq = Long.parseLong(matcher.group(2));
        boolean genuine =
                Long.parseLong(matcher.group(3), 16) == check(epoch, seq)
                        && epoch <= Position.MAX_EPOCH
                        && seq <= Position.MAX_SEQ;
        return genuine ? Optional.of(new Position(epoch, seq)) : Optional.empty();
    }

    static HeadMark open(Path path) throws IOException {
        return new HeadMark(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    }

    /** Writes the mark. A failure is logged once: the mark is a help, the commit stands without. */
    void write(Position head) {
        try {
            put(head);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOG.log(System.Logger.Level.WARNING, "The journal's mark could not be written", e);
            }
        }
    }

    /** Writes the mark and syncs it. */
    void writeDurably(Position head) throws IOException {
        put(head);
        file.force(true);
    }

    private void put(Position head) throws IOException {
        // By hand: this is on the way of every answer, where a format string would cost more than
        // the write.
        String text =
                padded(head.epoch(), 8)
                        + " "
                        + padded(head.seq(), 13)
                        + " "
                        + HexFormat.of().toHexDigits(check(head.epoch(), head.seq()), 8)
                        + "\n";
        file.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
    }

    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(digits - text.length()) + text;
    }

    private static long check(long epoch, long seq) {
        return new RowCheck().add(epoch).add(seq).value();
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The journal's mark did not close", e);
        }
    }
}
