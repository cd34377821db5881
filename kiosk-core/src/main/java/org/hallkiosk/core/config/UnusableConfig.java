package org.hallkiosk.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used. It names everything that is wrong, not only the first. */
public final class UnusableConfig extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    UnusableConfig(Path file, List<ConfigProblem> problems) {
        super(
                problems.stream()
                        .map(p -> file.getFileName() + (p.line() > 0 ? ", " : ": ") + p.sentence())
                        .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the file's reading; never empty. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
