package org.hallkiosk.hal.emulator.onbon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hallkiosk.hal.emulator.DeviceSide;
import org.hallkiosk.hal.link.LinkAddress;
import org.hallkiosk.hal.link.Links;
import org.hallkiosk.hal.time.Strand;

/**
 * The device's side of one line with Onbon panels on it: every card hears everything, and each
 * answers what is meant for it. The emulator stays on the line until it is closed; when the host
 * hangs up, it waits for the next one, and the cards keep what they show.
 *
 * <p>Every method is called on the strand that it was made with, and none blocks.
 */
public final class OnbonPanelEmulator {

    private final DeviceSide side;
    private final Strand strand;
    private final PanelSink sink;
    private final Map<Integer, PanelCard> cards = new LinkedHashMap<>();
    private final List<byte[]> speaking = new ArrayList<>();
    private boolean open;
    private long collisions;

    /**
     * @param address where the line is
     * @param sink told what the panels show
     * @throws IllegalArgumentException when two cards have the same screen id
     */
    public OnbonPanelEmulator(
            Links links, LinkAddress address, Strand strand, List<CardSpec> specs, PanelSink sink) {
        this.side = new DeviceSide(links, address, strand, this::hear);
        this.strand = strand;
        this.sink = sink;
        for (CardSpec spec : specs) {
            if (cards.put(spec.screenId(), new PanelCard(spec, this)) != null) {
                throw new IllegalArgumentException(
                        "Two cards on one line have the screen id " + spec.screenId());
            }
        }
    }

    /** Goes onto the line. Without effect when it is there already. */
    public void open() {
        if (!open) {
            open = true;
            cards.values().forEach(card -> changed(card.view()));
            side.open();
        }
    }

    /** Leaves the line; the cards keep what they show. Safe to call again. */
    public void close() {
        open = false;
        side.close();
    }

    /**
     * The card that was given this screen id at first.
     *
     * @throws IllegalArgumentException when there is none
     */
    public PanelCard card(int screenId) {
        PanelCard card = cards.get(screenId);
        if (card == null) {
            throw new IllegalArgumentException(
                    "There is no card " + screenId + " on this line, only " + cards.keySet());
        }
        return card;
    }

    /** All cards on the line, in the order in which they were given. */
    public List<PanelCard> cards() {
        return List.copyOf(cards.values());
    }

    /** Something on the line that no card said. */
    public void noise(byte[] bytes) {
        say(bytes);
    }

    /** How often several cards spoke at once, so that nobody was understood. */
    public long collisions() {
        return collisions;
    }

    Instant now() {
        return strand.now();
    }

    long nanoTime() {
        return strand.nanoTime();
    }

    void after(Duration delay, Runnable task) {
        strand.after(delay, task);
    }

    void changed(PanelView view) {
        sink.changed(view);
    }

    /** A card speaks; whoever speaks in the same moment spoils it. */
    void say(byte[] bytes) {
        speaking.add(bytes);
        if (speaking.size() == 1) {
            strand.execute(this::spoken);
        }
    }

    private void spoken() {
        byte[] onTheLine = speaking.getFirst();
        if (speaking.size() > 1) {
            collisions++;
            onTheLine = collided();
        }
        speaking.clear();
        side.write(onTheLine);
    }

    /** Two drivers against each other: a zero wins over a one. */
    private byte[] collided() {
        int longest = speaking.stream().mapToInt(bytes -> bytes.length).max().orElse(0);
        byte[] mixed = new byte[longest];
        for (int i = 0; i < longest; i++) {
            mixed[i] = (byte) 0xFF;
            for (byte[] voice : speaking) {
                if (i < voice.length) {
                    mixed[i] &= voice[i];
                }
            }
        }
        return mixed;
    }

    private void hear(byte[] bytes) {
        cards.values().forEach(card -> card.hear(bytes));
    }
}
