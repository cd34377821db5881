package org.hallkiosk.hal.spi;

import java.util.List;
import org.hallkiosk.hal.link.LinkAddress;

/** Looks before anything is opened whether a link could be used at all, and says how to mend it. */
public interface Preflight {

    /**
     * What is wrong, each with a remedy; empty when all is well. May read files, opens no device.
     */
    List<Finding> inspect(LinkAddress address);

    /**
     * @param problem one sentence: what is wrong and where
     * @param remedy one sentence: what to do about it
     */
    record Finding(String problem, String remedy) {}
}
