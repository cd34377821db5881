package org.hallkiosk.hal.api;

import java.time.Instant;
import java.util.Map;

/**
 * Something that is wrong with one device.
 *
 * @param args what the sentences in the catalog fill in, by name; never personal data
 * @param since when it was noticed
 */
public record Fault(FaultCode code, Map<String, String> args, Instant since) {
    public Fault {
        args = Map.copyOf(args);
    }
}
