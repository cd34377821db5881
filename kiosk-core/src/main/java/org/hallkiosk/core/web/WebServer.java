package org.hallkiosk.core.web;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.hallkiosk.core.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * The web server of one device: the modules' pages and APIs, {@code /metrics}, {@code
 * /health/live}, {@code /health/ready} and the style and script of all pages under {@code /static}.
 *
 * <p>What it refuses by itself: a host name that is not its own (DNS rebinding), a POST or PUT from
 * another origin's page, a body above the limit (before reading it), a sender that is slower than
 * the limits allow. Errors are a plain page or JSON and never show more than a status and a word.
 *
 * <p>Each request has a virtual thread of its own; a few platform threads move the bytes.
 */
public final class WebServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());

    private final Settings settings;
    private final RouteTable table = new RouteTable();
    private final Exchange exchange;
    private @Nullable Javalin app;
    private @Nullable ServerSocketChannel listening;

    /**
     * How the server is reached.
     *
     * @param host the address to bind, loopback unless there is TLS and a login in front
     * @param port 0 = any free one
     * @param knownHosts further names that browsers may call it by; the address and the loopback
     *     names are always known
     * @param tls the server's key and certificate; empty = plain HTTP, for loopback alone
     */
    public record Settings(
            String host,
            int port,
            Set<String> knownHosts,
            Limits limits,
            Optional<SSLContext> tls) {
        public Settings {
            knownHosts = Set.copyOf(knownHosts);
        }

        /** Reached from this machine only. */
        public static Settings loopback(int port) {
            return new Settings("127.0.0.1", port, Set.of(), Limits.standard(), Optional.empty());
        }
    }

    /**
     * What one client may take.
     *
     * @param bodyBytes the largest body
     * @param head how long a new connection may take to send its first request's head
     * @param body how long a body may take
     * @param answer how long a handler may take
     * @param idle how long a connection may stay without a byte in either direction
     * @param connections how many there may be at once; further ones wait
     */
    public record Limits(
            int bodyBytes,
            Duration head,
            Duration body,
            Duration answer,
            Duration idle,
            int connections) {

        /**
         * For every day: 256 KiB (the bus's limit too, OUTSIDE.md "MQTT 5"), 10 s for head and
         * body, 15 s for an answer (a device's command has 10), 30 s idle, 256 connections.
         */
        public static Limits standard() {
            return new Limits(
                    256 * 1024,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    256);
        }
    }

    /**
     * Takes the modules' routes; nothing is open yet.
     *
     * @param metrics shown at {@code /metrics}; the server adds its own counters
     * @param nanoTime the monotonic clock, such as {@code strand::nanoTime}; any thread
     */
    public WebServer(
            Settings settings,
            Health health,
            Metrics metrics,
            LongSupplier nanoTime,
            List<WebModule> modules) {
        this.settings = settings;
        this.exchange = new Exchange(settings, metrics, nanoTime);
        new Basics(health, metrics).routes(table);
        modules.forEach(module -> module.routes(table));
    }

    /**
     * Opens the port. May be called once.
     *
     * @return the port, also when 0 was asked for
     * @throws IOException when the address cannot be bound; then nothing is left open
     */
    public int start() throws IOException {
        // Bound here, since Javalin would log an address in use as an error of its own.
        listening = bind();
        app = Javalin.create(this::configure).start();
        LOG.log(System.Logger.Level.INFO, "Web server on {0}:{1}", settings.host, "" + port());
        return port();
    }

    private ServerSocketChannel bind() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(new InetSocketAddress(settings.host, settings.port));
        } catch (IOException | UnresolvedAddressException e) {
            channel.close();
            throw new IOException(
                    "The pages cannot be served at "
                            + settings.host
                            + ':'
                            + settings.port
                            + ": "
                            + requireNonNullElse(e.getMessage(), "there is no such address")
                            + ". Stop the program that has it, or choose another",
                    e);
        }
    }

    /** The port that is open; the one asked for before {@link #start}. */
    public int port() {
        return listening == null ? settings.port : listening.socket().getLocalPort();
    }

    /** Ends all streams and connections; blocks until the threads are gone. Safe to call again. */
    @Override
    public void close() {
        table.streams.forEach(route -> route.stream().close());
        Javalin running = app;
        app = null;
        if (running != null) {
            running.stop();
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(WebServer::limitHeads);
        config.jetty.modifyServer(WebServer::plainErrors);
        config.jetty.addConnector(this::connector);

        config.routes.before(exchange::admit);
        table.routes.forEach(
                route ->
                        config.routes.addHttpHandler(
                                HandlerType.findOrCreate(route.method()),
                                route.path(),
                                ctx -> exchange.answer(ctx, route.handler())));
        table.streams.forEach(
                route ->
                        config.routes.get(
                                route.path(),
                                ctx -> exchange.stream(ctx, route.stream(), route.admission())));
        config.routes.exception(
                HttpResponseException.class, (e, ctx) -> exchange.refuse(ctx, e.getStatus()));
        config.routes.exception(Exception.class, (e, ctx) -> failed(ctx, e));
    }

    private void failed(Context ctx, Exception e) {
        LOG.log(
                System.Logger.Level.ERROR,
                () -> "A web request failed: " + ctx.method() + ' ' + ctx.path(),
                e);
        exchange.refuse(ctx, 500);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(6, 1);
        threads.setName("web");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("web-request-", 0).factory()));
        return threads;
    }

    private static void limitHeads(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(8 * 1024);
    }

    private static void plainErrors(Server server) {
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        errors.setShowCauses(false);
        errors.setShowMessageInTitle(false);
        server.setErrorHandler(errors);
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector made = new ServerConnector(server, null, null, null, 1, 1, protocols(http));
        try {
            made.open(requireNonNull(listening));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        made.setIdleTimeout(settings.limits.idle.toMillis());
        made.addBean(new NetworkConnectionLimit(settings.limits.connections, made));
        made.addBean(new HeadDeadline(made, settings.limits.head));
        return made;
    }

    private ConnectionFactory[] protocols(HttpConfiguration http) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (settings.tls.isEmpty()) {
            return new ConnectionFactory[] {plain};
        }
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(settings.tls.get());
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setSniRequired(false);
        return new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
    }

    /**
     * Closes a connection that has not sent one whole request head in time: the idle time alone
     * would let it live for ever on a byte now and then (slowloris).
     */
    private record HeadDeadline(ServerConnector connector, Duration limit)
            implements Connection.Listener {

        @Override
        public void onOpened(Connection connection) {
            connector
                    .getScheduler()
                    .schedule(
                            () -> {
                                if (connection.getMessagesIn() == 0) {
                                    connection.close();
                                }
                            },
                            limit.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }
}
