package org.hallkiosk.hal.driver.newland;

class NewlandWithoutSuffixContractTest extends NewlandContractTest {

    @Override
    protected String suffix() {
        return "";
    }
}
