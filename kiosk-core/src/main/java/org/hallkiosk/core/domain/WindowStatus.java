package org.hallkiosk.core.domain;

/** Whether a window (窗口) serves. */
public enum WindowStatus implements Word {
    /** Somebody is on duty and calls. */
    OPEN,
    /** Somebody is on duty and is away for a while (暂停服务, R5). */
    PAUSED,
    /** Nobody is on duty. */
    CLOSED
}
