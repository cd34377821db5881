package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.emulator.escpos.PrinterModel;

class PyramidContractTest extends EscPosContract {
    @Override
    protected String profile() {
        return "pyramid";
    }

    @Override
    protected PrinterModel model() {
        return PrinterModel.PYRAMID_PRESENTER;
    }
}
