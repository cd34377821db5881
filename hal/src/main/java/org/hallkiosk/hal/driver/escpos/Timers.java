package org.hallkiosk.hal.driver.escpos;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.hallkiosk.hal.time.Strand;

/** Timers that end together. Used on the strand alone. */
final class Timers {

    private final Strand strand;
    private final Set<Due> waiting = new HashSet<>();

    /** One timer, which takes itself off the list when its time has come. */
    private final class Due implements Runnable {
        private final Runnable work;
        private final Strand.Timer timer;

        Due(Duration delay, Runnable work) {
            this.work = work;
            this.timer = strand.after(delay, this);
        }

        @Override
        public void run() {
            // A timer that was cancelled too late to be stopped is off the list already.
            if (waiting.remove(this)) {
                work.run();
            }
        }
    }

    Timers(Strand strand) {
        this.strand = strand;
    }

    void after(Duration delay, Runnable work) {
        waiting.add(new Due(delay, work));
    }

    void cancel() {
        waiting.forEach(due -> due.timer.cancel());
        waiting.clear();
    }
}
