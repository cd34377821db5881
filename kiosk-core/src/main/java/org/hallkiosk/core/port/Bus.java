package org.hallkiosk.core.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One identity's connection to an MQTT 5 broker. It is kept up for as long as it is open: every
 * loss is followed by a new attempt, for ever.
 *
 * <p>All methods are called on the owner's strand and none blocks; the handler is called there.
 * Nothing is queued across a loss except what {@link #retain} holds: whoever must not lose a
 * message keeps it and sends it again after {@link Handler#connected}.
 */
public interface Bus {

    /** Begins to want a connection. May be called once. */
    void open(Setup setup, Handler handler);

    /**
     * Sends a message with QoS 1, or 0 when the message says so.
     *
     * @return completed on the strand: normally once the broker has it, exceptionally with {@link
     *     NotSent} when there is no connection, it was lost before the broker answered, or the
     *     broker refused
     */
    CompletionStage<Void> publish(Message message);

    /**
     * Keeps the newest payload of a topic retained at the broker: sends it now and again after each
     * connection, newest only. An empty payload removes it.
     *
     * @throws IllegalArgumentException when the message would be larger than 256 KiB
     */
    void retain(String topic, byte[] payload);

    /**
     * Ends the connection in order: retained messages that wait are sent for at most one second.
     * Called again it does nothing more.
     *
     * @return completed, normally and on the strand, once it has ended: at most two seconds later
     */
    CompletionStage<Void> close();

    /**
     * What holds for every connection of this bus.
     *
     * @param subscriptions topic filters, subscribed with QoS 1 before {@link Handler#connected}
     * @param will what the broker is to publish when the connection is lost for ten seconds
     */
    record Setup(List<String> subscriptions, @Nullable Will will) {
        public Setup {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /** Makes the will of one connection; its number is in the payload. */
    interface Will {
        /** The retained message that says this identity is gone. */
        Message of(long connection);
    }

    /** A message in either direction. */
    record Message(
            String topic,
            byte[] payload,
            Quality quality,
            boolean retained,
            Optional<Duration> expiry,
            Optional<String> responseTopic,
            Optional<byte[]> correlation,
            Map<String, String> userProperties) {

        public Message {
            userProperties = Map.copyOf(userProperties);
        }

        /** A plain message, QoS 1, not retained, without expiry. */
        public static Message of(String topic, byte[] payload) {
            return new Message(
                    topic,
                    payload,
                    Quality.AT_LEAST_ONCE,
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }

        /** A message that the broker keeps for later subscribers; empty: forget the topic. */
        public static Message retained(String topic, byte[] payload) {
            return new Message(
                    topic,
                    payload,
                    Quality.AT_LEAST_ONCE,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }

        /** The same, dropped by the broker when it could not be delivered in this time. */
        public Message withExpiry(Duration time) {
            return new Message(
                    topic,
                    payload,
                    quality,
                    retained,
                    Optional.of(time),
                    responseTopic,
                    correlation,
                    userProperties);
        }

        /** The same, asking for an answer there that bears these bytes. */
        public Message withResponse(String answerTopic, byte[] mark) {
            return new Message(
                    topic,
                    payload,
                    quality,
                    retained,
                    expiry,
                    Optional.of(answerTopic),
                    Optional.of(mark),
                    userProperties);
        }

        /** The same, bearing these bytes as the answer to the request that bore them. */
        public Message withCorrelation(byte[] mark) {
            return new Message(
                    topic,
                    payload,
                    quality,
                    retained,
                    expiry,
                    responseTopic,
                    Optional.of(mark),
                    userProperties);
        }

        /** The same with other user properties. */
        public Message withUserProperties(Map<String, String> properties) {
            return new Message(
                    topic,
                    payload,
                    quality,
                    retained,
                    expiry,
                    responseTopic,
                    correlation,
                    properties);
        }
    }

    /** How hard delivery is tried. */
    enum Quality {
        AT_MOST_ONCE,
        AT_LEAST_ONCE
    }

    /** What happens on the bus. */
    interface Handler {
        /**
         * Connected and subscribed.
         *
         * @param connection the number of this connection, greater than every earlier one of this
         *     identity, also across restarts
         */
        void connected(long connection);

        /** The connection is lost or an attempt failed; the next one follows by itself. */
        void disconnected(String why);

        /** A message came; with the retained flag as the broker set it. */
        void received(Message message);

        /**
         * Something is wrong that no further attempt mends by itself; attempts go on, slowly. Comes
         * before {@link #disconnected}, again with each failure.
         */
        default void alarmed(Alarm alarm) {}
    }

    /** What a person must mend. */
    enum Alarm {
        /** The broker knows this identity or its credentials not, or grants it no connection. */
        NOT_AUTHORIZED,
        /**
         * Another client connects with the same identity: a cloned device or a second process. Some
         * brokers do not say so; then it is told after five short connections in a row.
         */
        DUPLICATE_IDENTITY,
        /**
         * The broker's certificate is not one that this identity trusts, or its own is unusable.
         */
        UNTRUSTED
    }

    /** A message that the broker did not take. */
    final class NotSent extends Exception {
        private static final long serialVersionUID = 1L;

        /** Tells why, in one sentence. */
        public NotSent(String message) {
            super(message);
        }
    }
}
