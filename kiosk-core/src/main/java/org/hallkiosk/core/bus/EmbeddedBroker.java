package org.hallkiosk.core.bus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * An MQTT 5 broker inside this process. Found by {@link ServiceLoader}: its libraries are an
 * optional dependency, which a device without the hall role neither loads nor ships. Its methods
 * may be called from any thread.
 *
 * <p>It holds the settings of the contract: client id = identity, {@link Permissions} asked for
 * each publish, subscription and delivery, topic alias maximum 0, packets of at most 256 KiB, no
 * QoS 2. It keeps everything in memory: nothing survives its end, and nothing may depend on it
 * (FACTS.md "Broker").
 */
public interface EmbeddedBroker extends AutoCloseable {

    /** Where it listens. */
    int port();

    /** How many connections, publishes, subscriptions and deliveries it refused. */
    long refused();

    /** Stops: every connection is closed. Blocks until it is done. */
    @Override
    void close();

    /** Starts brokers of one kind. */
    interface Provider {
        /**
         * Starts a broker; blocks until it listens, for some seconds.
         *
         * @throws IOException when it cannot: the port is taken, a file is unusable
         */
        EmbeddedBroker start(Settings settings) throws IOException;
    }

    /** The provider on the class path; empty where the optional libraries are not shipped. */
    static Optional<Provider> provider() {
        return ServiceLoader.load(Provider.class).findFirst();
    }

    /**
     * Where it listens and whom it lets in.
     *
     * @param host the address to listen on, for example 127.0.0.1
     * @param port 0 = any free one
     * @param permissions with rules for {@link Permissions#DEMO} it also lets clients without
     *     credentials in; then the host must be a loopback address
     * @param passwords who may come with which password
     * @param tls set: TLS alone; without it the host must be a loopback address
     * @param directory for its files; made, and emptied, by the broker; readable by its owner alone
     * @param queue how many messages wait for a client that is away or slow, at least 1; further
     *     ones are dropped
     */
    record Settings(
            String host,
            int port,
            Permissions permissions,
            Passwords passwords,
            Optional<BrokerTls> tls,
            Path directory,
            int queue) {

        /** What waits for a client of a hall (docs/adr/0002). */
        public static final int QUEUE = 10_000;

        /** With a queue of {@link #QUEUE}. */
        public Settings(
                String host,
                int port,
                Permissions permissions,
                Passwords passwords,
                Optional<BrokerTls> tls,
                Path directory) {
            this(host, port, permissions, passwords, tls, directory, QUEUE);
        }
    }
}
