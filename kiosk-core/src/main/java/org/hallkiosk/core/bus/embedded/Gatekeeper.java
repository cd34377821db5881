package org.hallkiosk.core.bus.embedded;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.PublishAuthorizer;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.PublishAuthorizerOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerInput;
import com.hivemq.extension.sdk.api.auth.parameter.SubscriptionAuthorizerOutput;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.interceptor.publish.PublishOutboundInterceptor;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundInput;
import com.hivemq.extension.sdk.api.interceptor.publish.parameter.PublishOutboundOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.packets.publish.AckReasonCode;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ClientBasedInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.hallkiosk.core.bus.Passwords;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.bus.Topics;

/**
 * Lets clients in and asks the {@link Permissions} for everything they do: HiveMQ's side of
 * OUTSIDE.md "Identity is in the topic". Called on HiveMQ's threads, several at once.
 */
final class Gatekeeper
        implements ExtensionMain,
                SimpleAuthenticator,
                PublishAuthorizer,
                SubscriptionAuthorizer,
                PublishOutboundInterceptor {

    /** Under this name the connection knows whose it is. */
    private static final String IDENTITY = "identity";

    private final Permissions permissions;
    private final Passwords passwords;
    private final AtomicLong refused = new AtomicLong();

    Gatekeeper(Permissions permissions, Passwords passwords) {
        this.permissions = permissions;
        this.passwords = passwords;
    }

    long refused() {
        return refused.get();
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        Services.securityRegistry().setAuthenticatorProvider(ignored -> this);
        Services.securityRegistry().setAuthorizerProvider(ignored -> this);
        MessageExpiry expiry = new MessageExpiry();
        Services.interceptorRegistry().setConnectInboundInterceptorProvider(ignored -> expiry);
        Services.initializerRegistry()
                .setClientInitializer(
                        (client, context) -> {
                            context.addPublishInboundInterceptor(expiry);
                            context.addPublishOutboundInterceptor(this);
                            context.addPublishOutboundInterceptor(expiry);
                        });
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

    @Override
    public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
        Optional<String> identity =
                identity(input.getConnectPacket(), input.getConnectionInformation());
        if (identity.isPresent()) {
            input.getConnectionInformation()
                    .getConnectionAttributeStore()
                    .putAsString(IDENTITY, identity.get());
            output.authenticateSuccessfully();
        } else {
            refused.incrementAndGet();
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED);
        }
    }

    /** Who this is; empty when the client does not prove it. */
    private Optional<String> identity(ConnectPacket connect, ConnectionInformation connection) {
        String clientId = connect.getClientId();
        Optional<String> user = connect.getUserName();
        Optional<X509Certificate> certificate =
                connection.getClientTlsInformation().flatMap(t -> t.getClientCertificate());
        if (certificate.isPresent()) {
            return commonName(certificate.get())
                    .filter(name -> name.equals(clientId))
                    .filter(name -> user.isEmpty() || name.equals(user.get()));
        }
        if (user.isPresent()) {
            byte[] password = connect.getPassword().map(Gatekeeper::bytes).orElse(new byte[0]);
            return user.filter(name -> name.equals(clientId))
                    .filter(Topics::isName)
                    .filter(name -> passwords.accepts(name, password));
        }
        // Anybody, in the demo; but not under the client id of one who has a password, whose
        // connection it would end.
        boolean anybody = permissions.kindOf(Permissions.DEMO) == Permissions.Kind.DEMO;
        return anybody && !passwords.knows(clientId)
                ? Optional.of(Permissions.DEMO)
                : Optional.empty();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(Object::toString)
                            .filter(Topics::isName)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    @Override
    public void authorizePublish(PublishAuthorizerInput input, PublishAuthorizerOutput output) {
        String topic = input.getPublishPacket().getTopic();
        if (owner(input).filter(name -> permissions.mayWrite(name, topic)).isPresent()) {
            output.authorizeSuccessfully();
        } else {
            refused.incrementAndGet();
            output.failAuthorization(AckReasonCode.NOT_AUTHORIZED);
        }
    }

    @Override
    public void authorizeSubscribe(
            SubscriptionAuthorizerInput input, SubscriptionAuthorizerOutput output) {
        String filter = input.getSubscription().getTopicFilter();
        if (owner(input).filter(name -> permissions.maySubscribe(name, filter)).isPresent()) {
            output.authorizeSuccessfully();
        } else {
            refused.incrementAndGet();
            output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
        }
    }

    @Override
    public void onOutboundPublish(PublishOutboundInput input, PublishOutboundOutput output) {
        String topic = input.getPublishPacket().getTopic();
        if (owner(input).filter(name -> permissions.mayRead(name, topic)).isEmpty()) {
            refused.incrementAndGet();
            output.preventPublishDelivery();
        }
    }

    private static Optional<String> owner(ClientBasedInput input) {
        return input.getConnectionInformation().getConnectionAttributeStore().getAsString(IDENTITY);
    }
}
