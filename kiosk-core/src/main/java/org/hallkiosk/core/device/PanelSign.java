package org.hallkiosk.core.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.hallkiosk.core.port.WindowSign;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.api.WindowDisplay;
import org.hallkiosk.hal.api.WindowDisplay.Colour;
import org.hallkiosk.hal.api.WindowDisplay.Content;
import org.hallkiosk.hal.api.WindowDisplay.Line;
import org.hallkiosk.hal.api.WindowDisplay.Shown;
import org.hallkiosk.hal.api.WindowDisplay.Urgency;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/** An LED panel above a window: the call in red on the first line, what is done there below. */
public final class PanelSign implements WindowSign {

    private static final Duration A_WHILE = Duration.ofSeconds(10);

    /** Full-width brackets as Chinese names have them, or plain ones. */
    private static final Pattern IN_BRACKETS = Pattern.compile("（[^（）]*）|\\([^()]*\\)");

    private final WindowDisplay display;
    private final Strand displayStrand;
    private final Strand roleStrand;
    private final Texts texts;
    private @Nullable View shown;
    private Strand.@Nullable Timer picture;

    /**
     * @param displayStrand where the display lives
     * @param roleStrand where the role lives
     */
    public PanelSign(
            WindowDisplay display, Strand displayStrand, Strand roleStrand, Locale language) {
        this.display = display;
        this.displayStrand = displayStrand;
        this.roleStrand = roleStrand;
        this.texts = Texts.core(language);
    }

    @Override
    public void show(View view) {
        shown = view;
        // A technician's picture gives way to a call at once, to anything else after its time.
        if (view.newCall() || picture == null) {
            endPicture();
            send(content(view));
        }
    }

    @Override
    public void identify() {
        showForAWhile(
                List.of(
                        new Line(
                                texts.get("sign.identify", Map.of("label", label())),
                                Colour.YELLOW),
                        new Line(display.id(), Colour.YELLOW)));
    }

    @Override
    public CompletionStage<Boolean> test() {
        return showForAWhile(
                List.of(
                        new Line(texts.get("sign.test", Map.of("label", label())), Colour.RED),
                        new Line("0123456789", Colour.GREEN)));
    }

    private String label() {
        View view = shown;
        return view == null ? display.id() : view.label();
    }

    private CompletionStage<Boolean> showForAWhile(List<Line> lines) {
        endPicture();
        picture =
                roleStrand.after(
                        A_WHILE,
                        () -> {
                            picture = null;
                            View now = shown;
                            if (now != null) {
                                send(content(now));
                            }
                        });
        return send(new Content(lines, Urgency.CHANGE));
    }

    private void endPicture() {
        Strand.Timer running = picture;
        if (running != null) {
            running.cancel();
            picture = null;
        }
    }

    /** Tells on the role's strand whether the display accepted it, or something newer. */
    private CompletionStage<Boolean> send(Content content) {
        CompletableFuture<Boolean> accepted = new CompletableFuture<>();
        displayStrand.execute(
                () ->
                        display.show(content)
                                .thenAccept(
                                        how ->
                                                roleStrand.execute(
                                                        () ->
                                                                accepted.complete(
                                                                        how != Shown.FAILED))));
        return accepted;
    }

    /**
     * A name without what stands in brackets: a panel of 128 dots holds eight ideographs
     * (led-display.md §1.4, 16-dot font), and what wanders through is read late. The ticket and the
     * screens have all of it.
     */
    private static String brief(String name) {
        String plain = IN_BRACKETS.matcher(name).replaceAll("").strip();
        return plain.isEmpty() ? name : plain;
    }

    private Content content(View view) {
        List<Line> lines = new ArrayList<>();
        Map<String, String> args =
                Map.of("label", view.label(), "ticket", view.ticket() == null ? "" : view.ticket());
        Line below = new Line(brief(view.category()), Colour.GREEN);
        switch (view.state()) {
            case CALLED -> {
                lines.add(new Line(texts.get("sign.call", args), Colour.RED));
                lines.add(below);
            }
            case SERVING -> {
                lines.add(new Line(texts.get("sign.serving", args), Colour.GREEN));
                lines.add(below);
            }
            case WAITING -> {
                lines.add(new Line(texts.get("sign.window", args), Colour.GREEN));
                lines.add(below);
            }
            case PAUSED -> {
                lines.add(new Line(texts.get("sign.paused"), Colour.YELLOW));
                lines.add(
                        view.whereabouts().isEmpty()
                                ? below
                                : new Line(view.whereabouts(), Colour.YELLOW));
            }
            case CLOSED -> {
                lines.add(new Line(texts.get("sign.closed"), Colour.YELLOW));
                lines.add(new Line(texts.get("sign.window", args), Colour.YELLOW));
            }
        }
        if (view.stale()) {
            lines.set(1, new Line(texts.get("sign.stale"), Colour.YELLOW));
        }
        lines.removeIf(line -> line.text().isEmpty());
        return new Content(lines, view.newCall() ? Urgency.CALL : Urgency.CHANGE);
    }
}
