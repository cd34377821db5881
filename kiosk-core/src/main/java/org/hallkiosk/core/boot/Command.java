package org.hallkiosk.core.boot;

import java.util.concurrent.Callable;

/**
 * A command of {@code ./kiosk}, annotated for picocli and found by {@link java.util.ServiceLoader}.
 * Its result is the process's exit code.
 */
public interface Command extends Callable<Integer> {}
