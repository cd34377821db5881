package org.hallkiosk.core.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.hallkiosk.core.bus.MqttBus;
import org.hallkiosk.core.bus.MqttSettings;
import org.hallkiosk.core.bus.TlsFiles;
import org.hallkiosk.core.config.BusAccess;
import org.hallkiosk.core.port.Bus;
import org.hallkiosk.core.port.ConnectionCounter;
import org.hallkiosk.hal.time.Strand;

/** Makes connections to brokers as a configuration describes them. */
public final class Brokers {

    private Brokers() {}

    /**
     * What connects as an identity. Reads password and certificates now.
     *
     * @throws IOException when one of the files cannot be read; the message names it
     */
    public static BiFunction<Strand, ConnectionCounter, Bus> access(
            BusAccess access, String identity, RandomGenerator random) throws IOException {
        boolean tls = access.addresses().stream().anyMatch(uri -> "mqtts".equals(uri.getScheme()));
        Optional<SSLContext> context =
                tls
                        ? Optional.of(
                                TlsFiles.client(access.caFile(), access.login().certificate()))
                        : Optional.empty();
        Optional<byte[]> password =
                access.login().passwordFile() == null
                        ? Optional.empty()
                        : Optional.of(
                                Files.readString(access.login().passwordFile())
                                        .strip()
                                        .getBytes(StandardCharsets.UTF_8));
        List<MqttSettings.Address> addresses =
                access.addresses().stream()
                        .map(uri -> new MqttSettings.Address(uri.getHost(), uri.getPort()))
                        .toList();
        MqttSettings settings =
                new MqttSettings(
                        identity, addresses, password, context, MqttSettings.Timing.STANDARD);
        return (strand, counter) -> new MqttBus(settings, counter, strand, random);
    }
}
