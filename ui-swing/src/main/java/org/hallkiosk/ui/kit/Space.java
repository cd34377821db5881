package org.hallkiosk.ui.kit;

import java.awt.Rectangle;

/** A rectangle from whose sides parts are cut off, which is how the screens are laid out. */
public final class Space {

    private int x;
    private int y;
    private int width;
    private int height;

    /** All of it is free. */
    public Space(int x, int y, int width, int height) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    /** All of a rectangle is free. */
    public Space(Rectangle all) {
        this(all.x, all.y, all.width, all.height);
    }

    /** Cuts a part off the upper side. */
    public Rectangle top(int part) {
        int cut = Math.clamp(part, 0, height);
        Rectangle result = new Rectangle(x, y, width, cut);
        y += cut;
        height -= cut;
        return result;
    }

    /** Cuts a part off the lower side. */
    public Rectangle bottom(int part) {
        int cut = Math.clamp(part, 0, height);
        height -= cut;
        return new Rectangle(x, y + height, width, cut);
    }

    /** Cuts a part off the left side. */
    public Rectangle left(int part) {
        int cut = Math.clamp(part, 0, width);
        Rectangle result = new Rectangle(x, y, cut, height);
        x += cut;
        width -= cut;
        return result;
    }

    /** Cuts a part off the right side. */
    public Rectangle right(int part) {
        int cut = Math.clamp(part, 0, width);
        width -= cut;
        return new Rectangle(x + width, y, cut, height);
    }

    /** Keeps away from all four sides. */
    public Space inset(int across, int down) {
        x += Math.min(across, width / 2);
        width = Math.max(0, width - 2 * across);
        y += Math.min(down, height / 2);
        height = Math.max(0, height - 2 * down);
        return this;
    }

    /** Keeps a block of a height in the middle. */
    public Space middle(int block) {
        int cut = Math.max(0, height - block);
        y += cut / 2;
        height -= cut;
        return this;
    }

    /** What is free. */
    public Rectangle rest() {
        return new Rectangle(x, y, width, height);
    }

    /** How wide the free part is. */
    public int width() {
        return width;
    }

    /** How high the free part is. */
    public int height() {
        return height;
    }

    /** One cell of a grid over the free part. */
    public Rectangle cell(int column, int columns, int row, int rows, int gap) {
        int left = x + column * (width + gap) / columns;
        int right = x + (column + 1) * (width + gap) / columns - gap;
        int top = y + row * (height + gap) / rows;
        int bottom = y + (row + 1) * (height + gap) / rows - gap;
        return new Rectangle(left, top, right - left, bottom - top);
    }
}
