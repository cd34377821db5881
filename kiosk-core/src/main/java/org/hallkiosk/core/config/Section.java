package org.hallkiosk.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a configuration while it is read. What is wrong is noted, and reading goes on with
 * a value in its place, so that a person learns everything at once; whoever began reading throws
 * the result away when anything was noted.
 */
final class Section {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Path directory;
    private final List<ConfigProblem> problems;
    private final String path;
    private final int line;
    private final Map<String, Node> entries;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(
            Path directory,
            List<ConfigProblem> problems,
            String path,
            int line,
            Map<String, Node> entries) {
        this.directory = directory;
        this.problems = problems;
        this.path = path;
        this.line = line;
        this.entries = entries;
    }

    /** A whole file; paths in it are relative to the directory. */
    static Section root(Node node, Path directory, List<ConfigProblem> problems) {
        return of(node, "", directory, problems);
    }

    private static Section of(
            Node node, String path, Path directory, List<ConfigProblem> problems) {
        if (node instanceof Node.Mapping mapping) {
            return new Section(directory, problems, path, node.line(), mapping.entries());
        }
        problems.add(
                new ConfigProblem(
                        path,
                        node.line(),
                        "Here belong keys with values.",
                        "Write them as 'key: value', indented below."));
        return new Section(directory, problems, path, node.line(), Map.of());
    }

    boolean has(String key) {
        known.add(key);
        Node node = entries.get(key);
        return node != null && !(node instanceof Node.Nothing);
    }

    /** A section that must be there. */
    Section section(String key) {
        Node node = present(key, "Add the section.");
        return node == null
                ? new Section(directory, new ArrayList<>(), at(key), line, Map.of())
                : of(node, at(key), directory, problems);
    }

    Optional<Section> optionalSection(String key) {
        return has(key) ? Optional.of(section(key)) : Optional.empty();
    }

    /** Each element of a list of sections; an absent list is empty. */
    <T> List<T> sections(String key, Function<Section, T> reader) {
        List<T> all = new ArrayList<>();
        int index = 0;
        for (Node node : items(key)) {
            Section element = of(node, at(key) + "[" + index++ + "]", directory, problems);
            all.add(reader.apply(element));
            element.refuseUnknownKeys();
        }
        return all;
    }

    /** Each element of a list of texts; an absent list is empty. */
    List<String> texts(String key) {
        List<String> all = new ArrayList<>();
        int index = 0;
        for (Node node : items(key)) {
            all.add(scalar(node, at(key) + "[" + index++ + "]"));
        }
        return all;
    }

    /** A mapping of free keys to texts; an absent one is empty. */
    Map<String, String> textsByName(String key) {
        Map<String, String> all = new LinkedHashMap<>();
        if (has(key)) {
            Section section = section(key);
            section.entries.forEach((name, node) -> all.put(name, scalar(node, section.at(name))));
        }
        return all;
    }

    String text(String key, String remedy) {
        Node node = present(key, remedy);
        return node == null ? "" : scalar(node, at(key));
    }

    /** A name that may stand in a topic (OUTSIDE.md, MQTT 5). */
    String name(String key) {
        String remedy =
                "Use up to 64 letters, digits, points, hyphens and underscores, a letter or digit"
                        + " first.";
        String name = text(key, remedy);
        if (has(key) && !NAME.matcher(name).matches()) {
            problem(key, "'" + name + "' is no name.", remedy);
        }
        return name;
    }

    @Nullable String optionalText(String key) {
        return has(key) ? text(key, "") : null;
    }

    int integer(String key, int least, int most, @Nullable Integer otherwise) {
        String remedy = "Give a whole number from " + least + " to " + most + ".";
        if (otherwise != null && !has(key)) {
            return otherwise;
        }
        String text = text(key, remedy);
        if (has(key)) {
            try {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // The sentence below says it.
            }
            problem(key, "'" + text + "' is out of range.", remedy);
        }
        return least;
    }

    boolean bool(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key, "");
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, "'" + text + "' is neither true nor false.", "Write true or false.");
        }
        return text.equals("true");
    }

    /** A text that the parser understands. */
    <T> T parsed(String key, String form, T otherwise, Function<String, T> parser) {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key, "");
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            problem(key, "'" + text + "' is not understood.", "Write " + form + ".");
            return otherwise;
        }
    }

    /** A path that need not exist. */
    Path path(String key, String remedy) {
        return directory.resolve(text(key, remedy)).normalize();
    }

    /** A file that can be read, when the key is there. */
    @Nullable Path optionalFile(String key) {
        if (!has(key)) {
            return null;
        }
        Path file = path(key, "");
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problem(
                    key,
                    "The file " + file + " is not there or cannot be read.",
                    "Put it there and let the service's user read it.");
        }
        return file;
    }

    /** A file with a secret: one that nobody else may read. */
    @Nullable Path optionalSecret(String key) {
        Path file = optionalFile(key);
        if (file != null && Files.isReadable(file) && othersMayRead(file)) {
            problem(
                    key,
                    "Everybody on this computer may read " + file + ".",
                    "Run: chmod o-rwx " + file);
        }
        return file;
    }

    private static boolean othersMayRead(Path file) {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, new LinkOption[0]);
        try {
            return view != null
                    && view.readAttributes()
                            .permissions()
                            .contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    /** Notes something that is wrong with a value of this section. */
    void problem(String key, String what, String remedy) {
        Node node = entries.get(key);
        problems.add(new ConfigProblem(at(key), node == null ? line : node.line(), what, remedy));
    }

    /** Notes every key that nobody asked for; the last thing to do with a section. */
    void refuseUnknownKeys() {
        for (Map.Entry<String, Node> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                problems.add(noSuchKey(at(entry.getKey()), entry.getValue(), known));
            }
        }
    }

    /** All of it as JSON. */
    byte[] json() {
        return new Node.Mapping(entries, line).json();
    }

    /**
     * Notes every key, at any depth, that does not stand in what was understood of this section.
     */
    void refuseKeysBeyond(Node understood) {
        known.addAll(entries.keySet());
        refuseKeysBeyond(path, new Node.Mapping(entries, line), understood);
    }

    private void refuseKeysBeyond(String where, Node written, Node understood) {
        if (written instanceof Node.Mapping mine && understood instanceof Node.Mapping theirs) {
            for (Map.Entry<String, Node> entry : mine.entries().entrySet()) {
                Node counterpart = theirs.entries().get(entry.getKey());
                String at = where + "." + entry.getKey();
                if (counterpart == null) {
                    problems.add(noSuchKey(at, entry.getValue(), theirs.entries().keySet()));
                } else {
                    refuseKeysBeyond(at, entry.getValue(), counterpart);
                }
            }
        } else if (written instanceof Node.Items mine && understood instanceof Node.Items theirs) {
            for (int i = 0; i < Math.min(mine.items().size(), theirs.items().size()); i++) {
                refuseKeysBeyond(where + "[" + i + "]", mine.items().get(i), theirs.items().get(i));
            }
        }
    }

    private static ConfigProblem noSuchKey(String where, Node value, Set<String> known) {
        return new ConfigProblem(
                where,
                value.line(),
                "There is no such key here.",
                "Known are: " + String.join(", ", known) + ".");
    }

    private List<Node> items(String key) {
        if (!has(key)) {
            return List.of();
        }
        Node node = entries.get(key);
        if (node instanceof Node.Items list) {
            return list.items();
        }
        problem(key, "Here belongs a list.", "Write each entry on a line that begins with '- '.");
        return List.of();
    }

    private @Nullable Node present(String key, String remedy) {
        if (has(key)) {
            return entries.get(key);
        }
        problem(key, "It is missing.", remedy);
        return null;
    }

    private String scalar(Node node, String where) {
        if (node instanceof Node.Scalar scalar) {
            return scalar.text();
        }
        problems.add(
                new ConfigProblem(
                        where,
                        node.line(),
                        "Here belongs one value.",
                        "Write it after the colon."));
        return "";
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
