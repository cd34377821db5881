package org.hallkiosk.provisioning.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.hallkiosk.core.port.screen.Screens;

/**
 * A display without a glass (Xvfb), fingers on it (xdotool, which uses the XTEST extension), and
 * pictures of it. Its picture is in a file of the XWD format (X11/XWDFile.h: 32-bit words, the
 * greatest byte first).
 */
final class Display implements AutoCloseable {

    // Places of the words in the file's header.
    private static final int HEADER_SIZE = 0;
    private static final int BYTES_PER_LINE = 12 * 4;
    private static final int COLOURS = 19 * 4;
    private static final int BYTES_PER_COLOUR = 12;
    private static final int BYTES_PER_PIXEL = 4;

    private final Process process;
    private final Path directory;
    private final Screens.Size size;
    private final String name;

    private Display(Process process, Path directory, Screens.Size size, String name) {
        this.process = process;
        this.directory = directory;
        this.size = size;
        this.name = name;
    }

    /** Starts it; blocks until it can be drawn on. */
    static Display start(Path directory, Screens.Size size) throws IOException {
        Process process =
                new ProcessBuilder(
                                "Xvfb",
                                "-displayfd",
                                "1",
                                "-screen",
                                "0",
                                size.width() + "x" + size.height() + "x24",
                                "-fbdir",
                                directory.toString(),
                                "-nolisten",
                                "tcp",
                                "-nocursor")
                        .redirectError(directory.resolve("xvfb.log").toFile())
                        .start();
        // It says its number when it is ready.
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII));
        String number = out.readLine();
        if (number == null) {
            throw new IOException(Files.readString(directory.resolve("xvfb.log")));
        }
        return new Display(process, directory, size, ":" + number);
    }

    /** What DISPLAY is for its clients. */
    String name() {
        return name;
    }

    /** A finger goes down and up again at a place, so many times quickly one after the other. */
    void touch(int x, int y, int times) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of("xdotool", "mousemove", Integer.toString(x), Integer.toString(y)));
        line.addAll(List.of("click", "--repeat", Integer.toString(times), "--delay", "60", "1"));
        ProcessBuilder finger = new ProcessBuilder(line).redirectErrorStream(true);
        finger.environment().put("DISPLAY", name);
        Process touching;
        try {
            touching = finger.start();
        } catch (IOException e) {
            throw new AssertionError("xdotool is missing; .ci/test-prerequisites installs it", e);
        }
        String said = new String(touching.getInputStream().readAllBytes(), US_ASCII);
        if (!touching.waitFor(30, TimeUnit.SECONDS) || touching.exitValue() != 0) {
            throw new AssertionError("xdotool: " + said);
        }
    }

    /** Keeps a picture of an area as test output. */
    void picture(Screens.Area area, String file) throws IOException {
        ByteBuffer words =
                ByteBuffer.wrap(Files.readAllBytes(directory.resolve("Xvfb_screen0")))
                        .order(ByteOrder.BIG_ENDIAN);
        int bytesPerLine = words.getInt(BYTES_PER_LINE);
        int first = words.getInt(HEADER_SIZE) + words.getInt(COLOURS) * BYTES_PER_COLOUR;
        // The pixels' own order is that of this computer.
        words.order(ByteOrder.nativeOrder());
        BufferedImage picture =
                new BufferedImage(area.width(), area.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < area.height() && area.y() + y < size.height(); y++) {
            for (int x = 0; x < area.width() && area.x() + x < size.width(); x++) {
                int at = first + (area.y() + y) * bytesPerLine + (area.x() + x) * BYTES_PER_PIXEL;
                picture.setRGB(x, y, words.getInt(at));
            }
        }
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        ImageIO.write(picture, "png", folder.resolve(file + ".png").toFile());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
