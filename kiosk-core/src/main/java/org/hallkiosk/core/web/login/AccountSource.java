package org.hallkiosk.core.web.login;

/** Where the accounts come from. Called from any thread; may block for the reading of a file. */
@FunctionalInterface
public interface AccountSource {

    /** The accounts as they are now. */
    Accounts now();
}
