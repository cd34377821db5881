package org.hallkiosk.hal.emulator.ff68;

/**
 * What a clerk and a citizen see and have heard at one moment: the truth that a test compares with.
 *
 * @param name the pad's name
 * @param waiting the three places of the waiting count; a blank for a dark place
 * @param ticket the three places of the ticket's number
 * @param beeps how often it has sounded since it was made
 * @param unacknowledged whether it shows that its last key was not acknowledged
 * @param evaluator what the evaluator is doing
 */
public record PadView(
        String name,
        String waiting,
        String ticket,
        int beeps,
        boolean unacknowledged,
        Evaluator evaluator) {

    /** What an evaluator does. */
    public enum Evaluator {
        RESTING,
        /** Its lamps are lit and it asks to be pressed. */
        ASKING,
        /** It says thank you. */
        THANKING
    }
}
