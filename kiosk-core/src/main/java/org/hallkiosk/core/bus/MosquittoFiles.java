package org.hallkiosk.core.bus;

import java.nio.file.Path;

/**
 * What a Mosquitto (2.0 or newer) needs to be a hall's or the center's broker: its ACL file and a
 * piece of its configuration, made from the same {@link Permissions} that the embedded broker asks.
 *
 * <p>Mosquitto knows no rule that forbids and no exception, so the permissions of the demo have no
 * form here. It grants a forbidden subscription and then delivers nothing.
 */
public final class MosquittoFiles {

    private MosquittoFiles() {}

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
     * What holds for every listener: no anonymous client, client id = user name, alias maximum 0
     * (FACTS.md), packets of at most 256 KiB, no QoS 2 (OUTSIDE.md "MQTT 5").
     */
    public static String configuration(Path aclFile) {
        return """
        per_listener_settings false
        allow_anonymous false
        use_username_as_clientid true
        acl_file %s
        max_topic_alias 0
        max_packet_size %d
        max_qos 1
        max_inflight_messages 20
        max_queued_messages 10000
        max_keepalive 60
        persistence false
        """
                .formatted(aclFile, PahoPipe.MAX_PACKET);
    }

    /** The lines for clients that prove themselves by password. */
    public static String passwords(Path passwordFile) {
        return "password_file %s\n".formatted(passwordFile);
    }

    /**
     * The lines of a listener for clients that prove themselves by a certificate, whose common name
     * is their identity.
     */
    public static String certificates(Path authority, Path certificate, Path key) {
        return """
        cafile %s
        certfile %s
        keyfile %s
        require_certificate true
        use_identity_as_username true
        tls_version tlsv1.2
        """
                .formatted(authority, certificate, key);
    }
}
