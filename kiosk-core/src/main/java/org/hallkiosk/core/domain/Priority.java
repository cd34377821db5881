package org.hallkiosk.core.domain;

/**
 * Why somebody may be called before others (优先). All but {@link #NONE} stand in one line of their
 * own, first come first served; {@link HallConfig.Rules#priorityRun} keeps the ordinary line
 * moving.
 */
public enum Priority implements Word {
    /** 普通. */
    NONE,
    /** 老年人 (R22). */
    ELDERLY,
    /** 残疾人. */
    DISABLED,
    /** 军人. */
    MILITARY,
    /** 预约. */
    APPOINTMENT
}
