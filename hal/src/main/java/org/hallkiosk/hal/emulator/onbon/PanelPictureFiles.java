package org.hallkiosk.hal.emulator.onbon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.imageio.ImageIO;

/**
 * Keeps one file {@code <panel's name>.png} for each panel: what it shows now. A reader of the file
 * never sees half a picture. A picture that cannot be written is logged once for each panel.
 */
public final class PanelPictureFiles implements PanelSink {

    private static final System.Logger LOG = System.getLogger(PanelPictureFiles.class.getName());

    private final Path directory;
    private final Executor worker;
    private final PanelPicture picture = new PanelPicture();
    private final Map<String, PanelView> waiting = new ConcurrentHashMap<>();
    private final Map<String, Boolean> complained = new ConcurrentHashMap<>();

    /**
     * @param directory made when it is not there
     * @param worker draws and writes, one task at a time; not the emulator's strand
     */
    public PanelPictureFiles(Path directory, Executor worker) {
        this.directory = directory;
        this.worker = worker;
    }

    @Override
    public void changed(PanelView view) {
        if (waiting.put(view.name(), view) == null) {
            worker.execute(() -> write(view.name()));
        }
    }

    private void write(String name) {
        PanelView view = waiting.remove(name);
        if (view == null) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Path unfinished = directory.resolve(name + ".png.part");
            if (!ImageIO.write(picture.draw(view), "png", unfinished.toFile())) {
                throw new IOException("this Java cannot write PNG");
            }
            Files.move(
                    unfinished,
                    directory.resolve(name + ".png"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (complained.put(name, true) == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "The picture of the panel " + name + " cannot be written",
                        e);
            }
        }
    }
}
