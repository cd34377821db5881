package org.hallkiosk.provisioning.demo;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.hallkiosk.core.port.screen.BoardView;
import org.hallkiosk.core.port.screen.DispenserAction;
import org.hallkiosk.core.port.screen.DispenserView;
import org.hallkiosk.core.port.screen.EvaluatorAction;
import org.hallkiosk.core.port.screen.EvaluatorView;
import org.hallkiosk.core.port.screen.Screen;
import org.hallkiosk.core.port.screen.Screens;
import org.hallkiosk.core.port.screen.WindowScreenView;

/** Screens that say what they have drawn: the view, as text, under {@code screen-…}. */
final class DrawnScreens implements Screens {

    private final Screens screens;
    private final Faces faces;

    DrawnScreens(Screens screens, Faces faces) {
        this.screens = screens;
        this.faces = faces;
    }

    private <V> Screen<V> watched(String name, Screen<V> screen) {
        AtomicReference<String> drawn = new AtomicReference<>("nothing yet");
        faces.add("screen-" + name, () -> List.of(drawn.get()));
        screen.onDrawn(view -> drawn.set(String.valueOf(view)));
        return screen;
    }

    @Override
    public void warm() {
        screens.warm();
    }

    @Override
    public Optional<Size> display(int number) {
        return screens.display(number);
    }

    @Override
    public Screen<DispenserView> dispenser(
            Placement placement, DispenserView first, Consumer<DispenserAction> actions) {
        return watched("dispenser", screens.dispenser(placement, first, actions));
    }

    @Override
    public Screen<WindowScreenView> window(Placement placement, WindowScreenView first) {
        return watched("window-" + first.label(), screens.window(placement, first));
    }

    @Override
    public Screen<BoardView> board(Placement placement, BoardView first) {
        return watched("board", screens.board(placement, first));
    }

    @Override
    public Screen<EvaluatorView> evaluator(
            Placement placement, EvaluatorView first, Consumer<EvaluatorAction> actions) {
        return watched("evaluator-" + first.label(), screens.evaluator(placement, first, actions));
    }
}
