package org.hallkiosk.hal.spi;

import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.link.LinkAddress;

/** Looks before anything is opened whether a link could be used at all, and says how to mend it. */
public interface Preflight {

    /**
     * What is wrong, each with a remedy; empty when all is well. May read files, opens no device.
     */
    List<Finding> inspect(LinkAddress address);

    /**
     * Something that is wrong or could go wrong; the sentences, what is wrong and what to do about
     * it, stand in the code's bundle.
     *
     * @param args what the sentences fill in, by name
     */
    record Finding(FaultCode code, Map<String, String> args) {
        public Finding {
            args = Map.copyOf(args);
        }
    }
}
