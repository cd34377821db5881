package org.hallkiosk.hal.emulator.onbon;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * One emulated card with its panel: what it remembers, what it answers, what can go wrong with it.
 *
 * <p>Belongs to the strand of its {@link OnbonPanelEmulator}; every method is called there.
 */
public final class PanelCard {

    /** A card says nothing for this long after power-up (led-display.md §7). */
    public static final Duration SILENT_AFTER_POWER_UP = Duration.ofSeconds(2);

    private static final int BROADCAST_ANSWERED = 0xFFFE;
    private static final int BROADCAST_UNANSWERED = 0xFFFF;
    private static final int ANY_DEVICE_TYPE = 0xFE;
    private static final int BX_5K1 = 0x51;
    private static final int BX_6K1 = 0x61;
    private static final int ANSWER = 1;

    private static final int OK = 0;
    private static final int UNKNOWN_GROUP = 1;
    private static final int UNKNOWN_COMMAND = 2;
    private static final int BUSY = 3;
    private static final int OUT_OF_MEMORY = 4;
    private static final int CHECKSUM = 5;
    private static final int FONT_MISSING = 12;
    private static final int DATE_TIME = 14;

    private static final long LEAST_BETWEEN_UPDATES = Duration.ofSeconds(1).toNanos();
    private static final Duration SLOW_REPLY = Duration.ofMillis(1500);
    private static final Duration LATE_REPLY = Duration.ofMillis(2500);

    private final CardSpec spec;
    private final OnbonPanelEmulator line;
    private final CardParser parser;
    private final Random noise;
    private final Set<Imperfection> imperfections = EnumSet.noneOf(Imperfection.class);
    private final Set<Integer> fonts = new HashSet<>(Set.of(16, 24, 32));
    private final Map<Integer, CardArea> areas = new TreeMap<>();
    private final Map<Integer, Long> updated = new HashMap<>();

    private int screenId;
    private boolean powered = true;
    private boolean lampsOn = true;
    private int brightness = 15;
    private Duration clockOffset = Duration.ZERO;
    private long awakeAt = Long.MIN_VALUE;
    private int flashWrites;
    private int updates;
    private int refusals;
    private int expiries;

    PanelCard(CardSpec spec, OnbonPanelEmulator line) {
        this.spec = spec;
        this.line = line;
        this.parser = new CardParser(spec.model().receiveBuffer);
        this.noise = new Random(spec.screenId());
        this.screenId = spec.screenId();
    }

    /** Its address on the line now. */
    public int screenId() {
        return screenId;
    }

    /** What stands on its panel now. */
    public PanelView view() {
        List<PanelView.Area> shown = new ArrayList<>();
        if (powered && lampsOn) {
            areas.values().forEach(area -> shown.add(area.view(line.nanoTime())));
        }
        return new PanelView(spec.name(), spec.width(), spec.height(), brightness, shown);
    }

    /** What a person in the hall reads now, from top to bottom. */
    public List<String> lines() {
        return view().lines();
    }

    /** Whether the lamps are switched on. */
    public boolean lampsOn() {
        return lampsOn;
    }

    /** 0 to 15. */
    public int brightness() {
        return brightness;
    }

    /** How many updates of areas it has accepted since it was made. */
    public int updates() {
        return updates;
    }

    /** How many requests it has refused since it was made. */
    public int refusals() {
        return refusals;
    }

    /** How many areas it has deleted because nobody updated them in time. */
    public int expiries() {
        return expiries;
    }

    /** How many requests would have worn its flash memory. A driver never makes one. */
    public int flashWrites() {
        return flashWrites;
    }

    /** From now on this is wrong with it. */
    public void suffer(Imperfection imperfection) {
        imperfections.add(imperfection);
    }

    /** And now it is mended. */
    public void recover(Imperfection imperfection) {
        imperfections.remove(imperfection);
    }

    /** Switches the lamps, as a timer set in the card does. */
    public void switchLamps(boolean on) {
        lampsOn = on;
        changed();
    }

    /** Texts that name the font of this height are refused from now on. */
    public void removeFont(int dots) {
        fonts.remove(dots);
    }

    /** The plug is pulled: the panel goes dark, and everything in RAM is gone. */
    public void powerOff() {
        powered = false;
        lampsOn = true;
        areas.clear();
        updated.clear();
        parser.forget();
        changed();
    }

    /** The plug is back; the card says nothing for {@link #SILENT_AFTER_POWER_UP}. */
    public void powerOn() {
        powered = true;
        awakeAt = line.nanoTime() + SILENT_AFTER_POWER_UP.toNanos();
    }

    /** Off and on again at once. */
    public void powerCycle() {
        powerOff();
        powerOn();
    }

    /** Bytes pass on the line. */
    void hear(byte[] bytes) {
        if (!powered || line.nanoTime() < awakeAt || imperfections.contains(Imperfection.DEAD)) {
            return;
        }
        parser.accept(
                imperfections.contains(Imperfection.WRONG_SPEED) ? garbled(bytes) : bytes,
                this::heard);
    }

    private void heard(CardParser.Heard heard) {
        boolean broadcast =
                heard.destination() == BROADCAST_ANSWERED
                        || heard.destination() == BROADCAST_UNANSWERED;
        if (heard.destination() != screenId && !broadcast) {
            return;
        }
        byte[] answer =
                switch (heard) {
                    case CardParser.Heard.Damaged damaged -> refuse(CHECKSUM);
                    case CardParser.Heard.TooLong tooLong -> refuse(OUT_OF_MEMORY);
                    case CardParser.Heard.Request request -> request(request);
                };
        if (answer.length > 0 && heard.destination() != BROADCAST_UNANSWERED) {
            int self = broadcast ? BROADCAST_ANSWERED : screenId;
            answer(CardParser.frame(heard.source(), self, answer, preamble()));
        }
    }

    private byte[] request(CardParser.Heard.Request request) {
        byte[] data = request.data();
        // What a card does with a frame for another model is not specified; this one ignores it.
        int ownType = spec.model() == CardSpec.Model.BX_5K ? BX_5K1 : BX_6K1;
        if (request.deviceType() != ANY_DEVICE_TYPE && request.deviceType() != ownType) {
            return new byte[0];
        }
        if (data.length < 5) {
            return refuse(UNKNOWN_COMMAND);
        }
        byte[] answer = execute(data);
        return data[2] == ANSWER ? answer : new byte[0];
    }

    private byte[] execute(byte[] data) {
        int command = data[1] & 0xFF;
        return switch (data[0] & 0xFF) {
            case 0xA1 ->
                    switch (command) {
                        case 0x02 -> status();
                        case 0x00, 0x01, 0x05, 0x06 -> {
                            flashWrites++;
                            yield accept();
                        }
                        default -> refuse(UNKNOWN_COMMAND);
                    };
            case 0xA2 ->
                    switch (command) {
                        case 0x00 -> accept();
                        case 0x01 -> {
                            flashWrites++;
                            powerCycle();
                            yield new byte[0];
                        }
                        case 0x03 -> setClock(data);
                        case 0x06 -> setScreenId(data);
                        case 0x07 ->
                                new byte[] {
                                    (byte) 0xA2,
                                    0x07,
                                    OK,
                                    0,
                                    0,
                                    (byte) screenId,
                                    (byte) (screenId >> 8)
                                };
                        default -> refuse(UNKNOWN_COMMAND);
                    };
            case 0xA3 ->
                    switch (command) {
                        case 0x00 -> setLamps(data);
                        case 0x02 -> setBrightness(data);
                        case 0x06 -> updateAreas(data);
                        case 0x10 -> {
                            areas.clear();
                            changed();
                            yield accept();
                        }
                        default -> refuse(UNKNOWN_COMMAND);
                    };
            default -> refuse(UNKNOWN_GROUP);
        };
    }

    private byte[] updateAreas(byte[] data) {
        List<CardArea> news = new ArrayList<>();
        Set<Integer> deleted = new HashSet<>();
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        try {
            boolean afresh = data[3] == 1;
            in.position(5);
            int deletions = in.get() & 0xFF;
            if (afresh || deletions == 0xFF) {
                deleted.addAll(areas.keySet());
            } else {
                for (int i = 0; i < deletions; i++) {
                    deleted.add(in.get() & 0xFF);
                }
            }
            int count = in.get() & 0xFF;
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[in.getShort() & 0xFFFF];
                in.get(bytes);
                news.add(CardArea.read(bytes, line.nanoTime()));
            }
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            // The specification has no error number for it.
            return refuse(UNKNOWN_COMMAND);
        }
        int error = admit(news);
        if (error != OK) {
            return refuse(error);
        }
        deleted.forEach(areas::remove);
        for (CardArea area : news) {
            areas.put(area.number(), area);
            updated.put(area.number(), area.since());
            if (!area.lifetime().isZero()) {
                line.after(area.lifetime(), () -> expire(area));
            }
        }
        updates++;
        changed();
        return accept();
    }

    private int admit(List<CardArea> news) {
        if (imperfections.contains(Imperfection.BUSY)) {
            return BUSY;
        }
        for (CardArea area : news) {
            if (area.number() >= spec.model().areas || area.textBytes() > spec.model().areaBytes) {
                return OUT_OF_MEMORY;
            }
            if (!fonts.containsAll(area.text().fonts())) {
                return FONT_MISSING;
            }
            Long before = updated.get(area.number());
            if (before != null && line.nanoTime() - before < LEAST_BETWEEN_UPDATES) {
                return BUSY;
            }
        }
        return OK;
    }

    private void expire(CardArea area) {
        if (areas.remove(area.number(), area)) {
            expiries++;
            changed();
        }
    }

    private byte[] setLamps(byte[] data) {
        if (data.length < 6) {
            return refuse(UNKNOWN_COMMAND);
        }
        if (data[5] != 1 || !imperfections.contains(Imperfection.LAMPS_STAY_OFF)) {
            switchLamps(data[5] == 1);
        }
        return accept();
    }

    private byte[] setBrightness(byte[] data) {
        if (data.length < 7 || data[6] < 0 || data[6] > 15) {
            return refuse(UNKNOWN_COMMAND);
        }
        brightness = data[6];
        changed();
        return accept();
    }

    private byte[] setScreenId(byte[] data) {
        if (data.length < 7) {
            return refuse(UNKNOWN_COMMAND);
        }
        screenId = (data[5] & 0xFF) + 256 * (data[6] & 0xFF);
        return accept();
    }

    private byte[] setClock(byte[] data) {
        if (data.length < 13) {
            return refuse(UNKNOWN_COMMAND);
        }
        try {
            LocalDateTime given =
                    LocalDateTime.of(
                            fromBcd(data[6]) * 100 + fromBcd(data[5]),
                            fromBcd(data[7]),
                            fromBcd(data[8]),
                            fromBcd(data[9]),
                            fromBcd(data[10]),
                            fromBcd(data[11]));
            clockOffset = Duration.between(utcNow(), given);
            return accept();
        } catch (DateTimeException wrong) {
            return refuse(DATE_TIME);
        }
    }

    private LocalDateTime utcNow() {
        return LocalDateTime.ofInstant(line.now(), ZoneOffset.UTC);
    }

    private byte[] status() {
        LocalDateTime clock = utcNow().plus(clockOffset);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xA1, 0x02, OK, 0, 0});
        out.write(lampsOn ? 1 : 2);
        out.write(brightness);
        for (int field :
                new int[] {
                    clock.getYear() % 100,
                    clock.getYear() / 100,
                    clock.getMonthValue(),
                    clock.getDayOfMonth(),
                    clock.getDayOfWeek().getValue(),
                    clock.getHour(),
                    clock.getMinute(),
                    clock.getSecond()
                }) {
            out.write(field / 10 * 16 + field % 10);
        }
        out.writeBytes(new byte[1 + 4 + 1 + 1]); // no program, its name, no special area, no page
        out.write(areas.size());
        areas.keySet().forEach(out::write);
        out.writeBytes(
                String.format("EMULATED%08d", spec.screenId()).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[12]);
        return out.toByteArray();
    }

    private static int fromBcd(byte b) {
        return ((b >> 4) & 0xF) * 10 + (b & 0xF);
    }

    private static byte[] accept() {
        return new byte[] {(byte) 0xA0, 0, OK, 0, 0};
    }

    private byte[] refuse(int error) {
        refusals++;
        return new byte[] {(byte) 0xA0, 1, (byte) error, 0, 0};
    }

    private int preamble() {
        if (imperfections.contains(Imperfection.SHORT_PREAMBLE)) {
            return 1;
        }
        return imperfections.contains(Imperfection.LONG_PREAMBLE) ? 9 : 8;
    }

    private void answer(byte[] frame) {
        if (imperfections.contains(Imperfection.MUTE)) {
            return;
        }
        Duration delay = spec.replyDelay();
        if (imperfections.contains(Imperfection.SLOW)) {
            delay = SLOW_REPLY;
        }
        if (imperfections.contains(Imperfection.LATE)) {
            delay = LATE_REPLY;
        }
        byte[] bytes = frame;
        if (imperfections.contains(Imperfection.WRONG_SPEED)) {
            bytes = garbled(bytes);
        }
        if (imperfections.contains(Imperfection.GARBAGE)) {
            bytes = new byte[frame.length];
            noise.nextBytes(bytes);
        }
        if (imperfections.contains(Imperfection.BAD_CHECKSUM)) {
            bytes = bytes.clone();
            bytes[bytes.length - 2] ^= 0x10;
        }
        if (imperfections.contains(Imperfection.HALF_ANSWERS)) {
            bytes = Arrays.copyOf(bytes, bytes.length / 2);
        }
        if (imperfections.contains(Imperfection.SPLIT_ANSWERS)) {
            for (byte b : bytes) {
                say(delay, new byte[] {b});
                delay = delay.plusMillis(10);
            }
        } else {
            say(delay, bytes);
        }
    }

    private void say(Duration delay, byte[] bytes) {
        line.after(
                delay,
                () -> {
                    if (powered) {
                        line.say(bytes);
                    }
                });
    }

    /** What a receiver at the wrong speed makes of bytes: other bytes, and fewer or more. */
    private byte[] garbled(byte[] bytes) {
        byte[] other = new byte[bytes.length];
        noise.nextBytes(other);
        return other;
    }

    private void changed() {
        line.changed(view());
    }

    /** The numbers of the areas that it holds, for tests of what was laid out. */
    List<Integer> areaNumbers() {
        return List.copyOf(areas.keySet());
    }
}
