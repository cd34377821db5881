package org.hallkiosk.ui.kit;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;

/** Signs that stand beside the words, drawn in strokes on a field of 24 by 24. */
public enum Symbol {
    PRINTER,
    WARNING,
    CLOCK,
    CHECK,
    TICKET,
    PAUSE,
    PERSON,
    PHONE,
    SPEAKER,
    NO_LINK,
    GLOBE,
    LETTERS,
    ARROW,
    BACK,
    DOOR,
    NOTE,
    DOTS,
    CODE,
    STAR,
    FACE_1,
    FACE_2,
    FACE_3,
    FACE_4,
    FACE_5;

    private static final double FIELD = 24;

    /** The face of a level: 5 非常满意 to 1 非常不满意. */
    public static Symbol face(int level) {
        return switch (level) {
            case 5 -> FACE_5;
            case 4 -> FACE_4;
            case 3 -> FACE_3;
            case 2 -> FACE_2;
            case 1 -> FACE_1;
            default -> throw new IllegalArgumentException("There is no level " + level);
        };
    }

    /** Draws it into a square. */
    public void paint(Graphics2D onto, double x, double y, double side, Color colour) {
        Graphics2D g = (Graphics2D) onto.create();
        AffineTransform to = AffineTransform.getTranslateInstance(x, y);
        to.scale(side / FIELD, side / FIELD);
        g.transform(to);
        g.setColor(colour);
        g.setStroke(new BasicStroke(1.7f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        draw(g);
        g.dispose();
    }

    private void draw(Graphics2D g) {
        switch (this) {
            case PRINTER -> {
                line(g, 6, 9, 6, 3, 18, 3, 18, 9);
                line(g, 6, 17, 3, 17, 3, 9, 21, 9, 21, 17, 18, 17);
                line(g, 6, 14, 18, 14, 18, 21, 6, 21, 6, 14);
            }
            case WARNING -> {
                line(g, 12, 3, 22, 20.5, 2, 20.5, 12, 3);
                line(g, 12, 9.5, 12, 14);
                dot(g, 12, 17.2, 1.1);
            }
            case CLOCK -> {
                g.draw(new Ellipse2D.Double(2.5, 2.5, 19, 19));
                line(g, 12, 7, 12, 12, 15.5, 14);
            }
            case CHECK -> {
                g.draw(new Ellipse2D.Double(2.5, 2.5, 19, 19));
                line(g, 7.5, 12.5, 10.8, 15.8, 16.8, 8.8);
            }
            case TICKET -> {
                g.draw(new RoundRectangle2D.Double(5, 2.5, 14, 19, 2, 2));
                line(g, 8.5, 7.5, 15.5, 7.5);
                line(g, 8.5, 12, 15.5, 12);
                line(g, 8.5, 16.5, 12.5, 16.5);
            }
            case PAUSE -> {
                g.draw(new Ellipse2D.Double(2.5, 2.5, 19, 19));
                line(g, 9.5, 8.5, 9.5, 15.5);
                line(g, 14.5, 8.5, 14.5, 15.5);
            }
            case PERSON -> {
                g.draw(new Ellipse2D.Double(8, 3.5, 8, 8));
                g.draw(new Arc2D.Double(4, 14.5, 16, 14, 0, 180, Arc2D.OPEN));
            }
            case PHONE -> {
                g.draw(new RoundRectangle2D.Double(7, 2.5, 10, 19, 2.5, 2.5));
                dot(g, 12, 18.3, 0.9);
            }
            case SPEAKER -> {
                line(g, 3, 9.5, 7, 9.5, 12, 5, 12, 19, 7, 14.5, 3, 14.5, 3, 9.5);
                g.draw(new Arc2D.Double(10, 8.5, 7, 7, -50, 100, Arc2D.OPEN));
                g.draw(new Arc2D.Double(8, 5, 14, 14, -50, 100, Arc2D.OPEN));
            }
            case NO_LINK -> {
                g.draw(new Arc2D.Double(2, 6.5, 20, 20, 50, 80, Arc2D.OPEN));
                g.draw(new Arc2D.Double(6, 11, 12, 12, 50, 80, Arc2D.OPEN));
                dot(g, 12, 18.5, 1.4);
                line(g, 4, 3.5, 20, 20.5);
            }
            case GLOBE -> {
                g.draw(new Ellipse2D.Double(2.5, 2.5, 19, 19));
                g.draw(new Ellipse2D.Double(8, 2.5, 8, 19));
                line(g, 3, 9, 21, 9);
                line(g, 3, 15, 21, 15);
            }
            case LETTERS -> {
                line(g, 2.5, 20, 8.5, 4, 14.5, 20);
                line(g, 4.8, 14.5, 12.2, 14.5);
                line(g, 19, 6, 19, 14);
                line(g, 15.5, 10, 22.5, 10);
            }
            case ARROW -> {
                line(g, 4, 12, 20, 12);
                line(g, 14, 6, 20, 12, 14, 18);
            }
            case BACK -> {
                line(g, 4, 12, 20, 12);
                line(g, 10, 6, 4, 12, 10, 18);
            }
            case DOOR -> {
                g.draw(new RoundRectangle2D.Double(6, 2.5, 12, 19, 1.5, 1.5));
                dot(g, 14.8, 12, 1.1);
                line(g, 3, 21.5, 21, 21.5);
            }
            case NOTE -> {
                g.draw(new Ellipse2D.Double(2.5, 2.5, 19, 19));
                line(g, 12, 11, 12, 16.5);
                dot(g, 12, 7.6, 1.1);
            }
            case DOTS -> {
                dot(g, 5, 12, 2);
                dot(g, 12, 12, 2);
                dot(g, 19, 12, 2);
            }
            case CODE -> {
                corner(g, 3, 3);
                corner(g, 14, 3);
                corner(g, 3, 14);
                line(g, 14, 14, 14, 17);
                line(g, 17.5, 14, 21, 14);
                line(g, 17.5, 17.5, 17.5, 21);
                line(g, 21, 17.5, 21, 21);
                dot(g, 14, 21, 0.9);
            }
            case STAR -> {
                Path2D star = new Path2D.Double();
                for (int i = 0; i < 10; i++) {
                    double angle = Math.PI * (i / 5.0 - 0.5);
                    double radius = i % 2 == 0 ? 10.5 : 4.4;
                    double x = 12 + radius * Math.cos(angle);
                    double y = 12.8 + radius * Math.sin(angle);
                    if (i == 0) {
                        star.moveTo(x, y);
                    } else {
                        star.lineTo(x, y);
                    }
                }
                star.closePath();
                g.fill(star);
            }
            case FACE_1 -> face(g, -4.5);
            case FACE_2 -> face(g, -2.4);
            case FACE_3 -> face(g, 0);
            case FACE_4 -> face(g, 2.4);
            case FACE_5 -> face(g, 4.5);
        }
    }

    private static void face(Graphics2D g, double smile) {
        g.draw(new Ellipse2D.Double(2, 2, 20, 20));
        dot(g, 8.6, 9.6, 1.25);
        dot(g, 15.4, 9.6, 1.25);
        Path2D mouth = new Path2D.Double();
        double y = 15.6 - smile / 3;
        mouth.moveTo(7.5, y);
        mouth.quadTo(12, y + smile * 1.25, 16.5, y);
        g.draw(mouth);
    }

    private static void corner(Graphics2D g, double x, double y) {
        g.draw(new RoundRectangle2D.Double(x, y, 7, 7, 1, 1));
        dot(g, x + 3.5, y + 3.5, 1.1);
    }

    private static void line(Graphics2D g, double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        g.draw(path);
    }

    private static void dot(Graphics2D g, double x, double y, double radius) {
        g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
}
