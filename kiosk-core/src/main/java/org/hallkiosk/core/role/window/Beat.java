package org.hallkiosk.core.role.window;

import java.time.Duration;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * Whether the hall is heard: stale until its first live beat, and again when none has come for
 * fifteen seconds (OUTSIDE.md, {@code queue/state}). Also refuses what an earlier epoch says
 * (EVENTS.md 10). On its role's strand.
 */
final class Beat {

    private static final Duration STALE_AFTER = Duration.ofSeconds(15);

    private final Strand strand;
    private final Runnable changed;
    private long epoch;
    private boolean stale = true;
    private Strand.@Nullable Timer timer;

    /**
     * @param changed told of each change of {@link #stale}
     */
    Beat(Strand strand, Runnable changed) {
        this.strand = strand;
        this.changed = changed;
    }

    /** A live beat; one of an earlier epoch does not count. */
    void heard(long ofEpoch) {
        if (!admits(ofEpoch)) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timer = strand.after(STALE_AFTER, () -> become(true));
        become(false);
    }

    /** Whether this epoch is not over; a later one than before begins now. */
    boolean admits(long ofEpoch) {
        epoch = Math.max(epoch, ofEpoch);
        return epoch == ofEpoch;
    }

    boolean stale() {
        return stale;
    }

    private void become(boolean now) {
        if (stale != now) {
            stale = now;
            changed.run();
        }
    }
}
