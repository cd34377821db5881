package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import org.hallkiosk.core.port.Bus;

import java.time.Duration;
import java.util.Optional;

/**
 * Says where the answer to a request may go, and sends it there. On its owner's strand.
 *
 * <p>A request's topic tells who asks (the broker saw to that), and so where its answer belongs: a
 * response topic elsewhere would make us write where the asker may not.
 */
public final class Responder {

    /** How long an answer is of use: nobody waits for longer. */
    private static final Duration EXPIRY = Requester.LONGEST;

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
     * @return empty when it is no request, or does not say where its asker may read the answer:
     *     refused, counted, not to be carried out. Only who has no credentials, in the demo, may
     *     want no answer.
     */
    public Optional<Answer> answerTo(Bus.Message request) {
        Optional<String> wanted = request.responseTopic();
        boolean proper =
                topics.parse(request.topic())
                        .map(topic -> isProper(topic, wanted.orElse("")))
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
            return wanted.isEmpty()
                    || (TopicFilter.isTopic(wanted)
                            && !wanted.startsWith("hk/")
                            && !wanted.startsWith("$"));
        }
        if (request instanceof Topic.DeviceRequest asked) {
            // A device may read whatever is below its own response/.
            return TopicFilter.isTopic(wanted)
                    && wanted.startsWith(topics.deviceResponses(asked.device()));
        }
        Optional<Topic> answer = topics.parse(wanted);
        return switch (request) {
            case Topic.DeviceCommand asked ->
                    answer.orElse(null) instanceof Topic.DeviceReply at
                            && at.device().equals(asked.device());
            case Topic.CenterRequest _ -> answer.orElse(null) instanceof Topic.CenterResponse;
            default -> false;
        };
    }
}
