package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.emulator.escpos.PrinterModel;

class GsRContractTest extends EscPosContract {
    @Override
    protected String profile() {
        return "gs-r";
    }

    @Override
    protected PrinterModel model() {
        return PrinterModel.GS_R_BOARD;
    }
}
