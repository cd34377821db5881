package org.hallkiosk.core.device;

import java.util.function.Consumer;
import org.hallkiosk.core.port.ClerkPad;
import org.hallkiosk.hal.api.CallPad;
import org.hallkiosk.hal.time.Strand;

/** A call pad (呼叫器) on a wire, as its role sees it. */
public final class PadKeys implements ClerkPad {

    private final CallPad pad;
    private final Strand padStrand;
    private final Strand roleStrand;

    /**
     * @param padStrand where the pad lives
     * @param roleStrand where the role lives
     */
    public PadKeys(CallPad pad, Strand padStrand, Strand roleStrand) {
        this.pad = pad;
        this.padStrand = padStrand;
        this.roleStrand = roleStrand;
    }

    @Override
    public void onPress(Consumer<Key> listener) {
        padStrand.execute(
                () ->
                        pad.onKey(
                                press ->
                                        roleStrand.execute(
                                                () -> listener.accept(key(press.key())))));
    }

    @Override
    public void show(View view) {
        padStrand.execute(() -> pad.show(new CallPad.Figures(view.waiting(), view.ticket())));
    }

    @Override
    public void beep() {
        padStrand.execute(pad::beep);
    }

    private static Key key(CallPad.Key key) {
        return switch (key) {
            case NEXT -> Key.NEXT;
            case RECALL -> Key.RECALL;
            case EVALUATE -> Key.EVALUATE;
            case MISS -> Key.MISS;
            case PARK -> Key.PARK;
            case CALL_BACK -> Key.CALL_BACK;
            case PAUSE -> Key.PAUSE;
            case TRANSFER -> Key.TRANSFER;
            case STAND_BACK -> Key.STAND_BACK;
            case CANCEL -> Key.CANCEL;
            case CONFIRM -> Key.CONFIRM;
        };
    }
}
