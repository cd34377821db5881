package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hallkiosk.hal.time.Strand;

/** The disk alone: 4 KiB written after the last ones, and a sync. */
final class RawSync implements AutoCloseable {

    private static final int PAGE = 4096;

    private final FileChannel file;
    private final Strand time;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE);

    RawSync(Path directory, Strand time) throws IOException {
        this.time = time;
        this.file =
                FileChannel.open(
                        directory.resolve("raw"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
    }

    /** One write and one sync, in nanoseconds. Blocks. */
    long once() throws IOException {
        page.clear();
        long start = time.nanoTime();
        file.write(page);
        file.force(false);
        return time.nanoTime() - start;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
