package org.hallkiosk.core.journal;

import java.nio.file.Path;
import java.util.List;

/** The tables of a hall's journal. */
final class JournalSchema {

    /** "HKJ1" in ASCII, in the header of every journal. */
    static final int APPLICATION_ID = 0x484B4A31;

    /**
     * A position is one number (see {@link Position}), so that an event costs one B-tree and the
     * order of rows is the order of events. STRICT: a flipped type byte is an error, not a
     * conversion.
     */
    private static final List<String> VERSION_1 =
            List.of(
                    """
                    CREATE TABLE meta (
                        name TEXT PRIMARY KEY,
                        value TEXT NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE epoch (
                        epoch INTEGER PRIMARY KEY,
                        start_hash BLOB NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT
                    """,
                    """
                    CREATE TABLE event (
                        position INTEGER PRIMARY KEY,
                        bytes BLOB NOT NULL,
                        hash BLOB NOT NULL
                    ) STRICT
                    """,
                    """
                    CREATE TABLE answer (
                        request_id TEXT PRIMARY KEY,
                        sender TEXT NOT NULL,
                        verb TEXT NOT NULL,
                        body_digest BLOB NOT NULL,
                        answer BLOB NOT NULL,
                        kept_until INTEGER NOT NULL, -- days since 1970-01-01
                        row_check INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE cursor (
                        name TEXT PRIMARY KEY,
                        position INTEGER NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    """
                    CREATE TABLE checkpoint (
                        position INTEGER PRIMARY KEY,
                        hash BLOB NOT NULL,
                        at INTEGER NOT NULL, -- milliseconds since 1970-01-01T00:00Z
                        row_check INTEGER NOT NULL
                    ) STRICT
                    """,
                    """
                    CREATE TABLE snapshot (
                        position INTEGER PRIMARY KEY REFERENCES checkpoint ON DELETE CASCADE,
                        bytes BLOB NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT
                    """,
                    """
                    CREATE TABLE case_key (
                        case_id TEXT PRIMARY KEY,
                        key BLOB NOT NULL,
                        row_check INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID
                    """,
                    "CREATE TABLE trial (filler BLOB) STRICT");

    /** The latest version. */
    static final int VERSION = 1;

    private JournalSchema() {}

    static SqliteFile file(Path path) {
        return new SqliteFile(path, APPLICATION_ID, List.of(VERSION_1));
    }
}
