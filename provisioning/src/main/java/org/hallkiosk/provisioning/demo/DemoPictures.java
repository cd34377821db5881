package org.hallkiosk.provisioning.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.hallkiosk.core.web.Response;
import org.hallkiosk.core.web.Routes;
import org.hallkiosk.core.web.WebModule;

/**
 * Shows what the emulated peripherals show: the newest ticket, the panels, the call pads. With
 * {@code ?until=} a text, panels and pads answer as soon as they show it.
 */
final class DemoPictures implements WebModule {

    private final Path paper;
    private final Path panel;
    private final DemoPeripherals peripherals;

    DemoPictures(Path directory, String dispenser, DemoPeripherals peripherals) {
        this.paper = directory.resolve("paper").resolve(dispenser);
        this.panel = directory.resolve("panel");
        this.peripherals = peripherals;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/demo/paper.png", request -> picture(newest()).now());
        for (int window = 1; window <= 3; window++) {
            Path file = panel.resolve("panel-" + window + ".png");
            routes.get(
                    "/demo/panel-" + window + ".png", request -> picture(Optional.of(file)).now());
            for (String unit : List.of("panel-" + window, Demo.padAt(window))) {
                routes.get(
                        "/demo/" + unit + ".txt",
                        request ->
                                lines(peripherals.shown(unit, request.query("until").orElse(""))));
            }
        }
    }

    /** Plain text, one thing a line. */
    private static CompletionStage<Response> lines(Optional<CompletableFuture<List<String>>> all) {
        return all.map(
                        told ->
                                told.<Response>thenApply(
                                        lines ->
                                                Response.text(String.join("\n", lines))
                                                        .with("Cache-Control", "no-store")))
                .orElseGet(() -> CompletableFuture.completedFuture(Response.status(404)));
    }

    private Optional<Path> newest() {
        if (!Files.isDirectory(paper)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(paper)) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .max(Comparator.comparingInt(DemoPictures::number));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int number(Path file) {
        String digits = file.getFileName().toString().replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static Response picture(Optional<Path> file) {
        try {
            return file.isPresent() && Files.exists(file.get())
                    ? Response.bytes("image/png", Files.readAllBytes(file.get()))
                            .with("Cache-Control", "no-store")
                    : Response.status(404);
        } catch (IOException e) {
            return Response.status(404);
        }
    }
}
