package org.hallkiosk.core.hall;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.NoticeCodec;

/** The newest status of every device of the hall. On the hall's strand. */
public final class DeviceBoard {

    private final NoticeCodec codec;
    private final Map<String, DeviceNotice> newest = new TreeMap<>();
    private final List<Consumer<DeviceNotice>> listeners = new ArrayList<>();
    private long refused;

    /** Makes an empty board. */
    public DeviceBoard(NoticeCodec codec) {
        this.codec = codec;
    }

    /** A status came on a device's own topic; an older one or another's is refused and counted. */
    void status(String device, byte[] payload) {
        if (payload.length == 0) {
            newest.remove(device);
            return;
        }
        if (codec.decodeDevice(payload) instanceof Decoded.Good<DeviceNotice>(DeviceNotice notice)
                && notice.device().equals(device)
                && !isOlder(notice)) {
            newest.put(device, notice);
            listeners.forEach(listener -> listener.accept(notice));
        } else {
            refused++;
        }
    }

    private boolean isOlder(DeviceNotice notice) {
        DeviceNotice known = newest.get(notice.device());
        return known != null && notice.connection() < known.connection();
    }

    /** Adds a listener; it hears each new status. */
    public void onStatus(Consumer<DeviceNotice> listener) {
        listeners.add(listener);
    }

    /** All devices by name. */
    public List<DeviceNotice> all() {
        return List.copyOf(newest.values());
    }

    /** One device. */
    public Optional<DeviceNotice> find(String device) {
        return Optional.ofNullable(newest.get(device));
    }

    /** How many statuses were refused. */
    public long refused() {
        return refused;
    }
}
