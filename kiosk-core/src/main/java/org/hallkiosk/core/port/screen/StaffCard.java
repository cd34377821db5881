package org.hallkiosk.core.port.screen;

/**
 * Who serves at a window (席位牌, S2 5.1.5.1 and 6.4.5, R3). Name and title are empty when the hall's
 * staff list does not know the number.
 *
 * @param no the staff number (工号)
 * @param title the post (职务)
 */
public record StaffCard(String no, String name, String title) {}
