package org.hallkiosk.provisioning.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.provisioning.bench.CannotMeasure;
import org.hallkiosk.provisioning.bench.XvfbScreen;

/**
 * A display without a glass, fingers on it (xdotool, which uses the XTEST extension), and pictures
 * of it.
 */
final class Display implements AutoCloseable {

    private final XvfbScreen screen;

    private Display(XvfbScreen screen) {
        this.screen = screen;
    }

    /** Starts it; blocks until it can be drawn on. */
    static Display start(Path directory, Screens.Size size) throws IOException {
        try {
            return new Display(new XvfbScreen(size.width(), size.height(), directory));
        } catch (CannotMeasure missing) {
            throw new AssertionError(missing.getMessage(), missing);
        }
    }

    /** What DISPLAY is for its clients. */
    String name() {
        return screen.display();
    }

    /** A finger goes down and up again at a place, so many times quickly one after the other. */
    void touch(int x, int y, int times) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of("xdotool", "mousemove", Integer.toString(x), Integer.toString(y)));
        line.addAll(List.of("click", "--repeat", Integer.toString(times), "--delay", "60", "1"));
        ProcessBuilder finger = new ProcessBuilder(line).redirectErrorStream(true);
        finger.environment().put("DISPLAY", name());
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

    /** Keeps a picture of an area as test output; the area is on the display. */
    void picture(Screens.Area area, String file) throws IOException {
        BufferedImage picture =
                new BufferedImage(area.width(), area.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = screen.sample(area.x(), area.y(), area.width(), area.height(), 1);
        picture.setRGB(0, 0, area.width(), area.height(), pixels, 0, area.width());
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        ImageIO.write(picture, "png", folder.resolve(file + ".png").toFile());
    }

    @Override
    public void close() {
        screen.close();
    }
}
