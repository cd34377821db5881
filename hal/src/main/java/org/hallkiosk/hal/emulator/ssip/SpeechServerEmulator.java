package org.hallkiosk.hal.emulator.ssip;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.hallkiosk.hal.emulator.DeviceSide;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;
import org.jspecify.annotations.Nullable;

/**
 * A speech service at the other end of a link. It serves one client, speaks its messages in their
 * order in the strand's time, and remembers what came out.
 *
 * <p>Every method is called on the strand and none blocks; the listener is called there.
 */
public final class SpeechServerEmulator {

    private static final Duration BYTE_APART = Duration.ofMillis(1);

    /** A calm voice says about four characters of Chinese a second. */
    private static final Duration A_CHARACTER = Duration.ofMillis(250);

    private static final int MOST_LINE = 10_000;

    private final DeviceSide side;
    private final Strand strand;
    private final Consumer<Said> listener;
    private final Set<SpeechTrouble> troubles = EnumSet.noneOf(SpeechTrouble.class);
    private final List<Said> said = new ArrayList<>();
    private Session session = new Session();
    private boolean on;
    private long busyUntil;
    private int nextMessage = 1;

    /**
     * @param listener told of each text when it has ended
     */
    public SpeechServerEmulator(
            Links links, LinkAddress address, Strand strand, Consumer<Said> listener) {
        this.side = new DeviceSide(links, address, strand, new Ear());
        this.strand = strand;
        this.listener = listener;
    }

    /** Opens its side of the link, and again after each end. Without effect when it runs. */
    public void start() {
        on = true;
        listen();
    }

    /** Leaves the link. It may be started again. */
    public void stop() {
        on = false;
        hangUp();
    }

    /** Begins a trouble; without effect when it has begun. */
    public void begin(SpeechTrouble trouble) {
        if (troubles.add(trouble) && trouble == SpeechTrouble.POWER_OFF) {
            hangUp();
        }
    }

    /** Ends a trouble; without effect when there is none. */
    public void end(SpeechTrouble trouble) {
        if (troubles.remove(trouble) && trouble == SpeechTrouble.POWER_OFF) {
            listen();
        }
    }

    /** The troubles that last. */
    public Set<SpeechTrouble> troubles() {
        return Set.copyOf(troubles);
    }

    /** What came out so far, in the order of its end. */
    public List<Said> said() {
        return List.copyOf(said);
    }

    private void listen() {
        if (on && !troubles.contains(SpeechTrouble.POWER_OFF)) {
            side.open();
        }
    }

    private void hangUp() {
        side.close();
        newSession();
    }

    private void newSession() {
        session.over();
        session = new Session();
    }

    private void send(String lines) {
        if (troubles.contains(SpeechTrouble.SILENT)) {
            return;
        }
        String all = troubles.contains(SpeechTrouble.GARBAGE) ? "\u0000?\r\n" + lines : lines;
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        if (!troubles.contains(SpeechTrouble.SPLIT)) {
            side.write(bytes);
            return;
        }
        long begin = Math.max(strand.nanoTime(), busyUntil);
        for (int i = 0; i < bytes.length; i++) {
            byte[] one = {bytes[i]};
            long at = begin + BYTE_APART.toNanos() * i;
            strand.after(Duration.ofNanos(at - strand.nanoTime()), () -> side.write(one));
        }
        busyUntil = begin + BYTE_APART.toNanos() * bytes.length;
    }

    private final class Ear implements DeviceSide.Ear {
        @Override
        public void received(byte[] bytes) {
            session.received(bytes);
        }

        @Override
        public void ended() {
            newSession();
        }
    }

    /** A message as it was given. */
    private record Message(
            int id, String text, String language, int rate, int volume, String priority) {}

    /** One client's connection and what it has set. */
    private final class Session {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final Deque<Message> waiting = new ArrayDeque<>();
        private final List<String> text = new ArrayList<>();
        private String language = "en";
        private String priority = "text";
        private int rate;
        private int volume = 100;
        private boolean named;
        private boolean events;
        private boolean receiving;
        private @Nullable Message now;
        private Instant began = Instant.EPOCH;
        private Strand.@Nullable Timer voice;

        void received(byte[] bytes) {
            for (byte b : bytes) {
                if (session != this) {
                    return;
                }
                if (b == '\n') {
                    String all = line.toString(StandardCharsets.UTF_8);
                    line.reset();
                    hear(all.endsWith("\r") ? all.substring(0, all.length() - 1) : all);
                } else if (line.size() < MOST_LINE) {
                    line.write(b);
                }
            }
        }

        void over() {
            waiting.clear();
            quiet(false);
        }

        private void hear(String command) {
            if (receiving) {
                textLine(command);
                return;
            }
            String[] w = command.split(" ", -1);
            switch (w[0].toUpperCase(Locale.ROOT)) {
                case "SET" -> set(w);
                case "SPEAK" -> speak();
                case "CANCEL", "STOP" -> {
                    if (w[0].equals("CANCEL")) {
                        waiting.clear();
                    }
                    quiet(true);
                    send(w[0].equals("CANCEL") ? "213 OK CANCELED\r\n" : "210 OK STOPPED\r\n");
                }
                case "QUIT" -> send("231 HAPPY HACKING\r\n");
                default -> send("500 ERR INVALID COMMAND\r\n");
            }
        }

        private void set(String[] w) {
            if (w.length < 4 || !w[1].equals("SELF")) {
                send("510 ERR MISSING PARAMETER\r\n");
                return;
            }
            String value = w[3];
            switch (w[2]) {
                case "CLIENT_NAME" -> {
                    named = value.matches("[^:]+:[^:]+:[^:]+");
                    send(named ? "208 OK CLIENT NAME SET\r\n" : "408 ERR INVALID NAME\r\n");
                }
                case "LANGUAGE" -> {
                    language = value;
                    send("201 OK LANGUAGE SET\r\n");
                }
                case "PRIORITY" -> {
                    boolean known =
                            Set.of("important", "message", "text", "notification", "progress")
                                    .contains(value);
                    priority = known ? value : priority;
                    send(known ? "202 OK PRIORITY SET\r\n" : "408 ERR UNKNOWN PRIORITY\r\n");
                }
                case "RATE" -> rate = level(value, rate, "203 OK RATE SET\r\n");
                case "VOLUME" -> volume = level(value, volume, "218 OK VOLUME SET\r\n");
                case "OUTPUT_MODULE" ->
                        send(
                                troubles.contains(SpeechTrouble.NO_MODULE)
                                        ? "312 ERR COULDNT SET OUTPUT MODULE\r\n"
                                        : "216 OK OUTPUT MODULE SET\r\n");
                case "NOTIFICATION" -> {
                    events = w.length == 5 && w[4].equals("on");
                    send("220 OK NOTIFICATION SET\r\n");
                }
                default -> send("500 ERR INVALID COMMAND\r\n");
            }
        }

        private int level(String value, int before, String ok) {
            boolean good =
                    value.matches("-?[0-9]{1,3}") && Math.abs(Integer.parseInt(value)) <= 100;
            send(good ? ok : "409 ERR VALUE OUT OF RANGE\r\n");
            return good ? Integer.parseInt(value) : before;
        }

        private void speak() {
            if (troubles.contains(SpeechTrouble.NO_MODULE) || !named) {
                send("300 ERR INTERNAL\r\n");
                return;
            }
            receiving = true;
            text.clear();
            send("230 OK RECEIVING DATA\r\n");
        }

        private void textLine(String given) {
            if (!given.equals(".")) {
                text.add(given.startsWith(".") ? given.substring(1) : given);
                return;
            }
            receiving = false;
            Message message =
                    new Message(
                            nextMessage++,
                            String.join("\n", text),
                            language,
                            rate,
                            volume,
                            priority);
            send("225-" + message.id + "\r\n225 OK MESSAGE QUEUED\r\n");
            waiting.add(message);
            if (now == null) {
                next();
            }
        }

        private void next() {
            if (now != null || waiting.isEmpty() || troubles.contains(SpeechTrouble.MUTE)) {
                return;
            }
            Message message = waiting.remove();
            now = message;
            began = strand.now();
            event(message, 701, "BEGIN");
            if (troubles.contains(SpeechTrouble.CANCELS)) {
                quiet(true);
                return;
            }
            int times = troubles.contains(SpeechTrouble.SLOW) ? 4 : 1;
            voice =
                    strand.after(
                            A_CHARACTER.multipliedBy((long) message.text.length() * times),
                            () -> ended(message, true));
        }

        private void ended(Message message, boolean whole) {
            now = null;
            Said one =
                    new Said(
                            message.text,
                            message.language,
                            message.rate,
                            message.volume,
                            message.priority,
                            began,
                            strand.now(),
                            whole);
            said.add(one);
            listener.accept(one);
            if (whole) {
                event(message, 702, "END");
            }
            next();
        }

        /** Breaks off what is being spoken. */
        private void quiet(boolean told) {
            Message message = now;
            if (voice != null) {
                voice.cancel();
            }
            if (message != null) {
                if (told) {
                    event(message, 703, "CANCELED");
                }
                ended(message, false);
            }
        }

        private void event(Message message, int code, String word) {
            if (events) {
                send("%d-%d\r\n%d-7\r\n%d %s\r\n".formatted(code, message.id, code, code, word));
            }
        }
    }
}
