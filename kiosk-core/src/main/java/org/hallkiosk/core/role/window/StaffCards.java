package org.hallkiosk.core.role.window;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hallkiosk.core.domain.WindowView;
import org.hallkiosk.core.port.screen.StaffCard;
import org.hallkiosk.core.role.HallPicture;

/**
 * Makes staff cards (席位牌, R3) from what a window's state says of who is on duty (R40), the honours
 * among the hall's texts, and the pictures that a device keeps. Looks at no file: whoever paints a
 * card finds out whether it is there.
 */
public final class StaffCards {

    /** A staff number that is a file's name and nothing else, on every file system. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private final HallPicture hall;
    private final Optional<Path> pictures;

    /**
     * Makes it.
     *
     * @param pictures the folder of the pictures, each {@code <staff number>.jpg}; absent for cards
     *     without pictures
     */
    public StaffCards(HallPicture hall, Optional<Path> pictures) {
        this.hall = hall;
        this.pictures = pictures;
    }

    /** The card of whoever is on duty; absent when nobody is. */
    public Optional<StaffCard> of(WindowView window) {
        return Optional.ofNullable(window.staff())
                .map(
                        staff ->
                                new StaffCard(
                                        staff.no(),
                                        staff.name(),
                                        staff.title(),
                                        hall.honour(window.window(), staff.no()),
                                        pictures.filter(
                                                        folder ->
                                                                NAME.matcher(staff.no()).matches())
                                                .map(
                                                        folder ->
                                                                folder.resolve(
                                                                        staff.no() + ".jpg"))));
    }
}
