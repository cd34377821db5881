package org.hallkiosk.core.bus.embedded;

import com.hivemq.extension.sdk.api.interceptor.connect.ConnectInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundInput;
import com.hivemq.extension.sdk.api.interceptor.connect.parameter.ConnectInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishInboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishInboundOutput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;
import com.hivemq.extension.sdk.api.packets.publish.ModifiableOutboundPublish;
import com.hivemq.extension.sdk.api.packets.publish.ModifiablePublishPacket;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import java.util.Optional;

/**
 * Drops messages that have expired (MQTT 5 §3.3.2.3.3) in HiveMQ's place, whose own way leaves the
 * reader without any further message (docs/adr/0021). HiveMQ is told of an interval that is longer
 * by {@link #NEVER} and counts it down; what is left of it at the delivery is judged here. Called
 * on HiveMQ's threads, several at once.
 *
 * <p>A retained will's interval begins anew with each subscription: when it was published, nobody
 * says. None of ours has one.
 */
final class MessageExpiry
        implements ConnectInboundInterceptor,
                PublishInboundInterceptor,
                PublishOutboundInterceptor {

    /** The longest interval of a message, in seconds: four bytes (MQTT 5 §3.3.2.3.3). */
    private static final long LONGEST = 0xFFFF_FFFFL;

    /**
     * Seconds, 68 years, that no message waits: with them no message expires in HiveMQ. A message
     * that is to live longer is dropped after that time.
     */
    private static final long NEVER = LONGEST / 2;

    /**
     * A user property inside the broker: when a retained message came, in milliseconds since 1970.
     * HiveMQ itself counts from each subscription anew.
     */
    private static final String PUBLISHED = "hall-kiosk-published";

    /** A will does not pass as a publish. */
    @Override
    public void onConnect(ConnectInboundInput input, ConnectInboundOutput output) {
        output.getConnectPacket().getModifiableWillPublish().ifPresent(MessageExpiry::lengthen);
    }

    @Override
    public void onInboundPublish(PublishInboundInput input, PublishInboundOutput output) {
        ModifiablePublishPacket packet = output.getPublishPacket();
        if (lengthen(packet) && packet.getRetain()) {
            packet.getUserProperties()
                    .addUserProperty(PUBLISHED, Long.toString(packet.getTimestamp()));
        }
    }

    /** Returns whether it expires. */
    private static boolean lengthen(ModifiablePublishPacket packet) {
        packet.getUserProperties().removeName(PUBLISHED);
        Optional<Long> interval = interval(packet);
        interval.ifPresent(i -> packet.setMessageExpiryInterval(NEVER + Math.min(i, NEVER)));
        return interval.isPresent();
    }

    @Override
    public void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {
        ModifiableOutboundPublish packet = output.getPublishPacket();
        Optional<Long> counted = interval(packet);
        if (counted.isEmpty()) {
            return;
        }
        long countedFrom = packet.getTimestamp();
        long published =
                packet.getUserProperties()
                        .getFirst(PUBLISHED)
                        .map(Long::parseLong)
                        .orElse(countedFrom);
        long left = counted.get() - NEVER - (countedFrom - published) / 1000;
        if (left > 0) {
            packet.setMessageExpiryInterval(left);
            packet.getUserProperties().removeName(PUBLISHED);
        } else {
            output.preventPublishDelivery();
        }
    }

    /** In seconds; empty: it does not expire, for which HiveMQ has larger values. */
    private static Optional<Long> interval(PublishPacket packet) {
        return packet.getMessageExpiryInterval().filter(i -> i <= LONGEST);
    }
}
