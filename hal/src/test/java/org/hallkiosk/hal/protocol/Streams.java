package org.hallkiosk.hal.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a wire does to messages, for the tests of splitters. */
public final class Streams {

    private Streams() {}

    /** The same bytes, each a piece of its own. */
    public static List<byte[]> byteByByte(List<byte[]> pieces) {
        List<byte[]> single = new ArrayList<>();
        for (byte[] piece : pieces) {
            for (byte b : piece) {
                single.add(new byte[] {b});
            }
        }
        return single;
    }

    /**
     * Fewer than {@code most} of the messages in a row: some whole, some cut off, some with a wrong
     * bit, some with a byte of noise behind them.
     */
    public static byte[] damaged(Random random, int most, List<byte[]> messages) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int parts = random.nextInt(most);
        for (int i = 0; i < parts; i++) {
            byte[] part = messages.get(random.nextInt(messages.size())).clone();
            if (random.nextInt(3) == 0) {
                part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
            }
            stream.write(part, 0, random.nextInt(part.length + 1));
            if (random.nextInt(3) == 0) {
                stream.write(random.nextInt(256));
            }
        }
        return stream.toByteArray();
    }
}
