package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.emulator.escpos.PrinterModel;

class BareContractTest extends EscPosContract {
    @Override
    protected String profile() {
        return "bare";
    }

    @Override
    protected PrinterModel model() {
        return PrinterModel.BARE_BOARD;
    }
}
