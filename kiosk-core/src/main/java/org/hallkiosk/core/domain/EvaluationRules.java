package org.hallkiosk.core.domain;

import org.jspecify.annotations.Nullable;

/** Evaluation (好差评; TICKET.md, evaluation): for a finished ticket, once, with its token. */
final class EvaluationRules {

    private final Case matter;
    private final HallState state;

    EvaluationRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    void offer(Ticket ticket, Ticket.Turn turn) {
        matter.happens(
                new Event.EvaluationOffered(
                        ticket.id(),
                        turn.window(),
                        turn.staff(),
                        matter.context().tokenHash(),
                        matter.now().plusSeconds(state.config().rules().evaluationSeconds())));
    }

    Answer reoffer(Command.ReofferEvaluation command) throws RuleBroken {
        Ticket ticket = matter.ticket(new TicketRef.ById(command.ticketId()));
        Ticket.Offer offer = openOffer(ticket);
        matter.happens(
                new Event.EvaluationOffered(
                        ticket.id(),
                        offer.window(),
                        offer.staff(),
                        matter.context().tokenHash(),
                        offer.expiresAt()));
        return new Answer.Done();
    }

    Answer expire(Command.ExpireEvaluation command) {
        @Nullable Ticket ticket = state.ticket(command.ticketId());
        if (ticket != null
                && ticket.offer() != null
                && ticket.offer().status() == Ticket.OfferStatus.OPEN) {
            matter.happens(new Event.EvaluationExpired(ticket.id()));
        }
        return new Answer.Done();
    }

    Answer submit(Command.EvaluationSubmit command) throws RuleBroken {
        matter.forbid(Actor.Kind.STAFF);
        Ticket ticket = matter.ticket(new TicketRef.ById(command.ticketId()));
        Ticket.Offer offer = offer(ticket);
        HallConfig.Window window = state.windowConfig(offer.window());
        matter.requireDevice(window == null ? null : window.device());
        if (!offer.tokenHash().equals(command.tokenHash())) {
            throw new RuleBroken(RefusalCode.WRONG_TOKEN);
        }
        if (!pressedInTime(offer)) {
            openOffer(ticket);
        }
        if (command.level() < 1 || command.level() > 5) {
            throw new RuleBroken(RefusalCode.BAD_REQUEST, "field", "level");
        }
        if (command.codes().size() > Command.EvaluationSubmit.MAX_CODES) {
            throw new RuleBroken(RefusalCode.BAD_REQUEST, "field", "codes");
        }
        matter.happens(
                new Event.EvaluationSubmitted(
                        ticket.id(),
                        offer.window(),
                        offer.staff(),
                        ticket.category(),
                        command.level(),
                        command.codes(),
                        command.text(),
                        command.channel()));
        return new Answer.TicketIs(ticket.number(), ticket.id(), ticket.status());
    }

    /**
     * Whether the time of the offer was not over when the citizen pressed, at a device that was cut
     * off then (ADR 0018).
     */
    private boolean pressedInTime(Ticket.Offer offer) {
        HandIn handIn = matter.context().offline();
        if (offer.status() != Ticket.OfferStatus.EXPIRED
                || handIn == null
                || matter.actor().kind() != Actor.Kind.DEVICE) {
            return false;
        }
        long pressed =
                handIn.agoMillis() == null
                        ? handIn.at().toEpochMilli()
                        : matter.now().toEpochMilli() - handIn.agoMillis();
        return pressed <= offer.expiresAt().toEpochMilli();
    }

    private static Ticket.Offer offer(Ticket ticket) throws RuleBroken {
        Ticket.Offer offer = ticket.offer();
        if (offer == null) {
            throw new RuleBroken(RefusalCode.EVALUATION_NOT_OFFERED, "ticket", ticket.number());
        }
        return offer;
    }

    private static Ticket.Offer openOffer(Ticket ticket) throws RuleBroken {
        Ticket.Offer offer = offer(ticket);
        return switch (offer.status()) {
            case OPEN -> offer;
            case SUBMITTED ->
                    throw new RuleBroken(RefusalCode.EVALUATION_DONE, "ticket", ticket.number());
            case EXPIRED ->
                    throw new RuleBroken(RefusalCode.EVALUATION_EXPIRED, "ticket", ticket.number());
        };
    }
}
