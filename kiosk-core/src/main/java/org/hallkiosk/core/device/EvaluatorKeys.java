package org.hallkiosk.core.device;

import java.util.function.IntConsumer;
import org.hallkiosk.core.port.RatingPad;
import org.hallkiosk.hal.api.EvaluatorPad;
import org.hallkiosk.hal.time.Strand;

/**
 * An evaluator (评价器) on a wire, as its role sees it. It is told to ask; it thanks and rests by
 * itself, because a wire has no word for that.
 */
public final class EvaluatorKeys implements RatingPad {

    private final EvaluatorPad pad;
    private final Strand padStrand;
    private final Strand roleStrand;

    /**
     * @param padStrand where the evaluator lives
     * @param roleStrand where the role lives
     */
    public EvaluatorKeys(EvaluatorPad pad, Strand padStrand, Strand roleStrand) {
        this.pad = pad;
        this.padStrand = padStrand;
        this.roleStrand = roleStrand;
    }

    @Override
    public void onLevel(IntConsumer listener) {
        padStrand.execute(
                () -> pad.onLevel(level -> roleStrand.execute(() -> listener.accept(level))));
    }

    @Override
    public void show(State state) {
        if (state == State.ASKING) {
            padStrand.execute(pad::invite);
        }
    }
}
