package org.hallkiosk.core.role.speaker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.hallkiosk.core.port.CaptionView;
import org.hallkiosk.core.port.CaptionView.Caption;
import org.hallkiosk.core.port.SpokenLine;
import org.hallkiosk.core.port.Voice;
import org.hallkiosk.core.port.Voice.Heard;
import org.hallkiosk.core.text.Texts;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one speaker zone (TICKET.md, voice): it says one line at a time, in the order in
 * which they came; each call and each recall once, whoever sends it again; and none that has waited
 * for more than 30 s, because whoever was called has been called by the screens since.
 *
 * <p>All methods are called on its strand and none blocks.
 */
public final class ZoneSpeaker {

    /** As long as the line's message lives (OUTSIDE.md, {@code zone/{zone}/say}). */
    private static final Duration EXPIRY = Duration.ofSeconds(30);

    /** More than a hall announces while a message can still come again. */
    private static final int REMEMBERED = 1000;

    private final String zone;
    private final Strand strand;
    private final Voice voice;
    private final Map<String, Texts> texts =
            Map.of("zh", Texts.core(Texts.CHINESE), "en", Texts.core(Locale.ENGLISH));
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<UUID, Integer> announced = new LinkedHashMap<>();
    private final Deque<Caption> recent = new ArrayDeque<>();
    private Consumer<CaptionView> listener = view -> {};
    private @Nullable Caption now;
    private long expired;
    private long repeated;

    private record Waiting(SpokenLine line, long until) {}

    private record Part(String language, String text) {}

    /**
     * @param voice nobody else's
     */
    public ZoneSpeaker(String zone, Strand strand, Voice voice) {
        this.zone = zone;
        this.strand = strand;
        this.voice = voice;
    }

    /** The zone that it owns. */
    public String zone() {
        return zone;
    }

    /** What is said and was said. */
    public CaptionView captions() {
        return new CaptionView(zone, now, List.copyOf(recent));
    }

    /** Told of each change of {@link #captions}. Replaces the listener of before. */
    public void onCaptions(Consumer<CaptionView> newListener) {
        listener = newListener;
    }

    /** How many lines waited too long and were never said. */
    public long expired() {
        return expired;
    }

    /** How many lines came again, or after a later one of the same call. */
    public long repeated() {
        return repeated;
    }

    /** Takes a line; one that was taken before is ignored. */
    public void say(SpokenLine line) {
        Integer before = announced.get(line.id());
        if (before != null && line.count() <= before) {
            repeated++;
            return;
        }
        announced.remove(line.id());
        announced.put(line.id(), line.count());
        if (announced.size() > REMEMBERED) {
            announced.remove(announced.keySet().iterator().next());
        }
        // A recall takes the place of its call that has not been heard yet.
        queue.removeIf(waiting -> waiting.line.id().equals(line.id()));
        queue.add(new Waiting(line, strand.nanoTime() + EXPIRY.toNanos()));
        next();
    }

    private void next() {
        while (now == null && !queue.isEmpty()) {
            Waiting waiting = queue.remove();
            if (waiting.until - strand.nanoTime() <= 0) {
                expired++;
            } else {
                begin(waiting.line);
            }
        }
    }

    private void begin(SpokenLine line) {
        show(
                new Caption(
                        line.id(),
                        line.count(),
                        line.text(),
                        strand.now(),
                        CaptionView.State.SPEAKING));
        List<Part> parts = parts(line);
        speak(line, parts, 0, Heard.WORDS);
    }

    /** A sentence that this program does not know is said as it was given. */
    private List<Part> parts(SpokenLine line) {
        List<Part> once = new ArrayList<>();
        for (String language : line.languages()) {
            Texts in = texts.get(language);
            if (in != null && line.code().startsWith("say.") && in.has(line.code())) {
                once.add(
                        new Part(
                                language,
                                in.get(line.code(), Spelling.read(language, line.args()))));
            }
        }
        if (once.isEmpty() && !line.text().isEmpty()) {
            once.add(new Part(line.languages().getFirst(), line.text()));
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < line.times(); i++) {
            parts.addAll(once);
        }
        return parts;
    }

    private void speak(SpokenLine line, List<Part> parts, int at, Heard so) {
        if (at == parts.size() || so != Heard.WORDS) {
            end(parts.isEmpty() ? Heard.NOTHING : so);
            return;
        }
        voice.say(
                parts.get(at).language,
                parts.get(at).text,
                line.elderly(),
                heard -> speak(line, parts, at + 1, heard));
    }

    private void end(Heard heard) {
        Caption said = now;
        if (said != null) {
            CaptionView.State state =
                    switch (heard) {
                        case WORDS -> CaptionView.State.SPOKEN;
                        case CHIME -> CaptionView.State.CHIME_ONLY;
                        case NOTHING -> CaptionView.State.UNHEARD;
                    };
            recent.addFirst(new Caption(said.id(), said.count(), said.text(), said.at(), state));
            if (recent.size() > CaptionView.MOST_RECENT) {
                recent.removeLast();
            }
        }
        show(null);
        // Not from within the voice's own news.
        strand.execute(this::next);
    }

    private void show(@Nullable Caption caption) {
        now = caption;
        listener.accept(captions());
    }
}
