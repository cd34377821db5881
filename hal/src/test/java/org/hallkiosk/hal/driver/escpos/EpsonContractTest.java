package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.emulator.escpos.PrinterModel;

class EpsonContractTest extends EscPosContract {
    @Override
    protected String profile() {
        return "epson";
    }

    @Override
    protected PrinterModel model() {
        return PrinterModel.EPSON;
    }
}
