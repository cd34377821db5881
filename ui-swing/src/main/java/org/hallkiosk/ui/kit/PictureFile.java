package org.hallkiosk.ui.kit;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads a picture that somebody put into a folder, without trusting it to be small or one at all.
 */
final class PictureFile {

    private static final System.Logger LOG = System.getLogger(PictureFile.class.getName());

    /** A larger one comes straight from a camera, and takes long to read. */
    private static final long MOST_BYTES = 16L << 20;

    /** No screen shows a person larger; more is left out while reading. */
    private static final int ENOUGH = 800;

    private PictureFile() {}

    /** The picture; absent when there is none that can be read, which is logged. Blocks. */
    static Optional<BufferedImage> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (ImageInputStream in =
                Files.size(file) > MOST_BYTES
                        ? null
                        : ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers =
                    in == null ? List.<ImageReader>of().iterator() : ImageIO.getImageReaders(in);
            if (in == null || !readers.hasNext()) {
                LOG.log(System.Logger.Level.INFO, "{0} is no picture to show", file);
                return Optional.empty();
            }
            return Optional.of(read(readers.next(), in));
        } catch (IOException | RuntimeException e) {
            // Readers of pictures throw whatever they stumble over in a damaged file.
            LOG.log(System.Logger.Level.INFO, "The picture " + file + " cannot be read", e);
            return Optional.empty();
        }
    }

    private static BufferedImage read(ImageReader reader, ImageInputStream in) throws IOException {
        try {
            reader.setInput(in, true, true);
            int larger = Math.max(reader.getWidth(0), reader.getHeight(0));
            int every = Math.max(1, larger / ENOUGH);
            ImageReadParam how = reader.getDefaultReadParam();
            how.setSourceSubsampling(every, every, 0, 0);
            return reader.read(0, how);
        } finally {
            reader.dispose();
        }
    }
}
