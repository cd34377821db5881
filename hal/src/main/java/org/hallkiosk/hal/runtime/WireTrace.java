package org.hallkiosk.hal.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What went over one link of late, byte for byte, in memory alone. It may hold what citizens show
 * to a reader: whoever passes it on must know whom to.
 *
 * <p>Written on the link's strand, read from any thread.
 */
public final class WireTrace {

    /** Which way bytes went. */
    public enum Direction {
        /** From this computer to the device. */
        OUT,
        /** From the device to this computer. */
        IN,
        /** Nothing went: the link was opened, lost or refused. */
        NOTE
    }

    /**
     * @param at the wall clock
     * @param data the bytes in hexadecimal, or a sentence for {@link Direction#NOTE}
     */
    public record Entry(Instant at, Direction direction, String data) {}

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    /** A longer piece is cut here, so that a picture does not push everything else out. */
    private static final int MOST_BYTES = 1024;

    private final AtomicReferenceArray<@Nullable Entry> ring;
    private volatile long written;
    private volatile @Nullable Consumer<Entry> listener;

    /**
     * @param entries how many to keep, at least 1
     */
    public WireTrace(int entries) {
        ring = new AtomicReferenceArray<>(entries);
    }

    /** The last entries, oldest first. */
    public List<Entry> recent() {
        List<Entry> entries = new ArrayList<>();
        long end = written;
        for (long i = Math.max(0, end - ring.length()); i < end; i++) {
            Entry entry = ring.get((int) (i % ring.length()));
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /**
     * Told of each entry on the link's strand, in place of the listener of before; null for nobody.
     */
    public void onEntry(@Nullable Consumer<Entry> newListener) {
        listener = newListener;
    }

    void bytes(Instant at, Direction direction, byte[] bytes) {
        int length = Math.min(bytes.length, MOST_BYTES);
        String hex = HEX.formatHex(bytes, 0, length);
        add(
                new Entry(
                        at,
                        direction,
                        length == bytes.length ? hex : hex + " … " + bytes.length + " bytes"));
    }

    void note(Instant at, String sentence) {
        add(new Entry(at, Direction.NOTE, sentence));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written on one strand alone
    private void add(Entry entry) {
        ring.set((int) (written % ring.length()), entry);
        written++;
        Consumer<Entry> hearer = listener;
        if (hearer != null) {
            hearer.accept(entry);
        }
    }
}
