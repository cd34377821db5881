package org.hallkiosk.provisioning.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A screen that nobody sees (Xvfb) and whose picture can be read from outside: {@code -fbdir} keeps
 * it in a file of the XWD format (X11/XWDFile.h: 32-bit words, the greatest byte first).
 */
public final class XvfbScreen implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/Xvfb");
    private static final int SECONDS_TO_END = 10;

    // Places of the words in the file's header.
    private static final int HEADER_SIZE = 0;
    private static final int BYTES_PER_LINE = 12 * 4;
    private static final int COLOURS = 19 * 4;
    private static final int BYTES_PER_COLOUR = 12;
    private static final int BYTES_PER_PIXEL = 4;

    private final Process process;
    private final String display;
    private final int width;
    private final int height;
    private final MappedByteBuffer picture;
    private final int firstPixel;
    private final int bytesPerLine;

    /**
     * Starts it; blocks until it shows an empty screen.
     *
     * @param directory an empty one
     * @throws CannotMeasure when Xvfb is not installed
     */
    public XvfbScreen(int width, int height, Path directory) throws IOException, CannotMeasure {
        if (!Files.isExecutable(PROGRAM)) {
            throw new CannotMeasure("there is no Xvfb (Debian: apt-get install xvfb)");
        }
        this.width = width;
        this.height = height;
        this.process =
                new ProcessBuilder(
                                PROGRAM.toString(),
                                "-displayfd",
                                "1",
                                "-screen",
                                "0",
                                width + "x" + height + "x24",
                                "-fbdir",
                                directory.toString(),
                                "-nolisten",
                                "tcp",
                                "-nocursor")
                        .redirectError(directory.resolve("xvfb.log").toFile())
                        .start();
        try {
            // It says its number when it is ready.
            BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.US_ASCII));
            String number = out.readLine();
            if (number == null) {
                throw new IOException(Files.readString(directory.resolve("xvfb.log")));
            }
            this.display = ":" + number.strip();
            try (FileChannel file = FileChannel.open(directory.resolve("Xvfb_screen0"))) {
                this.picture = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
            }
            picture.order(ByteOrder.BIG_ENDIAN);
            this.bytesPerLine = picture.getInt(BYTES_PER_LINE);
            this.firstPixel =
                    picture.getInt(HEADER_SIZE) + picture.getInt(COLOURS) * BYTES_PER_COLOUR;
            // The pixels' own order is that of this computer.
            picture.order(ByteOrder.nativeOrder());
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** What DISPLAY is for its clients. */
    public String display() {
        return display;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * A grid of pixels as they are at this moment.
     *
     * @param step how far apart they are, in pixels
     */
    int[] sample(int step) {
        return sample(0, 0, width, height, step);
    }

    /** The same of a part of the screen; each pixel is red, green, blue from the highest byte. */
    public int[] sample(int left, int top, int partWidth, int partHeight, int step) {
        int columns = partWidth / step;
        int rows = partHeight / step;
        int[] pixels = new int[columns * rows];
        for (int row = 0; row < rows; row++) {
            int line = firstPixel + (top + row * step + step / 2) * bytesPerLine;
            for (int column = 0; column < columns; column++) {
                int at = line + (left + column * step + step / 2) * BYTES_PER_PIXEL;
                pixels[row * columns + column] = picture.getInt(at);
            }
        }
        return pixels;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
