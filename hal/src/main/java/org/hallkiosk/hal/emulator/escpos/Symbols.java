package org.hallkiosk.hal.emulator.escpos;

import com.google.zxing.WriterException;
import com.google.zxing.oned.Code128Writer;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/** The codes that the printer draws by itself from stored data. */
final class Symbols {

    private Symbols() {}

    /**
     * A QR code of the bytes as they are, without quiet zone; empty when they do not fit any.
     *
     * @param level 30h L, 31h M, 32h Q, 33h H
     */
    static Optional<Mark.Dots> qrCode(byte[] content, int level, int module) {
        ErrorCorrectionLevel correction =
                switch (level) {
                    case 0x31 -> ErrorCorrectionLevel.M;
                    case 0x32 -> ErrorCorrectionLevel.Q;
                    case 0x33 -> ErrorCorrectionLevel.H;
                    default -> ErrorCorrectionLevel.L;
                };
        try {
            String bytes = new String(content, StandardCharsets.ISO_8859_1);
            ByteMatrix matrix = Encoder.encode(bytes, correction).getMatrix();
            return Optional.of(
                    dots(
                            matrix.getWidth() * module,
                            matrix.getHeight() * module,
                            (x, y) -> matrix.get(x / module, y / module)));
        } catch (WriterException | IllegalArgumentException unencodable) {
            return Optional.empty();
        }
    }

    /**
     * A CODE128 bar code; empty when the data is none.
     *
     * @param data with its code set selections ({A, {B, {C), as GS k 73 carries it
     */
    static Optional<Mark.Dots> code128(byte[] data, int module, int height) {
        StringBuilder content = new StringBuilder();
        boolean pairs = false;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '{' && i + 1 < data.length) {
                i++;
                pairs = data[i] == 'C' || (pairs && data[i] == '{');
                if (data[i] == '{') {
                    content.append('{');
                }
            } else if (pairs) {
                content.append((char) ('0' + data[i] / 10 % 10))
                        .append((char) ('0' + data[i] % 10));
            } else {
                content.append((char) (data[i] & 0x7F));
            }
        }
        try {
            boolean[] bars = new Code128Writer().encode(content.toString());
            return Optional.of(
                    dots(bars.length * module, height, (x, y) -> bars[x / module] ? 1 : 0));
        } catch (IllegalArgumentException unencodable) {
            return Optional.empty();
        }
    }

    static Mark.Dots dots(int width, int height, IntBinaryOperator black) {
        int rowBytes = (width + 7) / 8;
        byte[] rows = new byte[rowBytes * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (black.applyAsInt(x, y) != 0) {
                    rows[y * rowBytes + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return new Mark.Dots(0, 0, width, height, rows);
    }
}
