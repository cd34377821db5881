package org.hallkiosk.core.health;

import org.hallkiosk.hal.api.FaultCode;
import org.hallkiosk.hal.api.FaultLevel;

/** The faults of the process itself. */
public enum CoreFault implements FaultCode {
    /** The hall's broker cannot be reached. [why] */
    HALL_UNREACHABLE("hall.unreachable", FaultLevel.ERROR),
    /** The center's broker cannot be reached; events wait in the journal. [why] */
    CENTER_UNREACHABLE("center.unreachable", FaultLevel.WARNING),
    /** The journal cannot be written. [why] */
    JOURNAL_DEGRADED("journal.degraded", FaultLevel.ERROR),
    /** The journal was damaged and restored from a backup. [what] */
    JOURNAL_RESTORED("journal.restored", FaultLevel.ERROR),
    /** No copy of the journal could be written. [why] */
    JOURNAL_BACKUP("journal.backup", FaultLevel.WARNING),
    /** Events may be missing; numbers come from the recovery range. [why] */
    HALL_RECOVERING("hall.recovering", FaultLevel.ERROR),
    /** Numbers of today were lost for ever; it ends with the next business day. */
    NUMBERS_DOUBTFUL("hall.numbers-doubtful", FaultLevel.NOTICE),
    /** The same of the recovery range: no number is given out until the next business day. */
    NUMBERS_STOPPED("hall.numbers-stopped", FaultLevel.ERROR),
    /** The wall clock jumped; a person must confirm the date. [seconds] */
    CLOCK_STEPPED("clock.stepped", FaultLevel.ERROR),
    /** Another client uses this device's identity. */
    IDENTITY_TWICE("identity.twice", FaultLevel.ERROR),
    /** The broker does not let this identity in. */
    IDENTITY_REFUSED("identity.refused", FaultLevel.ERROR),
    /** The broker's certificate is not one to trust, or this identity's own is unusable. */
    BROKER_UNTRUSTED("broker.untrusted", FaultLevel.ERROR),
    /** A screen is configured, and its display is not there. [display] */
    SCREEN_MISSING("screen.missing", FaultLevel.ERROR);

    private final String code;
    private final FaultLevel level;

    CoreFault(String code, FaultLevel level) {
        this.code = code;
        this.level = level;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public FaultLevel level() {
        return level;
    }
}
