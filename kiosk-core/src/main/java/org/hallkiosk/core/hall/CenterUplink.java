package org.hallkiosk.core.hall;

import java.util.List;
import org.hallkiosk.core.bus.Topic;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.domain.HallConfig;
import org.hallkiosk.core.domain.QueueView;
import org.hallkiosk.core.domain.Staff;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.wire.Decoded;
import org.hallkiosk.core.wire.NoticeCodec;
import org.hallkiosk.core.wire.ViewCodec;
import org.hallkiosk.hal.time.Strand;

/**
 * The hall at the center's broker (OUTSIDE.md, the center's broker): the journal by the outbox, the
 * link with its will, and a repetition of what everybody in the hall may see. On the hall's strand.
 */
public final class CenterUplink implements Announcer.Board {

    private final Topics topics;
    private final Strand strand;
    private final Bus bus;
    private final CenterRecovery recovery;
    private final ViewCodec views;
    private final NoticeCodec notices;
    private final boolean repeats;
    private boolean connected;
    private long refused;

    /**
     * @param repeats false when the hall's and the center's broker are one: then everything is
     *     there already
     */
    public CenterUplink(
            Topics topics,
            Strand strand,
            Bus bus,
            CenterRecovery recovery,
            ViewCodec views,
            NoticeCodec notices,
            boolean repeats) {
        this.topics = topics;
        this.strand = strand;
        this.bus = bus;
        this.recovery = recovery;
        this.views = views;
        this.notices = notices;
        this.repeats = repeats;
    }

    /** What the hall listens to at the center's broker. */
    public List<String> subscriptions() {
        return List.of(Topics.BASE + topics.hall() + "/center/#");
    }

    /** What the broker says of this hall when the connection is lost. */
    public Bus.Message will(long connection) {
        return Bus.Message.retained(
                topics.link(), notices.encodeLink(false, connection, strand.now()));
    }

    /** Connected: the link is announced, then the center is compared with, then sent to. */
    public void connected(long connection) {
        connected = true;
        bus.retain(topics.link(), notices.encodeLink(true, connection, strand.now()));
        recovery.connected();
    }

    /** Not connected any more. */
    public void disconnected() {
        connected = false;
        recovery.disconnected();
    }

    /** Whether the center's broker is reached now. */
    public boolean isConnected() {
        return connected;
    }

    /** Takes a message of the center. */
    public void received(Bus.Message message) {
        switch (topics.parse(message.topic()).orElse(null)) {
            case Topic.CenterAck ack -> acknowledged(message);
            case Topic.CenterResponse response -> recovery.received(response.id(), message);
            case Topic.CenterRequest own -> {
                // The hall's own, which its subscription brings back.
            }
            case null, default -> refused++;
        }
    }

    private void acknowledged(Bus.Message message) {
        if (notices.decodeAck(message.payload())
                        instanceof Decoded.Good<NoticeCodec.Ack>(NoticeCodec.Ack ack)
                && ack.epoch() <= Position.MAX_EPOCH
                && ack.seq() <= Position.MAX_SEQ) {
            recovery.acknowledged(new Position(ack.epoch(), ack.seq()));
        } else {
            refused++;
        }
    }

    /** How many messages could not be understood. */
    public long refused() {
        return refused;
    }

    /** A device's status, to be repeated. */
    public void device(DeviceNotice notice) {
        if (repeats) {
            bus.retain(topics.deviceStatus(notice.device()), notices.encode(notice));
        }
    }

    @Override
    public void window(WindowView view) {
        if (repeats) {
            bus.retain(topics.windowState(view.window()), views.encode(view));
        }
    }

    @Override
    public void windowGone(int window) {
        if (repeats) {
            bus.retain(topics.windowState(window), new byte[0]);
        }
    }

    @Override
    public void queue(QueueView view) {
        if (repeats) {
            bus.retain(topics.queueState(), views.encode(view));
        }
    }

    @Override
    public void config(HallConfig config, List<Staff> staff) {
        // The center does not read the hall's configuration; its events say what it is.
    }
}
