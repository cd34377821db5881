package org.hallkiosk.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A checksum kept beside a row, for tables that no chain covers: SQLite's own checks see damage to
 * its structure, not to the contents of a row.
 */
final class RowCheck {

    private final CRC32C crc = new CRC32C();

    RowCheck add(byte[] field) {
        add(field.length);
        crc.update(field);
        return this;
    }

    RowCheck add(String field) {
        return add(field.getBytes(UTF_8));
    }

    RowCheck add(long field) {
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(field).flip());
        return this;
    }

    long value() {
        return crc.getValue();
    }
}
