package org.hallkiosk.core.boot;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hallkiosk.core.bus.BrokerTls;
import org.hallkiosk.core.bus.MosquittoFiles;
import org.hallkiosk.core.bus.Permissions;
import org.hallkiosk.core.bus.Topics;
import org.hallkiosk.core.config.CertificateFiles;
import org.hallkiosk.core.text.IoReason;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code ./kiosk mosquitto}: what a Mosquitto needs to be a hall's or the center's broker. */
@CommandLine.Command(
        name = "mosquitto",
        description = "生成 Mosquitto 配置 what a Mosquitto needs to be a hall's broker",
        mixinStandardHelpOptions = true)
public final class MosquittoCommand implements Command {

    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** Whose broker it is to be. */
    private static final class Whose {
        @CommandLine.Option(
                names = "--hall",
                paramLabel = "NAME",
                required = true,
                description = "the broker of this hall and its devices")
        private @Nullable String hall;

        @CommandLine.Option(
                names = "--center",
                paramLabel = "NAME",
                required = true,
                description = "the broker of this center and its halls")
        private @Nullable String center;

        Permissions permissions() {
            String name = hall == null ? String.valueOf(center) : hall;
            if (!Topics.isName(name)) {
                throw new CommandFailure("'" + name + "' cannot be a name on the bus.");
            }
            return hall == null ? Permissions.ofCenter(name) : Permissions.ofHall(name, false);
        }
    }

    @CommandLine.ArgGroup(multiplicity = "1")
    private Whose whose = new Whose();

    @CommandLine.Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "where the files go, for example /etc/mosquitto/conf.d")
    private Path out = Path.of(".");

    @CommandLine.Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "loopback unless there is a certificate")
    private String address = "127.0.0.1";

    @CommandLine.Option(
            names = "--port",
            paramLabel = "PORT",
            description = "8883 with a certificate, else 1883")
    private @Nullable Integer port;

    @CommandLine.Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "the broker's certificate, PEM")
    private @Nullable Path certificate;

    @CommandLine.Option(
            names = "--key",
            paramLabel = "FILE",
            description = "the key of the certificate, PEM")
    private @Nullable Path key;

    @CommandLine.Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "clients show certificates signed by this authority, PEM")
    private @Nullable Path clientAuthorities;

    @CommandLine.Option(
            names = "--passwords",
            paramLabel = "FILE",
            description = "clients have passwords; made with mosquitto_passwd")
    private @Nullable Path passwords;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        Permissions permissions = whose.permissions();
        MosquittoFiles.Listener listener = listener();
        // An ACL file must not end in .conf: Mosquitto reads every such file in conf.d.
        Path acl = out.toAbsolutePath().normalize().resolve("hallkiosk.acl");
        Path configuration = acl.resolveSibling("hallkiosk.conf");
        try {
            Files.createDirectories(out);
            Files.writeString(acl, MosquittoFiles.acl(permissions));
            Files.writeString(configuration, MosquittoFiles.configuration(acl, listener));
        } catch (IOException e) {
            throw new CommandFailure("The files cannot be written: " + IoReason.of(e) + ".");
        }
        PrintWriter console = spec.commandLine().getOut();
        console.println(acl);
        console.println(configuration);
        console.println(
                "The user '"
                        + permissions.owner()
                        + "' has all rights of the "
                        + (permissions.kindOf(permissions.owner()) == Permissions.Kind.HALL
                                ? "hall; every other user is a device of its name."
                                : "center; every other user is the hall of its name."));
        console.flush();
        return 0;
    }

    private MosquittoFiles.Listener listener() {
        if ((certificate == null) != (key == null)) {
            throw new CommandFailure(
                    "A certificate needs its key, and a key its certificate. Name both files.");
        }
        if (clientAuthorities != null && certificate == null) {
            throw new CommandFailure(
                    "Clients show certificates only to a broker that has one. Name --certificate"
                            + " and --key.");
        }
        Optional<BrokerTls> tls =
                certificate == null || key == null
                        ? Optional.empty()
                        : Optional.of(
                                new BrokerTls(
                                        new CertificateFiles(absolute(certificate), absolute(key)),
                                        Optional.ofNullable(clientAuthorities)
                                                .map(MosquittoCommand::absolute)));
        int standard = tls.isPresent() ? TLS_PORT : PLAIN_PORT;
        try {
            return new MosquittoFiles.Listener(
                    address,
                    port == null ? standard : port,
                    tls,
                    Optional.ofNullable(passwords).map(MosquittoCommand::absolute));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
