package org.hallkiosk.core.health;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.hal.api.FaultCode;

/** Every fault that this process can have, with its sentences. Immutable; from any thread. */
public final class FaultCatalog {

    private final Map<String, FaultCode> byCode = new TreeMap<>();

    /**
     * Joins the rooms' faults.
     *
     * @throws IllegalArgumentException when two of them share a code: a mistake of this program
     */
    public FaultCatalog(List<? extends Collection<? extends FaultCode>> rooms) {
        for (Collection<? extends FaultCode> room : rooms) {
            for (FaultCode fault : room) {
                FaultCode other = byCode.put(fault.code(), fault);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "Two faults have the code " + fault.code() + ": " + other);
                }
            }
        }
    }

    /** All faults, by code. */
    public Collection<FaultCode> all() {
        return List.copyOf(byCode.values());
    }

    /** What staff read (业务人员). */
    public String staff(Fault fault, Locale language) {
        return sentence(fault, "staff", language);
    }

    /** What the technician reads (维护人员). */
    public String technician(Fault fault, Locale language) {
        return sentence(fault, "technician", language);
    }

    /** What to do. */
    public String action(Fault fault, Locale language) {
        return sentence(fault, "action", language);
    }

    private static String sentence(Fault fault, String reader, Locale language) {
        return Texts.of(fault.code().bundle(), language)
                .get(fault.code().code() + "." + reader, fault.args());
    }
}
