package org.hallkiosk.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A picture that is missing or no picture is nobody's trouble: the surname stands there. */
class PortraitViewTest {

    @TempDir private Path folder = Path.of(".");

    private final Style style = new Style(Palette.dark(), 1, false);
    private final PortraitView portrait = new PortraitView(() -> style);

    @ParameterizedTest
    @CsvSource({"王芳, 王", "𠮷田, 𠮷", "Anna Maria Lee, AM", "lee, L", "'  ', ''"})
    void aSurnameOrLettersStandForAPicture(String name, String initials) {
        assertThat(PortraitView.initials(name)).isEqualTo(initials);
    }

    @Test
    void onlyAPictureIsAPicture() throws IOException {
        Path good = folder.resolve("1.jpg");
        ImageIO.write(
                new BufferedImage(3000, 4000, BufferedImage.TYPE_INT_RGB), "jpg", good.toFile());
        Path text = Files.writeString(folder.resolve("2.jpg"), "no picture");
        byte[] whole = Files.readAllBytes(good);
        Path half = Files.write(folder.resolve("3.jpg"), java.util.Arrays.copyOf(whole, 20));

        portrait.setPerson("王芳", Optional.of(good));
        assertThat(portrait.hasPicture()).isTrue();
        portrait.setPerson("王芳", Optional.of(text));
        assertThat(portrait.hasPicture()).isFalse();
        portrait.setPerson("王芳", Optional.of(half));
        assertThat(portrait.hasPicture()).isFalse();
        portrait.setPerson("王芳", Optional.of(folder.resolve("missing.jpg")));
        assertThat(portrait.hasPicture()).isFalse();
        portrait.setPerson("王芳", Optional.of(folder));
        assertThat(portrait.hasPicture()).isFalse();
        assertThat(PictureFile.read(good))
                .hasValueSatisfying(
                        image -> assertThat(image.getHeight()).isLessThanOrEqualTo(900));
    }
}
