package org.hallkiosk.core.bus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Who may come with which password: salted hashes, in the format of Mosquitto's password file
 * (mosquitto_passwd(1): {@code name:$7$iterations$salt$hash}, PBKDF2 with HMAC-SHA-512, 64 bytes),
 * so that one file serves either broker. Immutable; any thread.
 */
public final class Passwords {

    private static final int HASH_BITS = 512;

    private record Entry(int iterations, byte[] salt, byte[] hash) {}

    private final Map<String, Entry> entries;

    private Passwords(Map<String, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    /** Nobody. */
    public static Passwords none() {
        return new Passwords(Map.of());
    }

    /**
     * Reads a password file.
     *
     * @throws IOException when it cannot be read or a line is not of the format
     */
    public static Passwords read(Path file) throws IOException {
        return parse(Files.readAllLines(file, UTF_8), file.toString());
    }

    /**
     * Reads the lines of a password file.
     *
     * @param origin names them in a message
     * @throws IOException when a line is not of the format; the message does not repeat it
     */
    public static Passwords parse(List<String> lines, String origin) throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            String[] part = line.substring(colon + 1).split("\\$", -1);
            try {
                if (part.length != 5 || !part[1].equals("7")) {
                    throw new IllegalArgumentException("not of the form name:$7$…");
                }
                Entry entry =
                        new Entry(
                                Integer.parseInt(part[2]),
                                Base64.getDecoder().decode(part[3]),
                                Base64.getDecoder().decode(part[4]));
                entries.put(Topics.name(line.substring(0, Math.max(0, colon))), entry);
            } catch (IllegalArgumentException e) {
                throw new IOException(origin + " line " + number + " is no password entry", e);
            }
        }
        return new Passwords(entries);
    }

    /**
     * Makes a line of a password file.
     *
     * @param salt random, 12 bytes or more
     * @param iterations 101 is what mosquitto_passwd writes; more is slower and safer
     */
    public static String line(String name, byte[] password, byte[] salt, int iterations) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "%s:$7$%d$%s$%s"
                .formatted(
                        Topics.name(name),
                        iterations,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash(password, salt, iterations)));
    }

    /** Whether there is an entry of this name. */
    public boolean knows(String name) {
        return entries.containsKey(name);
    }

    /** Whether this is the password of this name. */
    public boolean accepts(String name, byte[] password) {
        return Optional.ofNullable(entries.get(name))
                .map(e -> MessageDigest.isEqual(e.hash, hash(password, e.salt, e.iterations)))
                .orElse(false);
    }

    private static byte[] hash(byte[] password, byte[] salt, int iterations) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        new String(password, UTF_8).toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
