package org.hallkiosk.core.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hallkiosk.core.text.IoReason;

/** Reads a whole file, and gives either all that is in it or all that is wrong with it. */
final class ConfigFile {

    private ConfigFile() {}

    static <T> T read(Path file, Function<Section, T> reader) throws UnusableConfig {
        String yaml;
        try {
            yaml = Files.readString(file);
        } catch (IOException e) {
            throw unusable(
                    file,
                    0,
                    "The file cannot be read: " + IoReason.of(e) + ".",
                    "Name a file in UTF-8 that is there and that the service may read.");
        }
        Path directory = file.toAbsolutePath().getParent();
        return parse(yaml, file, directory == null ? Path.of("/") : directory, reader);
    }

    static <T> T parse(String yaml, Path file, Path directory, Function<Section, T> reader)
            throws UnusableConfig {
        Node node;
        try {
            node = Node.parse(yaml);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw unusable(
                    file,
                    line,
                    "This is not YAML: " + firstLine(e.getOriginalMessage()) + ".",
                    "Compare indentation, colons and quotes with the lines around.");
        } catch (IOException e) {
            throw unusable(file, 0, "It cannot be read: " + IoReason.of(e) + ".", "Try again.");
        }
        List<ConfigProblem> problems = new ArrayList<>();
        Section root = Section.root(node, directory, problems);
        T value = reader.apply(root);
        root.refuseUnknownKeys();
        if (!problems.isEmpty()) {
            throw new UnusableConfig(file, problems);
        }
        return value;
    }

    private static UnusableConfig unusable(Path file, int line, String what, String remedy) {
        return new UnusableConfig(file, List.of(new ConfigProblem("", line, what, remedy)));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
