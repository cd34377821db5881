package org.hallkiosk.core.wire;

import static java.util.Objects.requireNonNull;

import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.WindowView;

/** The retained states {@code window/{no}/state} and {@code queue/state}. */
public final class ViewCodec {

    private final Json json;

    /** The codec of a hall. */
    public ViewCodec(Json json) {
        this.json = requireNonNull(json);
    }

    /** A window's state. */
    public byte[] encode(WindowView view) {
        return json.bytes(view);
    }

    /** The queues' state. */
    public byte[] encode(QueueView view) {
        return json.bytes(view);
    }

    /** Reads a window's state. */
    public Decoded<WindowView> decodeWindow(byte[] bytes) {
        return decode(bytes, WindowView.class);
    }

    /** Reads the queues' state. */
    public Decoded<QueueView> decodeQueue(byte[] bytes) {
        return decode(bytes, QueueView.class);
    }

    private <T> Decoded<T> decode(byte[] bytes, Class<T> type) {
        try {
            return new Decoded.Good<>(json.value(json.parseObject(bytes), type));
        } catch (BadJson bad) {
            return bad.decoded();
        }
    }
}
