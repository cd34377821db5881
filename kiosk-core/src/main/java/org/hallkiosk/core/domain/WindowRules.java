package org.hallkiosk.core.domain;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opening, pausing and closing of windows. */
final class WindowRules {

    private final Case matter;
    private final HallState state;

    WindowRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer open(Command.WindowOpen command) throws RuleBroken {
        WindowState window = windowFor(command.window(), command.staff());
        matter.requireOpenDay();
        if (window.status() == WindowStatus.OPEN && command.staff().equals(window.staff())) {
            return new Answer.WindowIs(window.no(), WindowStatus.OPEN);
        }
        requireFree(state, window);
        matter.happens(new Event.WindowOpened(window.no(), command.staff(), command.reason()));
        return new Answer.WindowIs(window.no(), WindowStatus.OPEN);
    }

    Answer pause(Command.WindowPause command) throws RuleBroken {
        WindowState window = windowFor(command.window(), command.staff());
        if (window.status() == WindowStatus.CLOSED) {
            throw new RuleBroken(RefusalCode.WINDOW_NOT_OPEN, "window", window.no());
        }
        requireFree(state, window);
        boolean asBefore =
                window.status() == WindowStatus.PAUSED
                        && command.staff().equals(window.staff())
                        && Objects.equals(command.reason(), window.reason());
        if (!asBefore) {
            matter.happens(new Event.WindowPaused(window.no(), command.staff(), command.reason()));
        }
        return new Answer.WindowIs(window.no(), WindowStatus.PAUSED);
    }

    Answer close(Command.WindowClose command) throws RuleBroken {
        WindowState window = windowFor(command.window(), command.staff());
        requireFree(state, window);
        if (window.status() != WindowStatus.CLOSED) {
            matter.happens(new Event.WindowClosed(window.no(), command.staff(), command.reason()));
        }
        return new Answer.WindowIs(window.no(), WindowStatus.CLOSED);
    }

    Answer standBack(Command.WindowStandBack command) throws RuleBroken {
        WindowState window = matter.openWindow(command.window());
        return new Answer.WindowIs(window.no(), window.status());
    }

    private WindowState windowFor(int no, String staff) throws RuleBroken {
        matter.window(no);
        Actor actor = matter.actor();
        if (actor.kind() == Actor.Kind.STAFF && !actor.id().equals(staff)) {
            throw new RuleBroken(RefusalCode.NOT_YOURS);
        }
        @Nullable Staff person = state.staff(staff);
        if (person == null && actor.kind() != Actor.Kind.DEMO) {
            throw new RuleBroken(RefusalCode.UNKNOWN_STAFF, "staff", staff);
        }
        return matter.windowState(no);
    }

    /** 未完成接待不得离岗: nobody leaves a window that holds a ticket (S3 二(三)1(1), R44). */
    static void requireFree(HallState state, WindowState window) throws RuleBroken {
        Ticket held = window.held() == null ? null : state.ticket(window.held());
        if (held != null) {
            throw new RuleBroken(
                    new Refusal(
                            RefusalCode.WINDOW_BUSY,
                            Map.of(
                                    "window",
                                    String.valueOf(window.no()),
                                    "ticket",
                                    held.number())));
        }
    }
}
