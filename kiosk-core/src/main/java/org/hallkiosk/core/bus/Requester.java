package org.hallkiosk.core.bus;

import static java.util.Objects.requireNonNull;

import org.hallkiosk.core.port.Bus;
import org.hallkiosk.hal.time.Strand;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Asks over a bus and brings each answer back to its question, by MQTT 5's response topic and
 * correlation data. On its owner's strand; nothing blocks.
 *
 * <p>It repeats nothing: who needs a certain effect asks again with the same id in the body, which
 * is the same request (OUTSIDE.md "A request").
 */
public final class Requester {

    /** A request is of use for at most so long (OUTSIDE.md "MQTT 5": expiry at most 10 s). */
    public static final Duration LONGEST = Duration.ofSeconds(10);

    private static final byte[] NO_MARK = {};

    /** Nobody answered before the deadline; the request may have taken effect or not. */
    public static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }

    private record Question(
            String answerTopic, CompletableFuture<Bus.Message> answer, Strand.Timer deadline) {}

    private final Bus bus;
    private final Strand strand;
    private final Supplier<UUID> marks;
    private final Map<ByteBuffer, Question> open = new HashMap<>();
    private long late;

    /**
     * @param marks a new value for each request, which nobody else can guess
     */
    public Requester(Bus bus, Strand strand, Supplier<UUID> marks) {
        this.bus = requireNonNull(bus);
        this.strand = requireNonNull(strand);
        this.marks = requireNonNull(marks);
    }

    /**
     * Asks.
     *
     * @param answerTopic where the answer is to come; the bus must be subscribed to it, and its
     *     owner hands each message that comes there to {@link #received}
     * @param deadline how long the answer is awaited and the request is of use; at most {@link
     *     #LONGEST}
     * @return the answer; or exceptionally {@link Bus.NotSent} or {@link NoAnswer}
     */
    public CompletionStage<Bus.Message> request(
            String topic, byte[] payload, String answerTopic, Duration deadline) {
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("Not a deadline for a request: " + deadline);
        }
        byte[] mark = mark(marks.get());
        ByteBuffer key = ByteBuffer.wrap(mark);
        CompletableFuture<Bus.Message> answer = new CompletableFuture<>();
        Strand.Timer timer =
                strand.after(
                        deadline,
                        () ->
                                fail(
                                        key,
                                        new NoAnswer(
                                                "No answer on " + topic + " within " + deadline)));
        open.put(key, new Question(answerTopic, answer, timer));
        bus.publish(
                        Bus.Message.of(topic, payload)
                                .withExpiry(deadline)
                                .withResponse(answerTopic, mark))
                .whenComplete(
                        (sent, failure) -> {
                            if (failure != null) {
                                fail(key, failure);
                            }
                        });
        return answer;
    }

    /**
     * Takes a message that came on an answer topic. It answers the question whose mark it bears, if
     * it came where that question wants its answer: who answers is in the topic.
     */
    public void received(Bus.Message message) {
        ByteBuffer key = ByteBuffer.wrap(message.correlation().orElse(NO_MARK));
        Question question = open.get(key);
        if (question != null && question.answerTopic.equals(message.topic())) {
            open.remove(key);
            question.deadline.cancel();
            question.answer.complete(message);
        } else {
            late++;
        }
    }

    /** How many answers came that nobody waited for, or not any more, or not from there. */
    public long late() {
        return late;
    }

    /** Gives up every open request, as when its owner stops. */
    public void close() {
        for (ByteBuffer key : List.copyOf(open.keySet())) {
            fail(key, new NoAnswer("The asker stopped"));
        }
    }

    private void fail(ByteBuffer key, Throwable why) {
        Question question = open.remove(key);
        if (question != null) {
            question.deadline.cancel();
            question.answer.completeExceptionally(why);
        }
    }

    private static byte[] mark(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
