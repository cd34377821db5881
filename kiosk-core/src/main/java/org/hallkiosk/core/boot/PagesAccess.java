package org.hallkiosk.core.boot;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.hallkiosk.core.bus.TlsFiles;
import org.hallkiosk.core.config.HttpConfig;
import org.hallkiosk.core.web.WebServer;
import org.hallkiosk.core.web.login.AccountFile;
import org.hallkiosk.core.web.login.AccountSource;
import org.hallkiosk.core.web.login.Accounts;
import org.hallkiosk.core.web.login.Doorkeeper;

/**
 * How pages are reached and who may log in, as a configuration says.
 *
 * @param server address and TLS
 * @param accounts who may log in
 * @param without what is allowed without a login
 */
public record PagesAccess(
        WebServer.Settings server, AccountSource accounts, Doorkeeper.Without without) {

    /**
     * Reads the files that it names.
     *
     * @throws IOException when one of them cannot be read or understood; the message names it
     */
    public static PagesAccess of(HttpConfig http) throws IOException {
        WebServer.Settings server =
                new WebServer.Settings(
                        http.bind(),
                        http.port(),
                        Set.copyOf(http.names()),
                        WebServer.Limits.standard(),
                        http.certificate() == null
                                ? Optional.empty()
                                : Optional.of(TlsFiles.server(http.certificate())));
        return http.usersFile() == null
                ? new PagesAccess(server, Accounts::none, Doorkeeper.Without.LOOK)
                : new PagesAccess(
                        server, AccountFile.open(http.usersFile()), Doorkeeper.Without.NOTHING);
    }

    /** On this computer alone, to be looked at without a login. */
    public static PagesAccess loopback(int port) {
        return new PagesAccess(
                WebServer.Settings.loopback(port), Accounts::none, Doorkeeper.Without.LOOK);
    }

    /** Where a browser finds them. */
    public String url(int port) {
        String scheme = server.tls().isPresent() ? "https" : "http";
        return scheme + "://" + server.host() + ":" + port + "/";
    }
}
