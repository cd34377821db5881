package org.hallkiosk.core.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hallkiosk.core.text.IoReason;
import org.hallkiosk.core.web.login.Account;
import org.hallkiosk.core.web.login.AccountFile;
import org.hallkiosk.core.web.login.Accounts;
import org.hallkiosk.core.web.login.StaffRole;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code ./kiosk user}: adds, changes or removes somebody who may log in to the pages. */
@CommandLine.Command(
        name = "user",
        description = "页面用户 adds, changes or removes somebody who may log in to the pages",
        mixinStandardHelpOptions = true)
public final class UserCommand implements Command {

    /** RELIABILITY.md, security row 1. */
    private static final int SHORTEST = 12;

    private static final int LONGEST = 256;

    /** What OWASP's password storage cheat sheet asks of PBKDF2 with HMAC-SHA-512. */
    private static final int ITERATIONS = 210_000;

    private static final int SALT_BYTES = 16;

    @CommandLine.Option(
            names = "--file",
            paramLabel = "FILE",
            required = true,
            description = "the usersFile of device.yaml; made when it is not there")
    private Path file = Path.of("users");

    @CommandLine.Option(
            names = "--role",
            paramLabel = "ROLE",
            split = ",",
            description = "viewer, clerk, booking, technician; several with commas")
    private List<String> roles = List.of();

    @CommandLine.Option(
            names = "--staff",
            paramLabel = "NO",
            description = "a clerk's staff number (工号)")
    private @Nullable String staff;

    @CommandLine.Option(names = "--remove", description = "takes the user out of the file")
    private boolean remove;

    @CommandLine.Parameters(paramLabel = "NAME")
    private String name = "";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (remove) {
                if (!AccountFile.replace(file, name, null)) {
                    throw new CommandFailure("There is no " + name + " in " + file + ".");
                }
                out.println(name + " is removed; open sessions end at once.");
                return 0;
            }
            Account account = account();
            byte[] salt = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(salt);
            String line = Accounts.line(account, password().getBytes(UTF_8), salt, ITERATIONS);
            boolean changed = AccountFile.replace(file, name, line);
            out.println(name + (changed ? " is changed." : " is added."));
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " is as it was: " + IoReason.of(e) + ".");
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("The file " + file + " is as it was: " + e.getMessage());
        }
    }

    private Account account() {
        Set<StaffRole> known = EnumSet.noneOf(StaffRole.class);
        for (String word : roles) {
            known.add(
                    StaffRole.of(word.strip())
                            .orElseThrow(
                                    () ->
                                            new CommandFailure(
                                                    "There is no role "
                                                            + word
                                                            + "; there are viewer, clerk,"
                                                            + " booking and technician.")));
        }
        if (known.isEmpty()) {
            throw new CommandFailure(
                    "Say what the user may do: --role viewer|clerk|booking|technician.");
        }
        if (known.contains(StaffRole.CLERK) && staff == null) {
            throw new CommandFailure("A clerk has a staff number: --staff NO.");
        }
        return new Account(name, known, staff);
    }

    @SuppressWarnings("SystemConsoleNull") // it is null where the input is no terminal
    private static String password() throws IOException {
        Console console = System.console();
        String password;
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password: ");
            char[] again = console.readPassword("Again: ");
            password = typed == null ? "" : new String(typed);
            if (again == null || !password.equals(new String(again))) {
                throw new CommandFailure("The two are not the same.");
            }
        } else {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            String line = in.readLine();
            password = line == null ? "" : line;
        }
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new CommandFailure(
                    "A password has " + SHORTEST + " to " + LONGEST + " characters.");
        }
        return password;
    }
}
