package org.hallkiosk.hal.protocol.newland;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hallkiosk.hal.api.Scan;

/**
 * The text of a code: UTF-8 in its strict form, else GB18030 (scanner.md §1). A few short words in
 * GB18030 are also UTF-8, such as 预约, and are read as that; a code of ASCII is never ambiguous.
 */
public final class ScanText {

    private static final Charset GB18030 = Charset.forName("GB18030");

    private ScanText() {}

    /** What a scanner's data say. */
    public static Scan of(NewlandInput.Data data) {
        if (data.length() > NewlandSplitter.MOST_DATA) {
            return new Scan.Unreadable(Scan.Reason.TOO_LONG, data.length());
        }
        Optional<String> text =
                decode(data.bytes(), StandardCharsets.UTF_8)
                        .or(() -> decode(data.bytes(), GB18030));
        if (text.isEmpty()) {
            return new Scan.Unreadable(Scan.Reason.NOT_TEXT, data.length());
        }
        return text.get().codePoints().anyMatch(Character::isISOControl)
                ? new Scan.Unreadable(Scan.Reason.CONTROL_CHARACTERS, data.length())
                : new Scan.Code(text.get(), null);
    }

    private static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
