package org.hallkiosk.core.web.login;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hallkiosk.core.bus.Passwords;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the pages, as their file lists them: {@code name:hash:roles:staff}, where the
 * hash is that of {@link Passwords} and the roles are separated by commas. Immutable; any thread.
 */
public final class Accounts {

    private static final Pattern STAFF = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Passwords passwords;
    private final Map<String, Entry> entries;

    private record Entry(Account account, String line) {}

    private Accounts(Passwords passwords, Map<String, Entry> entries) {
        this.passwords = passwords;
        this.entries = Map.copyOf(entries);
    }

    /** Nobody can log in. */
    public static Accounts none() {
        return new Accounts(Passwords.none(), Map.of());
    }

    /**
     * Reads the lines of a file of users.
     *
     * @param origin names them in a message
     * @throws IOException when a line is not of the form; the message does not repeat it
     */
    public static Accounts parse(List<String> lines, String origin) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        StringBuilder hashes = new StringBuilder();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                hashes.append('\n');
                continue;
            }
            Account account = account(line.split(":", -1), origin + " line " + number);
            if (entries.put(account.name(), new Entry(account, line)) != null) {
                throw new IOException(origin + " line " + number + " names somebody again");
            }
            hashes.append(line, 0, line.indexOf(':', line.indexOf(':') + 1)).append('\n');
        }
        return new Accounts(Passwords.parse(hashes.toString().lines().toList(), origin), entries);
    }

    private static Account account(String[] part, String where) throws IOException {
        if (part.length != 4) {
            throw new IOException(where + " is not of the form name:hash:roles:staff");
        }
        Set<StaffRole> roles = new HashSet<>();
        for (String word : part[2].split(",", -1)) {
            roles.add(
                    StaffRole.of(word)
                            .orElseThrow(
                                    () ->
                                            new IOException(
                                                    where
                                                            + " names a role that is none of"
                                                            + " viewer, clerk, booking, technician")));
        }
        String staff = part[3].isEmpty() ? null : part[3];
        if (staff != null && !STAFF.matcher(staff).matches()) {
            throw new IOException(where + " has no staff number that can be one");
        }
        if (roles.contains(StaffRole.CLERK) && staff == null) {
            throw new IOException(where + " names a clerk without a staff number");
        }
        if (part[0].equals(Account.DEMO.name())) {
            throw new IOException(where + " uses the demo's name");
        }
        return new Account(part[0], roles, staff);
    }

    /**
     * Makes a line of the file.
     *
     * @param salt random, 16 bytes
     * @param iterations how much work a guess is
     */
    public static String line(Account account, byte[] password, byte[] salt, int iterations) {
        String roles =
                String.join(",", account.roles().stream().map(StaffRole::word).sorted().toList());
        return Passwords.line(account.name(), password, salt, iterations)
                + ':'
                + roles
                + ':'
                + (account.staff() == null ? "" : account.staff());
    }

    /** The account whose name and password these are. */
    public Optional<Account> find(String name, byte[] password) {
        Entry entry = entries.get(name);
        if (entry == null) {
            // As much work as for a known name, so that the time tells nobody who exists.
            entries.keySet().stream().findFirst().ifPresent(n -> passwords.accepts(n, password));
            return Optional.empty();
        }
        return passwords.accepts(name, password) ? Optional.of(entry.account) : Optional.empty();
    }

    /** Whether there is an account of this name. */
    public boolean knows(String name) {
        return entries.containsKey(name);
    }

    /**
     * What a session was opened on. When it is another, or null, the password, the roles or the
     * account itself have changed since, and the session is over.
     */
    @Nullable String mark(String name) {
        Entry entry = entries.get(name);
        return entry == null ? null : entry.line;
    }
}
