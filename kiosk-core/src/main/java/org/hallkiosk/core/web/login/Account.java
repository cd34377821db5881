package org.hallkiosk.core.web.login;

import java.util.Set;
import org.hallkiosk.core.domain.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may use the pages.
 *
 * @param name the name of the login
 * @param roles what he may do; everybody may look
 * @param staff the staff number (工号) under which a clerk acts; null for those who serve nobody
 */
public record Account(String name, Set<StaffRole> roles, @Nullable String staff) {

    /** Who looks on without a login, where that is allowed. */
    public static final Account NOBODY = new Account("", Set.of(StaffRole.VIEWER), null);

    /** The identity of the demo, which may do everything (OUTSIDE.md, the demo alone). */
    public static final Account DEMO =
            new Account("demo", Set.of(StaffRole.CLERK, StaffRole.TECHNICIAN), null);

    public Account {
        roles = Set.copyOf(roles);
    }

    /** Whether he may do what this role may. */
    public boolean may(StaffRole role) {
        return role == StaffRole.VIEWER || roles.contains(role);
    }

    /** Whether this is the demo's identity, which acts without a login. */
    public boolean isDemo() {
        return equals(DEMO);
    }

    /** Whether somebody has logged in. */
    public boolean isLoggedIn() {
        return !isDemo() && !equals(NOBODY);
    }

    /** As whom the hall records what he does: the staff number, or else the login's name. */
    public Actor actor() {
        return isDemo() ? Actor.demo() : Actor.staff(staff == null ? name : staff);
    }
}
