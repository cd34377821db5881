package org.hallkiosk.hal.protocol.onbon;

import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.util.List;

/**
 * What a host asks of a card (led-display.md §1.3, §1.4). Every request wants an answer. Requests
 * that write or erase the card's flash memory are not here on purpose: it wears out.
 */
public sealed interface OnbonRequest {

    /** Group, command, the wish for an answer, two reserved bytes, and the parameters. */
    byte[] data();

    /** Is anybody there? Answered by {@link OnbonReply.Ack}. */
    record Ping() implements OnbonRequest {
        @Override
        public byte[] data() {
            return start(0xA2, 0x00).toByteArray();
        }
    }

    /** Answered by {@link OnbonReply.Status}. */
    record ReadStatus() implements OnbonRequest {
        @Override
        public byte[] data() {
            return start(0xA1, 0x02).toByteArray();
        }
    }

    /** Answered by {@link OnbonReply.ScreenId}. */
    record ReadScreenId() implements OnbonRequest {
        @Override
        public byte[] data() {
            return start(0xA2, 0x07).toByteArray();
        }
    }

    /** Sets the card's clock, in the hall's time zone. */
    record SetClock(LocalDateTime time) implements OnbonRequest {
        @Override
        public byte[] data() {
            ByteArrayOutputStream out = start(0xA2, 0x03);
            out.write(bcd(time.getYear() % 100));
            out.write(bcd(time.getYear() / 100));
            out.write(bcd(time.getMonthValue()));
            out.write(bcd(time.getDayOfMonth()));
            out.write(bcd(time.getHour()));
            out.write(bcd(time.getMinute()));
            out.write(bcd(time.getSecond()));
            out.write(bcd(time.getDayOfWeek().getValue()));
            return out.toByteArray();
        }

        private static int bcd(int value) {
            return ((value / 10) << 4) | (value % 10);
        }
    }

    /** Switches the lamps on or off; the memory stays as it is. */
    record Power(boolean on) implements OnbonRequest {
        @Override
        public byte[] data() {
            ByteArrayOutputStream out = start(0xA3, 0x00);
            out.write(on ? 1 : 2);
            return out.toByteArray();
        }
    }

    /**
     * Sets the brightness, whatever the card's sensor says.
     *
     * @param level 0 to 15
     */
    record Brightness(int level) implements OnbonRequest {
        private static final int FORCED = 1;

        public Brightness {
            if (level < 0 || level > 15) {
                throw new IllegalArgumentException("Brightness is 0 to 15, not " + level);
            }
        }

        @Override
        public byte[] data() {
            ByteArrayOutputStream out = start(0xA3, 0x02);
            out.write(FORCED);
            out.write(level);
            return out.toByteArray();
        }
    }

    /** Empties the screen. */
    record ClearScreen() implements OnbonRequest {
        @Override
        public byte[] data() {
            return start(0xA3, 0x10).toByteArray();
        }
    }

    /** Which dynamic areas go before the new ones come. */
    enum Before {
        /** None; an area of the same number is replaced. */
        KEEP,
        /** The card deletes all its dynamic areas. */
        DELETE_ALL,
        /** The card deletes all its dynamic areas and sets up its memory for them anew. */
        START_AFRESH
    }

    /**
     * Replaces, adds or deletes dynamic areas. They live in the card's RAM, so they may be updated
     * without limit and are lost when the card loses power.
     *
     * @param areas numbered from 0 without gaps
     */
    record UpdateAreas(Before before, List<DynamicArea> areas) implements OnbonRequest {
        private static final int NO_AREA = 0x00;
        private static final int ALL_AREAS = 0xFF;

        public UpdateAreas {
            areas = List.copyOf(areas);
        }

        @Override
        public byte[] data() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0xA3);
            out.write(0x06);
            out.write(ANSWER);
            out.write(before == Before.START_AFRESH ? 1 : 0);
            out.write(0);
            out.write(before == Before.DELETE_ALL ? ALL_AREAS : NO_AREA);
            out.write(areas.size());
            for (DynamicArea area : areas) {
                byte[] bytes = area.toBytes();
                out.write(bytes.length);
                out.write(bytes.length >>> 8);
                out.writeBytes(bytes);
            }
            return out.toByteArray();
        }
    }

    /** The wish for an answer; 2 would mean none. */
    int ANSWER = 1;

    private static ByteArrayOutputStream start(int group, int command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(group);
        out.write(command);
        out.write(ANSWER);
        out.write(0);
        out.write(0);
        return out;
    }
}
