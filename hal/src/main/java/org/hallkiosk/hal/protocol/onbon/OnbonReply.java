package org.hallkiosk.hal.protocol.onbon;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a card answers (led-display.md §1.2, §1.3). */
public sealed interface OnbonReply {

    /** Accepted. That does not mean visible: no card can tell whether its lamps are lit. */
    record Ack() implements OnbonReply {}

    /** Refused. */
    record Nack(OnbonError error) implements OnbonReply {}

    /**
     * How the card is.
     *
     * @param on whether the lamps are switched on
     * @param brightness 0 to 15
     * @param clock the card's own clock, empty when it was never set
     * @param areas the numbers of the dynamic areas that it holds
     */
    record Status(boolean on, int brightness, Optional<LocalDateTime> clock, List<Integer> areas)
            implements OnbonReply {
        public Status {
            areas = List.copyOf(areas);
        }
    }

    /** The card's address on the line. */
    record ScreenId(int id) implements OnbonReply {}

    /**
     * Reads the data of a frame.
     *
     * @return empty when it is no reply that this program knows, or too short for its kind
     */
    static Optional<OnbonReply> of(byte[] data) {
        if (data.length < 5) {
            return Optional.empty();
        }
        int kind = ((data[0] & 0xFF) << 8) | (data[1] & 0xFF);
        OnbonError error = OnbonError.of(data[2] & 0xFF);
        return switch (kind) {
            case 0xA000 -> Optional.of(new Ack());
            case 0xA001 -> Optional.of(new Nack(error));
            case 0xA102 -> error == OnbonError.NONE ? status(data) : Optional.of(new Nack(error));
            case 0xA207 -> error == OnbonError.NONE ? screenId(data) : Optional.of(new Nack(error));
            default -> Optional.empty();
        };
    }

    private static Optional<OnbonReply> screenId(byte[] data) {
        return data.length < 7
                ? Optional.empty()
                : Optional.of(new ScreenId((data[5] & 0xFF) | ((data[6] & 0xFF) << 8)));
    }

    private static Optional<OnbonReply> status(byte[] data) {
        int countAt = 22;
        if (data.length <= countAt || data.length < countAt + 1 + (data[countAt] & 0xFF)) {
            return Optional.empty();
        }
        List<Integer> areas = new ArrayList<>();
        for (int i = 0; i < (data[countAt] & 0xFF); i++) {
            areas.add(data[countAt + 1 + i] & 0xFF);
        }
        return Optional.of(new Status(data[5] == 1, data[6] & 0xFF, clock(data), areas));
    }

    /** The weekday stands between day and hour here, unlike in the request that sets the clock. */
    private static Optional<LocalDateTime> clock(byte[] data) {
        try {
            return Optional.of(
                    LocalDateTime.of(
                            bcd(data[8]) * 100 + bcd(data[7]),
                            bcd(data[9]),
                            bcd(data[10]),
                            bcd(data[12]),
                            bcd(data[13]),
                            bcd(data[14])));
        } catch (DateTimeException notSet) {
            return Optional.empty();
        }
    }

    private static int bcd(byte b) {
        return ((b >> 4) & 0xF) * 10 + (b & 0xF);
    }
}
