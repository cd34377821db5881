package org.hallkiosk.provisioning.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hallkiosk.core.bus.MqttBus;
import org.hallkiosk.core.bus.MqttSettings;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.hal.time.ThreadStrand;

/**
 * From publish to deliver through our bus ÷ through a bare Paho client on the same broker, message
 * by message in turn: on the embedded broker and on Mosquitto. A message of 200 bytes, QoS 1, to
 * the sender itself.
 */
final class BusBench implements Benchmark {

    private static final int ROUNDS = 7;
    private static final int MESSAGES = 300;
    private static final int WARM_UP = 3_000;
    private static final byte[] PAYLOAD = new byte[200];
    private static final String OURS = "ours";
    private static final String BARE = "bare";

    private final Path directory;
    private final InstantSource clock;

    BusBench(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public List<Figure> run() throws IOException, InterruptedException, CannotMeasure {
        List<Figure> figures = new ArrayList<>();
        try (BenchBroker embedded =
                new BenchBroker(
                        SmallHall.HALL, List.of(OURS, BARE), directory.resolve("embedded"))) {
            figures.addAll(on("the embedded broker", embedded));
        }
        Path folder = Files.createDirectory(directory.resolve("mosquitto"));
        try (MosquittoProcess mosquitto = new MosquittoProcess(folder)) {
            figures.addAll(on("Mosquitto", mosquitto));
        }
        return figures;
    }

    private List<Figure> on(String name, HallBroker broker)
            throws IOException, InterruptedException {
        AtomicLong connections = new AtomicLong();
        ConnectionCounter counter = connections::incrementAndGet;
        byte[] password = broker.password(OURS);
        MqttSettings settings =
                new MqttSettings(
                        OURS,
                        List.of(new MqttSettings.Address(SmallHall.LOOPBACK, broker.port())),
                        password.length == 0 ? Optional.empty() : Optional.of(password),
                        Optional.empty(),
                        MqttSettings.Timing.STANDARD);
        try (ThreadStrand strand = new ThreadStrand("bench-bus", clock);
                BusEcho ours =
                        new BusEcho(
                                new MqttBus(settings, counter, strand, new SecureRandom()),
                                topic(OURS),
                                strand);
                PahoEcho bare =
                        new PahoEcho(
                                BARE,
                                broker.password(BARE),
                                broker.port(),
                                topic(BARE),
                                strand::nanoTime)) {
            for (int i = 0; i < WARM_UP; i++) {
                ours.one(PAYLOAD);
                bare.one(PAYLOAD);
            }
            List<Double> times = new ArrayList<>();
            List<Double> micros = new ArrayList<>();
            List<Double> pairs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                double[] through = new double[MESSAGES];
                double[] peer = new double[MESSAGES];
                for (int i = 0; i < MESSAGES; i++) {
                    through[i] = ours.one(PAYLOAD);
                    peer[i] = bare.one(PAYLOAD);
                }
                times.add(Figure.median(through) / Figure.median(peer));
                micros.add(Figure.median(through) / 1000);
                double[] seconds = new double[MESSAGES];
                for (int i = 0; i < MESSAGES; i++) {
                    seconds[i] = ours.two(PAYLOAD);
                }
                pairs.add(Figure.median(seconds));
            }
            return List.of(
                    Figure.ratio(
                            "publish to deliver, our bus ÷ bare Paho, " + name,
                            new Goal.AtMost(2),
                            times),
                    Figure.ratio(
                            "second of two quick messages ÷ the first, " + name,
                            new Goal.AtMost(2),
                            pairs),
                    Figure.reported("publish to deliver, our bus, " + name, "µs", micros));
        }
    }

    /** What an identity may both write and read (OUTSIDE.md, identity is in the topic). */
    private static String topic(String identity) {
        return "hk/1/" + SmallHall.HALL + "/device/" + identity + "/status";
    }
}
