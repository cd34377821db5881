package org.hallkiosk.hal.emulator.onbon;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.hallkiosk.hal.emulator.onbon.PanelView.Area;
import org.hallkiosk.hal.emulator.onbon.PanelView.Cell;
import org.hallkiosk.hal.emulator.onbon.PanelView.Row;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PanelPictureTest {

    private static PanelView view(int colour, String... lines) {
        Row[] rows = new Row[lines.length];
        for (int i = 0; i < lines.length; i++) {
            rows[i] =
                    new Row(
                            0,
                            16 * i,
                            lines[i].codePoints().mapToObj(c -> new Cell(c, colour, 16)).toList());
        }
        return new PanelView(
                "w1", 128, 32, 15, List.of(new Area(0, 0, 0, 128, 32, false, List.of(rows))));
    }

    @Test
    void aDarkPanelHasNoLampLit() {
        PanelView dark = new PanelView("w1", 128, 32, 15, List.of());
        assertThat(Arrays.stream(new PanelPicture().lamps(dark)).flatMapToInt(Arrays::stream).sum())
                .isZero();
    }

    @Test
    void charactersLightTheirOwnCellsInTheirColour() {
        int[][] lamps = new PanelPicture().lamps(view(2, "一 A"));
        // 一 is one stroke across the middle of its cell.
        assertThat(count(lamps, 0, 0, 16, 5)).isZero();
        assertThat(count(lamps, 0, 5, 16, 12)).isBetween(12, 34);
        assertThat(count(lamps, 16, 0, 24, 16)).isZero();
        assertThat(count(lamps, 24, 0, 32, 16)).isPositive();
        assertThat(count(lamps, 32, 0, 128, 32)).isZero();
        assertThat(Arrays.stream(lamps).flatMapToInt(Arrays::stream).filter(v -> v != 0))
                .containsOnly(2);
    }

    @Test
    void similarCharactersStayDifferent() {
        PanelPicture picture = new PanelPicture();
        for (String pair : List.of("未末", "土士", "日曰", "03", "8B", "窗口")) {
            int[][] a = picture.lamps(view(1, pair.substring(0, 1)));
            int[][] b = picture.lamps(view(1, pair.substring(1)));
            assertThat(Arrays.deepEquals(a, b)).as(pair).isFalse();
        }
    }

    @Test
    void whatReachesBeyondItsAreaIsNotSeen() {
        Row row = new Row(-8, 20, List.of(new Cell('国', 1, 16)));
        PanelView view =
                new PanelView(
                        "w1", 128, 32, 15, List.of(new Area(0, 0, 16, 8, 8, false, List.of(row))));
        int[][] lamps = new PanelPicture().lamps(view);
        assertThat(count(lamps, 0, 16, 8, 24)).isPositive();
        assertThat(count(lamps, 0, 0, 128, 32)).isEqualTo(count(lamps, 0, 16, 8, 24));
    }

    @Test
    void thePictureHasThePanelsColoursAndSize() {
        BufferedImage red = new PanelPicture().draw(view(1, "请A012号", "到3号窗口"));
        assertThat(red.getWidth()).isEqualTo(128 * 6 + 24);
        assertThat(red.getHeight()).isEqualTo(32 * 6 + 24);
        long lit = 0;
        for (int y = 0; y < red.getHeight(); y++) {
            for (int x = 0; x < red.getWidth(); x++) {
                int rgb = red.getRGB(x, y);
                assertThat((rgb >> 8) & 0xFF).isLessThan(120);
                lit += ((rgb >> 16) & 0xFF) > 200 ? 1 : 0;
            }
        }
        assertThat(lit).isGreaterThan(5000);
    }

    @Test
    void theFileHoldsTheNewestView(@TempDir Path directory) throws IOException {
        Deque<Runnable> work = new ArrayDeque<>();
        Path panel = directory.resolve("panel");
        PanelPictureFiles files = new PanelPictureFiles(panel, work::add);
        files.changed(view(1, "旧"));
        files.changed(view(2, "新"));
        while (!work.isEmpty()) {
            work.remove().run();
        }
        BufferedImage written =
                Objects.requireNonNull(ImageIO.read(panel.resolve("w1.png").toFile()));
        BufferedImage expected = new PanelPicture().draw(view(2, "新"));
        assertThat(written.getWidth()).isEqualTo(expected.getWidth());
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                assertThat(written.getRGB(x, y)).isEqualTo(expected.getRGB(x, y));
            }
        }
        try (var left = Files.list(panel)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    @ExpectLog("picture of the panel w1 cannot be written")
    void aPictureThatCannotBeWrittenIsToldOnce(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        PanelPictureFiles files = new PanelPictureFiles(file, Runnable::run);
        files.changed(view(1, "一"));
        files.changed(view(1, "二"));
    }

    private static int count(int[][] lamps, int x1, int y1, int x2, int y2) {
        int n = 0;
        for (int y = y1; y < y2; y++) {
            for (int x = x1; x < x2; x++) {
                n += lamps[y][x] != 0 ? 1 : 0;
            }
        }
        return n;
    }
}
