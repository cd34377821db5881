package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A member of staff, as citizens may see them (席位牌 R3, 去向牌 R4).
 *
 * @param no the staff number (工号)
 * @param title the post (职务)
 * @param department null when it is not shown
 * @param whereabouts where the person is while away (去向); null when nothing is said
 */
public record Staff(
        String no,
        String name,
        String title,
        @Nullable String department,
        @Nullable String whereabouts) {
    public Staff {
        requireNonNull(no);
        requireNonNull(name);
        requireNonNull(title);
    }
}
