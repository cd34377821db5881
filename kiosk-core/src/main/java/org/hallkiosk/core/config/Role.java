package org.hallkiosk.core.config;

import java.util.Locale;

/** What a device is in the hall (角色); one device may play several. */
public enum Role {
    /** The coordinator: the queue, the staff page, the uplink to the center. */
    HALL,
    /** 排队取号机. */
    DISPENSER,
    /** 窗口: display, call pad, evaluator; one device may serve several windows. */
    WINDOW,
    /** 综合显示屏. */
    BOARD,
    /** 自助终端. */
    TERMINAL,
    /** 24小时自助服务区. */
    ZONE24;

    /** The name in configurations and in a device's status. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
