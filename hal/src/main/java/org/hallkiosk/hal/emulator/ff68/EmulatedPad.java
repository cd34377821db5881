package org.hallkiosk.hal.emulator.ff68;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * One emulated pad with its evaluator: what it shows, what its keys say, what can go wrong with it.
 * How a real pad repeats a key that is not acknowledged is not known (evaluator-and-callpad.md
 * §1.4); this one does it five times, 150 to 250 ms apart, and then shows that it failed.
 *
 * <p>Belongs to the strand of its {@link PadLineEmulator}; every method is called there.
 */
public final class EmulatedPad {

    private static final int TRIES = 5;
    private static final int LEAST_BEFORE_REPEAT_MILLIS = 150;
    private static final int SPREAD_MILLIS = 100;
    private static final Duration BETWEEN_DISTURBANCES = Duration.ofMillis(200);

    /** The second twin begins in the midst of the first one's frame, which takes about 10 ms. */
    private static final Duration BETWEEN_TWINS = Duration.ofMillis(4);

    private static final Duration HELD_KEY = Duration.ofMillis(200);
    private static final Duration THANKS_STAY = Duration.ofSeconds(3);
    private static final Duration ASKS_FOR = Duration.ofSeconds(60);
    private static final String DARK = "   ";

    private static final int KEY = 0x01;
    private static final int START_OR_ANSWER = 0x01;
    private static final int FIGURES = 0x02;
    private static final int BEEP = 0x03;
    private static final int EVALUATOR_KEY = 0x11;
    private static final int EVALUATE = 0x0B;

    private final PadSpec spec;
    private final PadLineEmulator line;
    private final LineEar ear = new LineEar();
    private final Random random;
    private final Set<PadTrouble> troubles = EnumSet.noneOf(PadTrouble.class);

    private int address;
    private String waiting = DARK;
    private String ticket = DARK;
    private int stars = 5;
    private int beeps;
    private int acknowledged;
    private boolean unacknowledged;
    private PadView.Evaluator evaluator = PadView.Evaluator.RESTING;
    private Strand.@Nullable Timer evaluatorTimer;
    private @Nullable Saying saying;
    private Strand.@Nullable Timer disturbance;

    /** A key that waits for its acknowledgement. */
    private static final class Saying {
        final byte[] frame;
        final byte[] answer;
        int said;
        boolean answerMissed;
        Strand.@Nullable Timer repetition;

        Saying(byte[] frame, byte[] answer) {
            this.frame = frame;
            this.answer = answer;
        }
    }

    EmulatedPad(PadSpec spec, PadLineEmulator line) {
        this.spec = spec;
        this.line = line;
        this.address = spec.address();
        this.random = new Random(spec.address());
    }

    /** Its name. */
    public String name() {
        return spec.name();
    }

    /** What there is to see now. */
    public PadView view() {
        return new PadView(spec.name(), waiting, ticket, beeps, unacknowledged, evaluator);
    }

    /** How many presses were acknowledged since it was made. */
    public int acknowledged() {
        return acknowledged;
    }

    /** The star level of the clerk that the evaluator shows; 5 after power-up. */
    public int stars() {
        return stars;
    }

    /** A clerk presses a key. */
    public void press(PadKey key) {
        if (key == PadKey.EVALUATE && awake()) {
            // The pad's own key starts the evaluator (evaluator-and-callpad.md §1.3).
            ask();
        }
        send(key.bytes());
    }

    /**
     * A clerk types digits and presses a key, or a key that no table knows.
     *
     * @param bytes what the pad sends for it
     */
    public void send(int... bytes) {
        say(LineEar.frame(address, KEY, bytes), LineEar.frame(address, KEY, bytes));
    }

    /** A citizen presses a key of the evaluator, whether it asks or not. */
    public void pressEvaluator(int value) {
        say(
                LineEar.frame(address, EVALUATOR_KEY, value),
                LineEar.frame(address, START_OR_ANSWER, value));
    }

    /** From now on this is wrong with it. */
    public void suffer(PadTrouble trouble) {
        if (!troubles.add(trouble)) {
            return;
        }
        disturb();
        if (trouble == PadTrouble.POWER_OFF) {
            waiting = DARK;
            ticket = DARK;
            unacknowledged = false;
            stars = 5;
            stopSaying();
            ear.forget();
            evaluator(PadView.Evaluator.RESTING);
        }
    }

    /** And now it is mended. */
    public void recover(PadTrouble trouble) {
        troubles.remove(trouble);
    }

    /** Disturbs the line for as long as something does. */
    private void disturb() {
        stopDisturbing();
        boolean noisy = troubles.contains(PadTrouble.NOISY_LINE);
        boolean twins = troubles.contains(PadTrouble.TWINS_COLLIDE);
        if (noisy) {
            byte[] bytes = new byte[1 + random.nextInt(8)];
            random.nextBytes(bytes);
            line.noise(bytes);
        }
        if (twins) {
            line.say(this, LineEar.frame(address, KEY, PadKey.NEXT.bytes()), false);
            line.after(
                    BETWEEN_TWINS,
                    () ->
                            line.say(
                                    this,
                                    LineEar.frame(address, KEY, PadKey.RECALL.bytes()),
                                    false));
        }
        if (noisy || twins) {
            disturbance = line.after(BETWEEN_DISTURBANCES, this::disturb);
        }
    }

    private void stopDisturbing() {
        if (disturbance != null) {
            disturbance.cancel();
            disturbance = null;
        }
    }

    /** Somebody gives it another address. */
    public void changeAddress(int newAddress) {
        address = newAddress;
    }

    // ---- its keys ----

    private void say(byte[] frame, byte[] answer) {
        if (!awake()) {
            return;
        }
        stopSaying();
        unacknowledged = false;
        changed();
        Saying now = new Saying(frame, answer);
        saying = now;
        sayOnce(now);
    }

    private void sayOnce(Saying what) {
        what.said++;
        if (!troubles.contains(PadTrouble.MUTE)) {
            line.say(this, spoilt(what.frame), troubles.contains(PadTrouble.SPLIT_FRAMES));
        }
        if (what.said == 1 && troubles.contains(PadTrouble.COLLIDES)) {
            line.say(this, new byte[what.frame.length], false);
        }
        boolean held = troubles.contains(PadTrouble.KEY_STAYS_DOWN);
        what.repetition =
                line.after(
                        held
                                ? HELD_KEY
                                : Duration.ofMillis(
                                        LEAST_BEFORE_REPEAT_MILLIS
                                                + random.nextInt(SPREAD_MILLIS + 1)),
                        () -> sayAgain(what));
    }

    private void sayAgain(Saying what) {
        if (saying != what) {
            return;
        }
        if (what.said < TRIES || troubles.contains(PadTrouble.KEY_STAYS_DOWN)) {
            sayOnce(what);
        } else {
            saying = null;
            unacknowledged = true;
            changed();
        }
    }

    private void stopSaying() {
        Saying what = saying;
        saying = null;
        if (what != null && what.repetition != null) {
            what.repetition.cancel();
        }
    }

    private byte[] spoilt(byte[] frame) {
        byte[] spoilt = frame.clone();
        if (troubles.contains(PadTrouble.BAD_SUM)) {
            spoilt[spoilt.length - 2]++;
        }
        if (troubles.contains(PadTrouble.WRONG_SPEED)) {
            random.nextBytes(spoilt);
        }
        return troubles.contains(PadTrouble.HALF_FRAMES)
                ? Arrays.copyOf(spoilt, spoilt.length / 2)
                : spoilt;
    }

    // ---- what it hears ----

    void hear(byte[] bytes) {
        if (awake() && !troubles.contains(PadTrouble.DEAF)) {
            byte[] heard = bytes.clone();
            if (troubles.contains(PadTrouble.WRONG_SPEED)) {
                random.nextBytes(heard);
            }
            ear.accept(heard, this::heard);
        }
    }

    private void heard(LineEar.Heard frame) {
        if (frame.address() != address || isAcknowledgement(frame)) {
            return;
        }
        int[] data = new int[frame.data().length];
        for (int i = 0; i < data.length; i++) {
            data[i] = frame.data()[i] & 0xFF;
        }
        switch (frame.command()) {
            case FIGURES -> {
                if (data.length == 6) {
                    waiting = places(waiting, data, 0);
                    ticket = places(ticket, data, 3);
                } else if (data.length == 1) {
                    stars = data[0];
                }
                changed();
            }
            case BEEP -> {
                beeps++;
                changed();
            }
            case START_OR_ANSWER -> {
                if (data.length == 1 && data[0] == EVALUATE) {
                    ask();
                }
            }
            default -> {
                // Not a command of the sheet.
            }
        }
    }

    private boolean isAcknowledgement(LineEar.Heard frame) {
        Saying what = saying;
        if (what == null || !Arrays.equals(frame.whole(), what.answer)) {
            return false;
        }
        if (troubles.contains(PadTrouble.ACKNOWLEDGEMENT_LOST) && !what.answerMissed) {
            what.answerMissed = true;
            return true;
        }
        if (troubles.contains(PadTrouble.KEY_STAYS_DOWN)) {
            return true;
        }
        acknowledged++;
        stopSaying();
        if (what.frame[6] == EVALUATOR_KEY && evaluator == PadView.Evaluator.ASKING) {
            evaluator(PadView.Evaluator.THANKING);
            evaluatorTimer = line.after(THANKS_STAY, () -> evaluator(PadView.Evaluator.RESTING));
        }
        return true;
    }

    private String places(String before, int[] data, int from) {
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            int digit = data[from + i];
            places.append(
                    digit <= 9 ? (char) ('0' + digit) : spec.blanks() ? ' ' : before.charAt(i));
        }
        return places.toString();
    }

    private void ask() {
        evaluator(PadView.Evaluator.ASKING);
        evaluatorTimer = line.after(ASKS_FOR, () -> evaluator(PadView.Evaluator.RESTING));
    }

    private void evaluator(PadView.Evaluator now) {
        if (evaluatorTimer != null) {
            evaluatorTimer.cancel();
            evaluatorTimer = null;
        }
        evaluator = now;
        changed();
    }

    private boolean awake() {
        return !troubles.contains(PadTrouble.DEAD) && !troubles.contains(PadTrouble.POWER_OFF);
    }

    private void changed() {
        line.changed(view());
    }

    /** Its timers end. */
    void stop() {
        stopSaying();
        stopDisturbing();
        if (evaluatorTimer != null) {
            evaluatorTimer.cancel();
            evaluatorTimer = null;
        }
    }
}
