package org.hallkiosk.hal.driver.escpos;

import org.hallkiosk.hal.link.Link;
import org.hallkiosk.hal.link.LinkEnd;

/** Another program that goes away in the middle of a picture. */
final class HalfPicture implements Link.Listener {

    private final byte[] begun = {0x1D, 0x76, 0x30, 0, 60, 0, 100, 0, 1, 2, 3};

    static void leaveBehind(Counter counter) {
        Link link = counter.connect(new HalfPicture());
        counter.pass(100);
        link.write(new HalfPicture().begun);
        counter.pass(100);
        link.close();
        counter.pass(1_000);
    }

    @Override
    public void opened() {}

    @Override
    public void received(byte[] bytes) {}

    @Override
    public void closed(LinkEnd end) {}
}
