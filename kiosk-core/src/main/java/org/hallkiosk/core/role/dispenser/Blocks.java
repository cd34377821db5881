package org.hallkiosk.core.role.dispenser;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hallkiosk.core.domain.Answer;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.DeviceLog.Lease;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.core.port.Ids;
import org.hallkiosk.hal.time.Strand;

/**
 * Holds a block of numbers for each category, ready for the moment when the hall cannot be reached.
 * A block belongs to one business day and one epoch of the hall; those of another are void.
 */
final class Blocks {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final DispenserSettings settings;
    private final Strand strand;
    private final HallClient hall;
    private final DeviceLog log;
    private final Ids ids;
    private final Set<String> asked = new HashSet<>();

    Blocks(DispenserSettings settings, Strand strand, HallClient hall, DeviceLog log, Ids ids) {
        this.settings = settings;
        this.strand = strand;
        this.hall = hall;
        this.log = log;
        this.ids = ids;
    }

    /** The lease whose next number may be given for a category now, if there is one. */
    Optional<Lease> usable(String category) {
        String today = LocalDate.ofInstant(strand.now(), settings.zone()).toString();
        return log.leases().stream()
                .filter(lease -> lease.category().equals(category))
                .filter(lease -> lease.day().equals(today) && lease.left() > 0)
                .max(Comparator.comparingLong(Lease::epoch));
    }

    /** Leases what is missing, and drops what is void. */
    void refill(List<String> categories, long epoch) {
        String today = LocalDate.ofInstant(strand.now(), settings.zone()).toString();
        for (Lease lease : log.leases()) {
            boolean past = lease.day().compareTo(today) < 0 || lease.epoch() < epoch;
            if (past || lease.left() == 0) {
                log.drop(lease.block());
            }
        }
        categories.forEach(this::leaseIfShort);
    }

    private void lease(String category) {
        if (!hall.connected() || !asked.add(category)) {
            return;
        }
        hall.request(
                        ids.next(),
                        new Command.BlockLease(category, settings.blockSize()),
                        null,
                        PATIENCE)
                .thenAccept(
                        reply -> {
                            if (reply instanceof HallClient.Reply.Accepted accepted
                                    && accepted.answer() instanceof Answer.BlockGiven given) {
                                asked.remove(category);
                                log.keep(lease(category, given));
                            } else {
                                // The day may not be open yet, or the hall may be in trouble.
                                strand.after(PAUSE, () -> again(category));
                            }
                        });
    }

    private void again(String category) {
        asked.remove(category);
        leaseIfShort(category);
    }

    private void leaseIfShort(String category) {
        if (usable(category).map(Lease::left).orElse(0) * 2 < settings.blockSize()) {
            lease(category);
        }
    }

    private static Lease lease(String category, Answer.BlockGiven given) {
        return new Lease(
                given.block(),
                category,
                given.day().toString(),
                given.epoch(),
                given.from(),
                given.to(),
                given.macKey());
    }
}
