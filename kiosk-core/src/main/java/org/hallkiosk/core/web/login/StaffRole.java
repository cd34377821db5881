package org.hallkiosk.core.web.login;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do on the pages (S2 5.2.3.5, R48: named operators and rights). */
public enum StaffRole {
    /** Looks at the hall and changes nothing. */
    VIEWER,
    /** Works at a window (窗口工作人员), under a staff number of his own. */
    CLERK,
    /** The hall's booking system (预约系统), a program: registers and cancels bookings. */
    BOOKING,
    /** Mends devices and changes the configuration (技术员). */
    TECHNICIAN;

    /** The name in the file of users. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this name. */
    public static Optional<StaffRole> of(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
