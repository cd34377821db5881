package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.emulator.escpos.PrinterModel;

class CustomContractTest extends EscPosContract {
    @Override
    protected String profile() {
        return "custom";
    }

    @Override
    protected PrinterModel model() {
        return PrinterModel.CUSTOM_PRESENTER;
    }
}
