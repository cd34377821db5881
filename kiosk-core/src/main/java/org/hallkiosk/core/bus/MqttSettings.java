package org.hallkiosk.core.bus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the brokers are, who we are to them, and how patient we are.
 *
 * @param identity client id, user name and, with a client certificate, its common name, in one
 * @param brokers at least one; tried in turn
 * @param password sent with the user name; empty: the certificate, or nothing, proves who we are
 * @param tls set: every connection is TLS 1.2 or newer and the broker's name is checked; empty:
 *     only for brokers on loopback
 */
public record MqttSettings(
        String identity,
        List<Address> brokers,
        Optional<byte[]> password,
        Optional<SSLContext> tls,
        Timing timing) {

    /** Checks the identity and copies the list. */
    public MqttSettings {
        Topics.name(identity);
        brokers = List.copyOf(brokers);
        if (brokers.isEmpty()) {
            throw new IllegalArgumentException("There is no broker to connect to");
        }
        if (tls.isEmpty() && !brokers.stream().allMatch(Address::isLoopback)) {
            throw new IllegalArgumentException(
                    "Without TLS only a broker on this computer is reached, not " + brokers);
        }
    }

    /** Without password and TLS, with the contract's timing. */
    public static MqttSettings plain(String identity, Address broker) {
        return new MqttSettings(
                identity, List.of(broker), Optional.empty(), Optional.empty(), Timing.STANDARD);
    }

    /** The password is not shown. */
    @Override
    public String toString() {
        return "MqttSettings[" + identity + " at " + brokers + "]";
    }

    /**
     * One broker.
     *
     * @param host name or address
     * @param port 1–65535
     */
    public record Address(String host, int port) {
        /** Whether this is this computer itself, by its name alone; no name is looked up. */
        boolean isLoopback() {
            return host.equals("localhost")
                    || host.equals("::1")
                    || host.equals("[::1]")
                    || host.matches("127\\.[0-9]+\\.[0-9]+\\.[0-9]+");
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * Every duration of the supervisor.
     *
     * @param attempt from the first byte of a connection to being subscribed
     * @param ping silence after which we ask for a sign of life
     * @param silence silence after which the connection is given up
     * @param acknowledgement how long a message may wait for the broker's answer
     * @param retryFirst wait after the first failed attempt; doubles with each further one
     * @param retryMost the longest wait between attempts
     * @param retryRefused wait after a failure that only a person can mend
     * @param stable a connection that lasted so long counts as a success for the waits above
     * @param keepAlive what the broker is told (MQTT 5 §3.1.2.10), whole seconds
     * @param willDelay MQTT 5 §3.1.3.2.2, whole seconds
     * @param sessionExpiry MQTT 5 §3.1.2.11.2, whole seconds
     */
    public record Timing(
            Duration attempt,
            Duration ping,
            Duration silence,
            Duration acknowledgement,
            Duration retryFirst,
            Duration retryMost,
            Duration retryRefused,
            Duration stable,
            Duration keepAlive,
            Duration willDelay,
            Duration sessionExpiry) {

        /**
         * What the contract asks: session 60 s, will delay 10 s (OUTSIDE.md "Sessions and wills"),
         * keep-alive 10 s (FACTS.md); a screen shows "offline" within 6 s and the connection is
         * back within 10 s after the fault is gone (RELIABILITY.md T9, T11).
         */
        public static final Timing STANDARD =
                new Timing(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60));

        /** The same with another will delay. */
        public Timing withWillDelay(Duration delay) {
            return new Timing(
                    attempt,
                    ping,
                    silence,
                    acknowledgement,
                    retryFirst,
                    retryMost,
                    retryRefused,
                    stable,
                    keepAlive,
                    delay,
                    sessionExpiry);
        }
    }
}
