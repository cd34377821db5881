package org.hallkiosk.hal.emulator.escpos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The independent reader of codes, from the package zbar-tools. */
final class Zbarimg {

    private Zbarimg() {}

    /** The content of the first code that it finds in a picture; empty when it finds none. */
    static String read(Path png) throws InterruptedException, IOException {
        Process process;
        try {
            process =
                    new ProcessBuilder("zbarimg", "--quiet", "--raw", "--oneshot", png.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException missing) {
            throw new AssertionError(
                    "This test needs zbarimg: install the package zbar-tools (./kiosk test does).",
                    missing);
        }
        byte[] out = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new String(out, StandardCharsets.UTF_8).strip();
    }
}
