package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.hallkiosk.core.port.Bus;

/**
 * Says where the answer to a request may go, and sends it there. On its owner's strand.
 *
 * <p>A request's topic tells who asks (the broker saw to that), and so where its answer belongs: a
 * response topic elsewhere would make us write where the asker may not.
 */
public final class Responder {

    /** How long an answer waits for its asker: as long as its session lasts. */
    private static final Duration EXPIRY = Duration.ofSeconds(60);

    /** The way back to one asker. */
    public final class Answer {
        private final Optional<String> topic;
        private final Optional<byte[]> correlation;

        private Answer(Optional<String> topic, Optional<byte[]> correlation) {
            this.topic = topic;
            this.correlation = correlation;
        }

        /** Sends the answer, once and as well as the bus can; to nobody when nobody wants one. */
        public void send(byte[] payload) {
            if (topic.isPresent()) {
                Bus.Message message = Bus.Message.of(topic.get(), payload).withExpiry(EXPIRY);
                bus.publish(correlation.map(message::withCorrelation).orElse(message))
                        .exceptionally(
                                notSent -> {
                                    unsent++;
                                    return null;
                                });
            }
        }
    }

    private final Bus bus;
    private final Topics topics;
    private long refused;
    private long unsent;

    /** Answers over this bus, to askers of this hall. */
    public Responder(Bus bus, Topics topics) {
        this.bus = requireNonNull(bus);
        this.topics = requireNonNull(topics);
    }

    /**
     * Looks where a request wants its answer.
     *
     * @param request a message on one of the topics for requests and commands
     * @return empty when it is no request, or wants the answer where its asker may not read:
     *     refused, counted, not to be carried out
     */
    public Optional<Answer> answerTo(Bus.Message request) {
        Optional<String> wanted = request.responseTopic();
        boolean proper =
                topics.parse(request.topic())
                        .map(topic -> wanted.isEmpty() || isProper(topic, wanted.get()))
                        .orElse(false);
        if (!proper) {
            refused++;
            return Optional.empty();
        }
        return Optional.of(new Answer(wanted, request.correlation()));
    }

    /** Whether the request expires, and within 10 s, as every request but the demo's must. */
    public static boolean expires(Bus.Message request) {
        return request.expiry().map(e -> e.compareTo(Requester.LONGEST) <= 0).orElse(false);
    }

    /** How many requests were refused for where they wanted their answer. */
    public long refused() {
        return refused;
    }

    /** How many answers the bus could not send. */
    public long unsent() {
        return unsent;
    }

    private boolean isProper(Topic request, String wanted) {
        if (request instanceof Topic.DemoRequest) {
            return TopicFilter.isTopic(wanted)
                    && !wanted.startsWith("hk/")
                    && !wanted.startsWith("$");
        }
        Optional<Topic> answer = topics.parse(wanted);
        return switch (request) {
            case Topic.DeviceRequest asked ->
                    answer.orElse(null) instanceof Topic.DeviceResponse at
                            && at.device().equals(asked.device());
            case Topic.DeviceCommand asked ->
                    answer.orElse(null) instanceof Topic.DeviceReply at
                            && at.device().equals(asked.device());
            case Topic.CenterRequest _ -> answer.orElse(null) instanceof Topic.CenterResponse;
            default -> false;
        };
    }
}
