package org.hallkiosk.core.port.screen;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who serves at a window (席位牌, S2 5.1.5.1 and 6.4.5, R3). Name and title are empty when the hall's
 * staff list does not know the number.
 *
 * @param no the staff number (工号)
 * @param title the post (职务)
 * @param honour an honour that the post or the person bears (红旗窗口, 党员先锋岗, 服务明星; R8); empty for none
 * @param picture where this device keeps the person's picture (照片, JPEG or PNG); absent when it
 *     keeps none. The file may be missing or no picture: then the screen does without
 */
public record StaffCard(
        String no, String name, String title, String honour, Optional<Path> picture) {}
