package org.hallkiosk.core.config;

import java.nio.file.Path;
import org.hallkiosk.core.wire.HallConfigCodec.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a device with the role {@link Role#HALL} needs besides.
 *
 * @param initial read only into an empty journal
 * @param login how the hall itself, not this device, logs in at the hall's broker
 * @param broker the embedded broker; null when another one serves the hall
 * @param center the way to the center's broker; null when there is no center
 */
public record HallSetup(
        Document initial, Login login, @Nullable Broker broker, @Nullable BusAccess center) {

    /**
     * Reads and checks a hall's configuration that stands alone.
     *
     * @param source its name, for the sentences
     * @throws UnusableConfig when anything is wrong, naming all of it
     */
    public static Document parseInitial(String yaml, String source) throws UnusableConfig {
        return ConfigFile.parse(yaml, Path.of(source), Path.of("/"), HallReader::read);
    }

    /**
     * The embedded broker.
     *
     * @param bind the address to listen on; loopback unless there is a certificate
     * @param port 0 = any free one
     * @param certificate null = plain MQTT
     * @param clientCaFile who signs clients' certificates, PEM; null = clients show none
     * @param passwordsFile user names and hashes of passwords, as mosquitto_passwd writes them;
     *     null = nobody logs in with a password
     */
    public record Broker(
            String bind,
            int port,
            @Nullable CertificateFiles certificate,
            @Nullable Path clientCaFile,
            @Nullable Path passwordsFile) {}
}
