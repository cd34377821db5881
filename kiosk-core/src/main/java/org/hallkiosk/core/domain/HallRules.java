package org.hallkiosk.core.domain;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The hall as a whole: its configuration, its days, its clock, its epochs. */
final class HallRules {

    private final Case matter;
    private final HallState state;

    HallRules(Case matter) {
        this.matter = matter;
        this.state = matter.state();
    }

    Answer get(Command.ConfigGet command) throws RuleBroken {
        int version = state.config().version();
        if (command.version() != null && command.version() != version) {
            throw new RuleBroken(RefusalCode.CONFIG_STALE, "version", version);
        }
        return new Answer.ConfigIs(state.config(), state.staff());
    }

    Answer put(Command.ConfigPut command) throws RuleBroken {
        matter.forbid(Actor.Kind.DEVICE);
        int version = state.config().version();
        if (command.basedOn() != version) {
            throw new RuleBroken(RefusalCode.CONFIG_STALE, "version", version);
        }
        Refusal problem = ConfigRules.problem(command.config(), command.staff());
        if (problem != null) {
            throw new RuleBroken(problem);
        }
        requireNothingTakenAway(command.config());
        matter.happens(new Event.HallConfigured(command.config().withVersion(version + 1)));
        if (!command.staff().equals(state.staff())) {
            matter.happens(new Event.StaffChanged(command.staff()));
        }
        return new Answer.ConfigStored(version + 1);
    }

    /** Whether a configuration leaves everything that is in use as it is. */
    boolean takesNothingAway(HallConfig config) {
        try {
            requireNothingTakenAway(config);
            return true;
        } catch (RuleBroken inUse) {
            return false;
        }
    }

    /** Nobody who waits is forgotten, and no number comes twice, because of a configuration. */
    private void requireNothingTakenAway(HallConfig config) throws RuleBroken {
        Map<String, String> prefixes = new HashMap<>();
        config.categories().forEach(category -> prefixes.put(category.id(), category.prefix()));
        Set<String> used = new HashSet<>();
        state.blocks().forEach(block -> used.add(block.category()));
        state.tickets().forEach(ticket -> used.add(ticket.category()));
        for (HallConfig.Category category : state.config().categories()) {
            boolean same = category.prefix().equals(prefixes.get(category.id()));
            if (state.dayOpen() && used.contains(category.id()) && !same) {
                throw new RuleBroken(RefusalCode.IN_USE, "field", "categories");
            }
        }
        boolean rangesChange = !config.ranges().equals(state.config().ranges());
        if (state.dayOpen() && !used.isEmpty() && rangesChange) {
            throw new RuleBroken(RefusalCode.IN_USE, "field", "ranges");
        }
        Set<Integer> windows = new HashSet<>();
        config.windows().forEach(window -> windows.add(window.no()));
        for (WindowState window : state.windows()) {
            if (window.status() != WindowStatus.CLOSED && !windows.contains(window.no())) {
                throw new RuleBroken(RefusalCode.IN_USE, "field", "windows");
            }
        }
    }

    Answer openDay() throws RuleBroken {
        LocalDate today = matter.context().today();
        LocalDate day = state.day();
        if (!state.clockTrusted()) {
            throw new RuleBroken(RefusalCode.CLOCK_DOUBTFUL);
        }
        if (day != null && state.dayOpen() && day.equals(today)) {
            return new Answer.DayIs(day);
        }
        if (day != null && !today.isAfter(day)) {
            throw new RuleBroken(RefusalCode.DAY_PAST, "day", day);
        }
        if (day != null && state.dayOpen()) {
            throw new RuleBroken(RefusalCode.DAY_OPEN, "day", day);
        }
        matter.happens(new Event.DayOpened(today));
        return new Answer.DayIs(today);
    }

    Answer confirmDay() throws RuleBroken {
        matter.forbid(Actor.Kind.DEVICE);
        if (!state.clockTrusted()) {
            matter.happens(new Event.ClockStepped(0, true));
        }
        LocalDate today = matter.context().today();
        LocalDate day = state.day();
        if (day != null && !today.isAfter(day)) {
            return new Answer.DayIs(day);
        }
        if (state.dayOpen()) {
            closed();
        }
        matter.happens(new Event.DayOpened(today));
        return new Answer.DayIs(today);
    }

    Answer closeDay() {
        if (state.dayOpen()) {
            closed();
        }
        return new Answer.Done();
    }

    private void closed() {
        state.offered().forEach(t -> matter.happens(new Event.EvaluationExpired(t.id())));
        for (WindowState window : state.windows()) {
            if (window.status() != WindowStatus.CLOSED) {
                matter.happens(new Event.WindowClosed(window.no(), window.staff(), null));
            }
        }
        for (Block block : state.blocks()) {
            if (!block.voided()) {
                matter.happens(new Event.BlockVoided(block.id()));
            }
        }
        int open = (int) state.tickets().stream().filter(t -> t.status().open()).count();
        matter.happens(new Event.DayClosed(requireNonNull(state.day()), open));
    }

    Answer stepClock(Command.StepClock command) {
        matter.happens(new Event.ClockStepped(command.byMillis(), false));
        return new Answer.Done();
    }

    Answer openEpoch(Command.OpenEpoch command) {
        if (command.epoch() <= state.epoch()) {
            throw new IllegalArgumentException(
                    "Epoch %d is not above %d".formatted(command.epoch(), state.epoch()));
        }
        matter.happens(
                new Event.EpochOpened(
                        state.epoch(),
                        state.seq(),
                        command.recovering(),
                        matter.context().today()));
        return new Answer.Done();
    }

    Answer checkpoint(Command.MakeCheckpoint command) {
        matter.happens(new Event.CheckpointMade(command.seq(), command.hash()));
        return new Answer.Done();
    }
}
