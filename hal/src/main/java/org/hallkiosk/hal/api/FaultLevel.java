package org.hallkiosk.hal.api;

/** How bad a fault is for those who are served. */
public enum FaultLevel {
    /** Worth knowing; nothing is hindered. */
    NOTICE,
    /** Service goes on, and will stop unless somebody acts: paper is low. */
    WARNING,
    /** A function is gone: paper is out. */
    ERROR
}
