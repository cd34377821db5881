package org.hallkiosk.core.role.dispenser;

import java.time.Duration;
import java.util.Optional;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.HandIn;
import org.hallkiosk.core.port.DeviceLog;
import org.hallkiosk.core.port.HallClient;
import org.hallkiosk.hal.time.Strand;

/**
 * Brings what was done alone to the hall: in order, each step after the answer to the one before
 * (TICKET.md, handing in).
 */
final class HandingIn {

    private static final System.Logger LOG = System.getLogger(HandingIn.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String device;
    private final Strand strand;
    private final HallClient hall;
    private final DeviceLog log;
    private boolean under;

    HandingIn(String device, Strand strand, HallClient hall, DeviceLog log) {
        this.device = device;
        this.strand = strand;
        this.hall = hall;
        this.log = log;
    }

    /** Goes on if there is something to hand in, the hall is there, and no step is under way. */
    void go() {
        if (under || !hall.connected()) {
            return;
        }
        Optional<DeviceLog.Step> first = log.first();
        if (first.isEmpty()) {
            return;
        }
        DeviceLog.Step step = first.get();
        under = true;
        hall.request(
                        step.id(),
                        command(step),
                        new HandIn(device, step.seq(), step.at(), step.agoMillis()),
                        PATIENCE)
                .thenAccept(reply -> answered(step, reply));
    }

    /**
     * An adoption says how long ago its take was when it is handed in, not when it was recorded.
     */
    private static Command.Request command(DeviceLog.Step step) {
        return step.command() instanceof Command.TicketAdopt adopt
                ? new Command.TicketAdopt(
                        adopt.take(),
                        adopt.block(),
                        adopt.epoch(),
                        adopt.ticket(),
                        adopt.category(),
                        adopt.takenAt(),
                        step.agoMillis())
                : step.command();
    }

    private void answered(DeviceLog.Step step, HallClient.Reply reply) {
        switch (reply) {
            case HallClient.Reply.Accepted accepted -> remove(step);
            case HallClient.Reply.Refused refused -> {
                if (mayPass(refused)) {
                    again();
                } else {
                    // A hand-in is accepted or without effect; a refusal is a mistake of this
                    // program, and holding the queue for it would lose everything behind it.
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "The hall refused step {0} ({1}), handed in by {2}: {3}. The step is"
                                    + " dropped; report this with the device''s journal.",
                            step.seq(),
                            step.command().verb(),
                            device,
                            refused.refusal());
                    remove(step);
                }
            }
            case HallClient.Reply.NoAnswer none -> again();
        }
    }

    private static boolean mayPass(HallClient.Reply.Refused refused) {
        return switch (refused.refusal().code()) {
            case DEGRADED, INTERNAL, RECOVERING, DAY_NOT_OPEN, CLOCK_DOUBTFUL -> true;
            default -> false;
        };
    }

    private void remove(DeviceLog.Step step) {
        log.remove(step.seq())
                .whenComplete(
                        (done, failure) -> {
                            under = false;
                            if (failure == null) {
                                go();
                            } else {
                                strand.after(PAUSE, this::go);
                            }
                        });
    }

    private void again() {
        strand.after(
                PAUSE,
                () -> {
                    under = false;
                    go();
                });
    }
}
