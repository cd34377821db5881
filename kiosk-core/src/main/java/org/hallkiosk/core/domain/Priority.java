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
    /** 军人, serving or former. */
    MILITARY,
    /** 孕妇. */
    PREGNANT,
    /** 消防救援人员. */
    FIRE_RESCUE,
    /** 预约. */
    APPOINTMENT
}
