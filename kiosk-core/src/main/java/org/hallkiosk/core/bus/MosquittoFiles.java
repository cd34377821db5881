package org.hallkiosk.core.bus;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a Mosquitto (2.0 or newer) needs to be a hall's or the center's broker: its ACL file and a
 * piece of its configuration, made from the same {@link Permissions} that the embedded broker asks.
 *
 * <p>Mosquitto knows no rule that forbids and no exception, so the permissions of the demo have no
 * form here. It grants a forbidden subscription and then delivers nothing.
 */
public final class MosquittoFiles {

    private static final int LAST_PORT = 65_535;

    private MosquittoFiles() {}

    /**
     * Where it listens, and how its clients prove who they are: all of them by a password or all by
     * a certificate, since one listener of Mosquitto cannot take either.
     *
     * @param address the address to bind to; loopback unless there is TLS
     * @param port 1–65535
     * @param passwords made with mosquitto_passwd; empty = clients show certificates, signed by
     *     {@link BrokerTls#clientAuthorities}
     */
    public record Listener(
            String address, int port, Optional<BrokerTls> tls, Optional<Path> passwords) {
        /** Refuses, in one sentence, what would let anybody or nobody in. */
        public Listener {
            if (port < 1 || port > LAST_PORT) {
                throw new IllegalArgumentException(port + " is no port: they go from 1 to 65535.");
            }
            if (tls.isEmpty() && !new MqttSettings.Address(address, port).isLoopback()) {
                throw new IllegalArgumentException(
                        "'"
                                + address
                                + "' can be reached from the network, without encryption. Name a"
                                + " certificate and its key, or listen on 127.0.0.1.");
            }
            boolean byCertificate = tls.flatMap(BrokerTls::clientAuthorities).isPresent();
            if (byCertificate == passwords.isPresent()) {
                throw new IllegalArgumentException(
                        "Clients prove who they are by a password or by a certificate. Name a"
                                + " password file, or the authority that signs the clients'"
                                + " certificates, and not both.");
            }
        }
    }

    /**
     * The text of {@code acl_file}.
     *
     * @throws IllegalArgumentException for the permissions of the demo
     */
    public static String acl(Permissions permissions) {
        StringBuilder text = new StringBuilder("# Generated. Identity is in the topic.\n");
        text.append("user ").append(permissions.owner()).append('\n');
        for (Permissions.Rule rule : permissions.rules()) {
            if (rule.kind() == permissions.kindOf(permissions.owner())) {
                append(text, "topic", rule);
            }
        }
        text.append("\n# Everybody else, by name.\n");
        for (Permissions.Rule rule : permissions.rules()) {
            if (rule.kind() != permissions.kindOf(permissions.owner())) {
                append(text, "pattern", rule);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String line, Permissions.Rule rule) {
        if (!rule.allowed() || rule.kind() == Permissions.Kind.DEMO) {
            throw new IllegalArgumentException("The demo runs on the embedded broker alone");
        }
        text.append(line)
                .append(rule.access() == Permissions.Access.READ ? " read " : " write ")
                .append(rule.filter().replace(Permissions.OWN_NAME, "%u"))
                .append('\n');
    }

    /**
     * The text of a configuration file that stands alone or below {@code include_dir}: no anonymous
     * client, client id = user name, alias maximum 0 (FACTS.md), packets of at most 256 KiB, no QoS
     * 2 (OUTSIDE.md "MQTT 5").
     *
     * @param aclFile where the {@link #acl} is
     */
    public static String configuration(Path aclFile, Listener listener) {
        String general =
                """
                # Generated. mosquitto.conf(5) explains each line.
                per_listener_settings false
                allow_anonymous false
                acl_file %s
                max_packet_size %d
                max_inflight_messages 20
                max_queued_messages 10000
                max_keepalive 60

                listener %d %s
                use_username_as_clientid true
                max_topic_alias 0
                max_qos 1
                """
                        .formatted(
                                aclFile, PahoPipe.MAX_PACKET, listener.port(), listener.address());
        return general
                + listener.passwords().map("password_file %s\n"::formatted).orElse("")
                + listener.tls().map(MosquittoFiles::tls).orElse("");
    }

    /** A client certificate's common name is its identity. */
    private static String tls(BrokerTls tls) {
        return "certfile %s\nkeyfile %s\ntls_version tlsv1.2\n"
                        .formatted(tls.own().certificate(), tls.own().key())
                + tls.clientAuthorities()
                        .map(
                                """
                                cafile %s
                                require_certificate true
                                use_identity_as_username true
                                """
                                        ::formatted)
                        .orElse("");
    }
}
