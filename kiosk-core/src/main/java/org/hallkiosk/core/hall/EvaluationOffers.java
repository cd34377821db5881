package org.hallkiosk.core.hall;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hallkiosk.core.domain.Command;
import org.hallkiosk.core.domain.Event;
import org.hallkiosk.core.domain.EventRecord;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.hal.time.Strand;

/**
 * Opens the evaluator of a window for a finished ticket (TICKET.md, evaluation). A command that is
 * not answered, or an offer whose token a restart has forgotten, gets a new token while its time
 * lasts. On the hall's strand.
 */
final class EvaluationOffers implements Hall.Listener {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Hall hall;
    private final Strand strand;
    private final EvaluationTokens tokens;
    private final DeviceCommands devices;

    EvaluationOffers(Hall hall, Strand strand, EvaluationTokens tokens, DeviceCommands devices) {
        this.hall = hall;
        this.strand = strand;
        this.tokens = tokens;
        this.devices = devices;
    }

    /** Makes new tokens for the offers that were open when the hall was restarted. */
    void resume() {
        for (Ticket ticket : List.copyOf(hall.state().offered())) {
            reoffer(ticket.id());
        }
    }

    @Override
    public void committed(List<EventRecord> records) {
        for (EventRecord entry : records) {
            switch (entry.event()) {
                case Event.EvaluationOffered offered -> open(offered);
                case Event.EvaluationSubmitted submitted -> tokens.forget(submitted.ticketId());
                case Event.EvaluationExpired expired -> tokens.forget(expired.ticketId());
                case Event.DayClosed closed -> {
                    // Expiry ends what is still open; nothing is offered across days.
                }
                default -> {
                    // Not about evaluations.
                }
            }
        }
    }

    private void open(Event.EvaluationOffered offered) {
        HallConfig.Window window = hall.state().windowConfig(offered.window());
        String device = window == null ? null : window.device();
        if (device == null) {
            return;
        }
        Duration left = Duration.between(strand.now(), offered.expiresAt());
        tokens.of(offered.ticketId())
                .ifPresent(
                        token ->
                                devices.openEvaluator(
                                                device,
                                                offered.window(),
                                                offered.ticketId(),
                                                token,
                                                left)
                                        .thenAccept(
                                                opened -> {
                                                    if (!opened) {
                                                        again(offered.ticketId());
                                                    }
                                                }));
    }

    private void again(UUID ticketId) {
        strand.after(RETRY, () -> reoffer(ticketId));
    }

    /** Refused by the engine when the offer is closed; then there is nothing more to do. */
    private void reoffer(UUID ticketId) {
        hall.submit(Hall.Question.system("evaluation", new Command.ReofferEvaluation(ticketId)))
                .thenAccept(
                        result -> {
                            if (result instanceof Hall.Result.Refused refused) {
                                switch (refused.refusal().code()) {
                                    case DEGRADED, INTERNAL -> again(ticketId);
                                    default -> tokens.forget(ticketId);
                                }
                            }
                        });
    }
}
