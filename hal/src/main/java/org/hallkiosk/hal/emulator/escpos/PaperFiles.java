package org.hallkiosk.hal.emulator.escpos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps printed paper in a directory: {@code <n>.png}, how it looks, and {@code <n>.bin}, the
 * bytes. Numbers go on after the greatest that is there. A file appears whole or not at all. What
 * cannot be written is logged once as a warning and counted.
 */
public final class PaperFiles implements PaperSink {

    private static final System.Logger LOG = System.getLogger(PaperFiles.class.getName());

    private final Path directory;
    private int number;
    private int lost;

    /**
     * @param directory is made when it is not there
     * @throws IOException when it cannot be made or read
     */
    public PaperFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        try (var files = Files.list(directory)) {
            number =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.matches("\\d{1,9}\\.png"))
                            .mapToInt(
                                    name -> Integer.parseInt(name.substring(0, name.indexOf('.'))))
                            .max()
                            .orElse(0);
        }
    }

    /** Writes two small files; blocks as long as the disk does and as the picture takes to draw. */
    @Override
    public void fell(Paper paper) {
        number++;
        try {
            write(number + ".bin", paper.bytes());
            write(number + ".png", paper.picture().png());
        } catch (IOException e) {
            if (lost++ == 0) {
                LOG.log(System.Logger.Level.WARNING, "Printed paper could not be kept: " + e);
            }
        }
    }

    /** How many pieces of paper could not be kept. */
    public int lost() {
        return lost;
    }

    private void write(String name, byte[] content) throws IOException {
        Path part = directory.resolve(name + ".part");
        Files.write(part, content);
        Files.move(
                part,
                directory.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
