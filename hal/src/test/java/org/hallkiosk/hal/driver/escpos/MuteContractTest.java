package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.emulator.escpos.PrinterModel;

class MuteContractTest extends EscPosContract {
    @Override
    protected String profile() {
        return "mute";
    }

    @Override
    protected PrinterModel model() {
        return PrinterModel.MUTE_BOARD;
    }
}
