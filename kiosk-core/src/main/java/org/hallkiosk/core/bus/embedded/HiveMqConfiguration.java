package org.hallkiosk.core.bus.embedded;

import java.nio.file.Path;
import java.util.Optional;

/** The text of HiveMQ's config.xml; each default that is changed has its reason in FACTS.md. */
final class HiveMqConfiguration {

    /**
     * Keys and certificates in PKCS#12.
     *
     * @param trust who signs client certificates; empty = clients show none
     * @param password of each file
     */
    record Stores(Path keys, Optional<Path> trust, String password) {}

    private HiveMqConfiguration() {}

    static String of(String host, int port, Optional<Stores> stores, int queue) {
        return """
        <hivemq>
          <listeners>%s</listeners>
          <mqtt>
            <topic-alias><enabled>false</enabled></topic-alias>
            <packets><max-packet-size>262144</max-packet-size></packets>
            <quality-of-service><max-qos>1</max-qos></quality-of-service>
            <receive-maximum><server-receive-maximum>20</server-receive-maximum></receive-maximum>
            <keep-alive>
              <max-keep-alive>60</max-keep-alive>
              <allow-unlimited>false</allow-unlimited>
            </keep-alive>
            <session-expiry><max-interval>3600</max-interval></session-expiry>
            <queued-messages>
              <max-queue-size>%d</max-queue-size>
              <strategy>discard</strategy>
            </queued-messages>
            <shared-subscriptions><enabled>false</enabled></shared-subscriptions>
          </mqtt>
          <restrictions>
            <max-client-id-length>100</max-client-id-length>
            <max-topic-length>512</max-topic-length>
          </restrictions>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
          <persistence><mode>in-memory</mode></persistence>
        </hivemq>
        """
                .formatted(
                        stores.map(tls -> secured(where(host, port), tls))
                                .orElse(
                                        "<tcp-listener>%s</tcp-listener>"
                                                .formatted(where(host, port))),
                        queue);
    }

    private static String where(String host, int port) {
        return "<port>%d</port><bind-address>%s</bind-address>".formatted(port, escape(host));
    }

    private static String secured(String where, Stores stores) {
        return """
        <tls-tcp-listener>
          %s
          <tls>
            <protocols><protocol>TLSv1.3</protocol><protocol>TLSv1.2</protocol></protocols>
            <keystore>
              <path>%s</path>
              <password>%s</password>
              <private-key-password>%s</private-key-password>
            </keystore>
            %s
          </tls>
        </tls-tcp-listener>
        """
                .formatted(
                        where,
                        path(stores.keys),
                        stores.password,
                        stores.password,
                        stores.trust.map(file -> clients(file, stores.password)).orElse(""));
    }

    /** A client may show a certificate; one that does not needs a password. */
    private static String clients(Path trust, String password) {
        return """
        <truststore><path>%s</path><password>%s</password></truststore>
        <client-authentication-mode>OPTIONAL</client-authentication-mode>
        """
                .formatted(path(trust), password);
    }

    private static String path(Path file) {
        return escape(file.toAbsolutePath().toString());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
