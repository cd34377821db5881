package org.hallkiosk.core.bus.embedded;

import java.nio.file.Path;
import org.hallkiosk.core.bus.EmbeddedBroker;

/** The text of HiveMQ's config.xml; each default that is changed has its reason in FACTS.md. */
final class HiveMqConfiguration {

    private HiveMqConfiguration() {}

    static String of(EmbeddedBroker.Settings settings) {
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
              <max-queue-size>10000</max-queue-size>
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
                        settings.tls().map(tls -> secured(settings, tls)).orElse(plain(settings)));
    }

    private static String plain(EmbeddedBroker.Settings settings) {
        return "<tcp-listener>%s</tcp-listener>".formatted(where(settings));
    }

    private static String where(EmbeddedBroker.Settings settings) {
        return "<port>%d</port><bind-address>%s</bind-address>"
                .formatted(settings.port(), escape(settings.host()));
    }

    private static String secured(EmbeddedBroker.Settings settings, EmbeddedBroker.Tls tls) {
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
            <truststore><path>%s</path><password>%s</password></truststore>
            <client-authentication-mode>OPTIONAL</client-authentication-mode>
          </tls>
        </tls-tcp-listener>
        """
                .formatted(
                        where(settings),
                        path(tls.keyStore()),
                        escape(tls.password()),
                        escape(tls.password()),
                        path(tls.trustStore()),
                        escape(tls.password()));
    }

    private static String path(Path file) {
        return escape(file.toAbsolutePath().toString());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
