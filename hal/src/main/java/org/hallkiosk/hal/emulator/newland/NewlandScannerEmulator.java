package org.hallkiosk.hal.emulator.newland;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hallkiosk.hal.emulator.DeviceSide;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;

/**
 * A code scanner at the other end of a link: somebody {@link #show shows} it codes, it sends them
 * with its suffix, and it obeys and answers commands. What it was set to is lost with its power, as
 * {@code #} says.
 *
 * <p>Every method is called on the strand and none blocks.
 */
public final class NewlandScannerEmulator {

    private static final Duration BYTE_APART = Duration.ofMillis(10);
    private static final Duration REPEAT_EVERY = Duration.ofMillis(300);
    private static final int REPEATED = 5;
    private static final int MOST_COMMAND = 400;

    /** How long it takes from a command to the answer; usual is below 200 ms. */
    private static final Duration THINKS = Duration.ofMillis(30);

    private static final byte[] COMMAND = {0x7E, 0x01, '0', '0', '0', '0'};
    private static final byte[] ANSWER = {0x02, 0x01, '0', '0', '0', '0'};
    private static final byte OK = 0x06;
    private static final byte BAD_VALUE = 0x15;
    private static final byte NO_SUCH = 0x05;

    /** The settings that it knows, by TAG and SUB, with what it begins with. */
    private static final Map<String, String> FACTORY =
            Map.of("SCNMOD", "0", "ORTSET", "3000", "RRDDUR", "0", "GRBENA", "1", "SCNTRG", "0");

    private static final Map<String, String> BY_ITSELF = Map.of("SCNMOD", "2");

    private final DeviceSide side;
    private final Strand strand;
    private final byte[] suffix;
    private final Set<ScannerTrouble> troubles = EnumSet.noneOf(ScannerTrouble.class);
    private final Map<String, String> stored = new LinkedHashMap<>(FACTORY);
    private final Map<String, String> settings = new LinkedHashMap<>(FACTORY);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<String> commands = new ArrayList<>();
    private boolean on;
    private long read;
    private long busyUntil;

    /**
     * @param suffix what follows each code, for example CR LF; may be empty
     */
    public NewlandScannerEmulator(Links links, LinkAddress address, Strand strand, String suffix) {
        this.side = new DeviceSide(links, address, strand, new Ear());
        this.strand = strand;
        this.suffix = suffix.getBytes(StandardCharsets.US_ASCII);
    }

    /** The same scanner, set by its setup barcodes to look for codes by itself. */
    public NewlandScannerEmulator looksByItself() {
        stored.putAll(BY_ITSELF);
        settings.putAll(stored);
        return this;
    }

    /** Opens its side of the link, and again after each end. Without effect when it runs. */
    public void start() {
        on = true;
        listen();
    }

    /** Leaves the link and forgets its settings. It may be started again. */
    public void stop() {
        on = false;
        hangUp();
    }

    /** Begins a trouble; without effect when it has begun. */
    public void begin(ScannerTrouble trouble) {
        if (troubles.add(trouble) && trouble == ScannerTrouble.POWER_OFF) {
            hangUp();
        }
    }

    /** Ends a trouble; without effect when there is none. */
    public void end(ScannerTrouble trouble) {
        if (troubles.remove(trouble) && trouble == ScannerTrouble.POWER_OFF) {
            listen();
        }
    }

    /** The troubles that last. */
    public Set<ScannerTrouble> troubles() {
        return Set.copyOf(troubles);
    }

    /**
     * Holds a code before it. It reads it when it looks by itself or has been triggered; a code may
     * hold any bytes.
     *
     * @return whether it was read
     */
    public boolean show(byte[] code) {
        boolean looks = !"0".equals(settings.get("SCNMOD")) || "1".equals(settings.get("SCNTRG"));
        if (!on || !looks || isOff()) {
            return false;
        }
        sendCode(code);
        if (troubles.contains(ScannerTrouble.REPEATS)) {
            for (int i = 1; i < REPEATED; i++) {
                strand.after(REPEAT_EVERY.multipliedBy(i), () -> sendCode(code));
            }
        }
        return true;
    }

    /** Sends bytes that mean nothing, as a bad cable does. */
    public void noise(byte[] bytes) {
        send(bytes);
    }

    /** How often it has sent a code. */
    public long codesRead() {
        return read;
    }

    /** The text of every command that it understood, oldest first. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** What it is set to now, by TAG and SUB. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    private boolean isOff() {
        return troubles.contains(ScannerTrouble.POWER_OFF)
                || troubles.contains(ScannerTrouble.DEAD);
    }

    private void sendCode(byte[] code) {
        if (!on || isOff()) {
            return;
        }
        read++;
        boolean bare = troubles.contains(ScannerTrouble.NO_SUFFIX);
        byte[] line = Arrays.copyOf(code, code.length + (bare ? 0 : suffix.length));
        if (!bare) {
            System.arraycopy(suffix, 0, line, code.length, suffix.length);
        }
        send(line);
        if ("0".equals(settings.get("SCNMOD"))) {
            settings.put("SCNTRG", "0");
        }
    }

    private void send(byte[] bytes) {
        byte[] sent = bytes.clone();
        if (troubles.contains(ScannerTrouble.GARBAGE)) {
            // No encoding knows this byte.
            Arrays.fill(sent, (byte) 0xFF);
        }
        if (troubles.contains(ScannerTrouble.SLOW_BYTES)) {
            long begin = Math.max(strand.nanoTime(), busyUntil);
            for (int i = 0; i < sent.length; i++) {
                byte[] one = {sent[i]};
                long at = begin + BYTE_APART.toNanos() * i;
                strand.after(Duration.ofNanos(at - strand.nanoTime()), () -> side.write(one));
            }
            busyUntil = begin + BYTE_APART.toNanos() * sent.length;
        } else {
            side.write(sent);
        }
    }

    private void listen() {
        if (on && !troubles.contains(ScannerTrouble.POWER_OFF)) {
            side.open();
        }
    }

    private void hangUp() {
        side.close();
        settings.putAll(stored);
        heard.reset();
    }

    private void hear(byte b) {
        heard.write(b);
        byte[] all = heard.toByteArray();
        if (all.length <= COMMAND.length) {
            if (all[all.length - 1] != COMMAND[all.length - 1]) {
                heard.reset();
                if (b == COMMAND[0]) {
                    heard.write(b);
                }
            }
        } else if (b == 0x03) {
            heard.reset();
            int end = all.length - 2;
            if (end > COMMAND.length && all[end] == ';') {
                String text =
                        new String(
                                all,
                                COMMAND.length,
                                end - COMMAND.length,
                                StandardCharsets.US_ASCII);
                commands.add(text);
                strand.after(THINKS, () -> answer(text));
            }
        } else if (all.length > MOST_COMMAND) {
            heard.reset();
        }
    }

    private void answer(String command) {
        if (isOff() || troubles.contains(ScannerTrouble.SILENT)) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ANSWER);
        boolean setting = command.startsWith("#") || command.startsWith("@");
        if (setting) {
            out.write(command.charAt(0));
        }
        String[] items = command.substring(setting ? 1 : 0).split(";", -1);
        for (int i = 0; i < items.length; i++) {
            if (i > 0) {
                out.write(';');
            }
            if (setting) {
                out.writeBytes(items[i].getBytes(StandardCharsets.US_ASCII));
                out.write(set(items[i]));
            } else {
                query(items[i], out);
            }
        }
        out.write(';');
        out.write(0x03);
        byte[] all = out.toByteArray();
        send(
                troubles.contains(ScannerTrouble.HALF_ANSWERS)
                        ? Arrays.copyOf(all, all.length / 2)
                        : all);
    }

    private byte set(String item) {
        String name = item.length() < 6 ? item : item.substring(0, 6);
        String value = item.substring(name.length());
        if (!FACTORY.containsKey(name) || troubles.contains(ScannerTrouble.REFUSES)) {
            return NO_SUCH;
        }
        boolean number = value.matches("[0-9]{1,7}");
        boolean mode = !name.equals("SCNMOD") || value.matches("[023]");
        if (!number || !mode) {
            return BAD_VALUE;
        }
        settings.put(name, value);
        return OK;
    }

    private void query(String item, ByteArrayOutputStream out) {
        String name = item.length() < 6 ? item : item.substring(0, 6);
        String data =
                switch (name) {
                    case "QRYSYS" -> "Product Name: emulated\r\nFirmware Version: 1.0\r\n";
                    case "DEVQRY" -> troubles.contains(ScannerTrouble.UNHEALTHY) ? "1" : "0";
                    default -> settings.get(name);
                };
        out.writeBytes((name + (data == null ? "" : data)).getBytes(StandardCharsets.US_ASCII));
        out.write(data == null ? NO_SUCH : OK);
    }

    private final class Ear implements DeviceSide.Ear {
        @Override
        public void received(byte[] bytes) {
            for (byte b : bytes) {
                hear(b);
            }
        }

        @Override
        public void ended() {
            heard.reset();
        }
    }
}
