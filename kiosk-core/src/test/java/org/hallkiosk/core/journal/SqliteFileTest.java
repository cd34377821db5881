package org.hallkiosk.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {

    private static final int ID = 0x54455354;
    private static final List<String> FIRST =
            List.of("CREATE TABLE thing (name TEXT) STRICT", "INSERT INTO thing VALUES ('old')");
    private static final List<String> SECOND =
            List.of(
                    "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7",
                    "INSERT INTO thing VALUES ('new', 8)");

    @TempDir private Path directory;

    private SqliteFile file(List<List<String>> migrations) {
        return new SqliteFile(directory.resolve("test.db"), ID, migrations);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "none";
        }
    }

    @Test
    void opensTheWriterAsThePageOnReliabilitySays() throws SQLException {
        try (Connection connection = file(List.of(FIRST)).openWriter()) {
            assertThat(text(connection, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(text(connection, "PRAGMA synchronous")).isEqualTo("2");
            assertThat(text(connection, "PRAGMA foreign_keys")).isEqualTo("1");
            assertThat(text(connection, "PRAGMA trusted_schema")).isEqualTo("0");
            assertThat(text(connection, "PRAGMA cell_size_check")).isEqualTo("1");
            assertThat(text(connection, "PRAGMA journal_size_limit"))
                    .isEqualTo(Integer.toString(16 * 1024 * 1024));
            assertThat(text(connection, "PRAGMA wal_autocheckpoint")).isEqualTo("1000");
            assertThat(text(connection, "PRAGMA secure_delete")).isEqualTo("1");
            assertThat(text(connection, "PRAGMA application_id")).isEqualTo(Integer.toString(ID));
        }
    }

    @Test
    void readersCannotWrite() throws SQLException {
        SqliteFile file = file(List.of(FIRST));
        try (Connection writer = file.openWriter();
                Connection reader = file.openReader()) {
            assertThat(text(writer, "SELECT name FROM thing")).isEqualTo("old");
            assertThatThrownBy(() -> SqliteFile.execute(reader, "DELETE FROM thing"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void bringsAnOlderFileUpToDate() throws SQLException, IOException {
        file(List.of(FIRST)).openWriter().close();
        SqliteFile newer = file(List.of(FIRST, SECOND));
        assertThat(newer.examine()).isEqualTo(new SqliteFile.Examination.Whole(1));
        try (Connection connection = newer.openWriter()) {
            assertThat(text(connection, "SELECT group_concat(name || size) FROM thing"))
                    .isEqualTo("old7,new8");
        }
        assertThat(newer.examine()).isEqualTo(new SqliteFile.Examination.Whole(2));
        newer.openWriter().close();
        assertThat(newer.examine()).isEqualTo(new SqliteFile.Examination.Whole(2));
    }

    @Test
    void leavesAFileAsItWasWhenAStepFails() throws SQLException, IOException {
        file(List.of(FIRST)).openWriter().close();
        List<String> broken = List.of("DELETE FROM thing", "NO SUCH STATEMENT");
        assertThatThrownBy(() -> file(List.of(FIRST, broken)).openWriter())
                .isInstanceOf(SQLException.class);
        SqliteFile file = file(List.of(FIRST));
        assertThat(file.examine()).isEqualTo(new SqliteFile.Examination.Whole(1));
        try (Connection connection = file.openReader()) {
            assertThat(text(connection, "SELECT name FROM thing")).isEqualTo("old");
        }
    }

    @Test
    void leavesANewerFileAlone() throws SQLException {
        file(List.of(FIRST, SECOND)).openWriter().close();
        SqliteFile older = file(List.of(FIRST));
        assertThatThrownBy(older::examine).isInstanceOf(SqliteFile.NewerSchema.class);
        assertThatThrownBy(older::openWriter).isInstanceOf(SqliteFile.NewerSchema.class);
    }

    @Test
    void tellsBlankWholeAndDamaged() throws SQLException, IOException {
        SqliteFile file = file(List.of(FIRST));
        assertThat(file.examine()).isEqualTo(new SqliteFile.Examination.Blank());
        file.openWriter().close();
        assertThat(file.examine()).isEqualTo(new SqliteFile.Examination.Whole(1));
        byte[] bytes = Files.readAllBytes(file.path());
        // user_version, in the header at offset 60 (sqlite.org/fileformat2.html §1.3)
        bytes[63] ^= 4;
        Files.write(file.path(), bytes);
        assertThat(file.examine()).isInstanceOf(SqliteFile.Examination.Damaged.class);
        Files.writeString(file.path(), "a letter");
        assertThat(file.examine()).isInstanceOf(SqliteFile.Examination.Damaged.class);
    }

    @Test
    void copiesWhileItIsWritten() throws SQLException, IOException {
        SqliteFile file = file(List.of(FIRST));
        Path copy = directory.resolve("copy.db");
        try (Connection writer = file.openWriter();
                Connection reader = file.openReader()) {
            SqliteFile.execute(writer, "BEGIN IMMEDIATE");
            SqliteFile.execute(writer, "INSERT INTO thing VALUES ('not yet')");
            SqliteFile.copy(reader, copy);
            SqliteFile.execute(writer, "COMMIT");
        }
        SqliteFile copied = new SqliteFile(copy, ID, List.of(FIRST));
        assertThat(copied.examine()).isEqualTo(new SqliteFile.Examination.Whole(1));
        try (Connection connection = copied.openReader()) {
            assertThat(text(connection, "SELECT group_concat(name) FROM thing")).isEqualTo("old");
        }
    }
}
