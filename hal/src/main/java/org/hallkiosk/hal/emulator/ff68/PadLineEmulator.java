package org.hallkiosk.hal.emulator.ff68;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.emulator.DeviceSide;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;

/**
 * Several call pads on one RS-485 line, at the device's side of a link. It listens from {@link
 * #open} to {@link #close}, again and again.
 *
 * <p>A frame takes the time that it takes at 9600 baud. Who speaks while another speaks, pad or
 * host, spoils both.
 */
public final class PadLineEmulator {

    private static final Duration BETWEEN_SPLIT_BYTES = Duration.ofMillis(5);
    private static final long NANOS_PER_BYTE = 10_000_000_000L / 9600;

    private final DeviceSide side;
    private final Strand strand;
    private final PadSink sink;
    private final Map<String, EmulatedPad> pads = new LinkedHashMap<>();
    private final List<Voice> onTheLine = new ArrayList<>();

    private boolean echoes;
    private long collisions;

    /** A frame that is being sent. */
    private static final class Voice {
        final byte[] bytes;
        final long from;

        Voice(byte[] bytes, long from) {
            this.bytes = bytes;
            this.from = from;
        }
    }

    /**
     * @param address the link whose device's side the line is
     * @param specs the pads; no two with one name
     * @param sink is told what the pads show
     */
    public PadLineEmulator(
            Links links, LinkAddress address, Strand strand, List<PadSpec> specs, PadSink sink) {
        this.side = new DeviceSide(links, address, strand, this::hear);
        this.strand = strand;
        this.sink = sink;
        for (PadSpec spec : specs) {
            if (pads.put(spec.name(), new EmulatedPad(spec, this)) != null) {
                throw new IllegalArgumentException("Two pads are called " + spec.name());
            }
        }
    }

    /** Joins the line. Without effect when it has joined already. */
    public void open() {
        side.open();
    }

    /** Leaves the line; the pads keep what they show. Safe to call again. */
    public void close() {
        side.close();
        onTheLine.clear();
        pads.values().forEach(EmulatedPad::stop);
    }

    /**
     * A pad by its name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public EmulatedPad pad(String name) {
        EmulatedPad pad = pads.get(name);
        if (pad == null) {
            throw new IllegalArgumentException(
                    "There is no pad " + name + " on this line, only " + pads.keySet());
        }
        return pad;
    }

    /** All pads on the line, in the order in which they were given. */
    public List<EmulatedPad> pads() {
        return List.copyOf(pads.values());
    }

    /** Something on the line that no pad said: noise, or another host that took the line over. */
    public void noise(byte[] bytes) {
        pads.values().forEach(pad -> pad.hear(bytes));
        side.write(bytes);
    }

    /** Whether the host's adapter hears what the host itself sends. */
    public void echo(boolean on) {
        echoes = on;
    }

    /** How often one began to speak while another spoke. */
    public long collisions() {
        return collisions;
    }

    Strand.Timer after(Duration delay, Runnable task) {
        return strand.after(delay, task);
    }

    void changed(PadView view) {
        sink.changed(view);
    }

    /** A pad speaks. */
    void say(EmulatedPad pad, byte[] frame, boolean byteByByte) {
        Voice voice = new Voice(frame.clone(), strand.nanoTime());
        onTheLine.forEach(other -> clash(other, voice.bytes));
        onTheLine.add(voice);
        strand.after(
                Duration.ofNanos(frame.length * NANOS_PER_BYTE),
                () -> {
                    if (onTheLine.remove(voice)) {
                        arrive(pad, voice, byteByByte);
                    }
                });
    }

    private void arrive(EmulatedPad speaker, Voice voice, boolean byteByByte) {
        byte[] bytes = voice.bytes;
        for (EmulatedPad pad : pads.values()) {
            if (pad != speaker) {
                pad.hear(bytes);
            }
        }
        if (byteByByte) {
            for (int i = 0; i < bytes.length; i++) {
                byte[] single = {bytes[i]};
                strand.after(BETWEEN_SPLIT_BYTES.multipliedBy(i), () -> side.write(single));
            }
        } else {
            side.write(bytes);
        }
    }

    /** Two drivers against each other: for as long as both speak, a zero wins over a one. */
    private void clash(Voice earlier, byte[] later) {
        int at = (int) ((strand.nanoTime() - earlier.from) / NANOS_PER_BYTE);
        for (int i = 0; at + i < earlier.bytes.length && i < later.length; i++) {
            byte both = (byte) (earlier.bytes[at + i] & later[i]);
            earlier.bytes[at + i] = both;
            later[i] = both;
        }
        collisions++;
    }

    private void hear(byte[] bytes) {
        byte[] heard = bytes.clone();
        onTheLine.forEach(voice -> clash(voice, heard));
        if (echoes) {
            side.write(heard);
        }
        pads.values().forEach(pad -> pad.hear(heard));
    }
}
