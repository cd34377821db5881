package org.hallkiosk.hal.runtime;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hallkiosk.hal.spi.BusDialect;

/** The slate's frame: 02, unit, length, payload, the sum of these modulo 256. */
record SlateFrame(int unit, byte[] payload) {

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(2);
        out.write(unit);
        out.write(payload.length);
        out.writeBytes(payload);
        out.write(sum(out.toByteArray()));
        return out.toByteArray();
    }

    static SlateFrame of(byte[] frame) {
        return new SlateFrame(frame[1] & 0xFF, Arrays.copyOfRange(frame, 3, frame.length - 1));
    }

    private static int sum(byte[] bytes) {
        int sum = 0;
        for (byte b : bytes) {
            sum += b;
        }
        return sum & 0xFF;
    }

    static final class Dialect implements BusDialect {
        @Override
        public String name() {
            return "slate";
        }

        @Override
        public Splitter splitter() {
            return new FrameSplitter();
        }

        @Override
        public Duration silence() {
            return Duration.ofMillis(5);
        }
    }

    private static final class FrameSplitter implements BusDialect.Splitter {
        private byte[] kept = new byte[0];
        private long dropped;

        @Override
        public List<BusDialect.Inbound> accept(byte[] bytes) {
            byte[] all = Arrays.copyOf(kept, kept.length + bytes.length);
            System.arraycopy(bytes, 0, all, kept.length, bytes.length);
            List<BusDialect.Inbound> frames = new ArrayList<>();
            int at = 0;
            while (at < all.length) {
                if (all[at] != 2) {
                    at++;
                    dropped++;
                    continue;
                }
                if (all.length - at < 3) {
                    break;
                }
                int end = at + 3 + (all[at + 2] & 0xFF);
                if (all.length <= end) {
                    break;
                }
                if ((all[end] & 0xFF) == sum(Arrays.copyOfRange(all, at, end))) {
                    frames.add(
                            new BusDialect.Inbound(
                                    all[at + 1] & 0xFF, Arrays.copyOfRange(all, at, end + 1)));
                    at = end + 1;
                } else {
                    at++;
                    dropped++;
                }
            }
            kept = Arrays.copyOfRange(all, at, all.length);
            return frames;
        }

        @Override
        public long dropped() {
            return dropped;
        }
    }
}
