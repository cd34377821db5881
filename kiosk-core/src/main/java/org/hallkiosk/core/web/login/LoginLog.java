package org.hallkiosk.core.web.login;

/** Is told of each login and logout: who, from where, and what came of it. */
@FunctionalInterface
public interface LoginLog {

    /** What came of it. */
    enum Outcome {
        /** Name and password were right. */
        IN,
        /** They were not. */
        WRONG,
        /** So many have failed that further ones are not looked at for a while; told once then. */
        LOCKED,
        /** A logout. */
        OUT
    }

    /**
     * Keeps it; may block for the disk. Told on the threads of requests, several at a time.
     *
     * @param name of an account; empty when there is none of the name that was typed, which is not
     *     repeated: it may be a password
     * @param address the address it came from
     */
    void add(Outcome outcome, String name, String address);
}
