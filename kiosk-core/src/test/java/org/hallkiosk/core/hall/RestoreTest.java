package org.hallkiosk.core.hall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.hallkiosk.core.domain.Actor;
import org.hallkiosk.core.domain.Doubt;
import org.hallkiosk.core.domain.HallState;
import org.hallkiosk.core.domain.Ticket;
import org.hallkiosk.core.domain.TicketStatus;
import org.hallkiosk.core.health.CoreFault;
import org.hallkiosk.core.journal.MemoryJournal;
import org.hallkiosk.core.journal.Outcome;
import org.hallkiosk.core.journal.Position;
import org.hallkiosk.hal.api.Fault;
import org.hallkiosk.testkit.ExpectLog;
import org.junit.jupiter.api.Test;

/** Lost journals and what the center gives back (EVENTS.md 10). */
class RestoreTest {

    private final SimulatedHall hall = new SimulatedHall();
    private final SimulatedCenter center = hall.startCenter();

    private String ask(String verb, String body) {
        CompletionStage<byte[]> answer =
                hall.role
                        .desk()
                        .request(
                                Actor.demo(),
                                verb,
                                ("{\"id\":\"" + hall.ids.next() + "\"," + body + "}")
                                        .getBytes(UTF_8));
        hall.settle();
        return new String(answer.toCompletableFuture().join(), UTF_8);
    }

    /** A ticket that waits; its number. */
    private String waits() {
        String answer = ask("ticket.take", "\"category\":\"general\",\"device\":null");
        assertThat(answer).contains("\"ok\":true");
        String id = answer.replaceAll("(?s).*\"ticketId\":\"([^\"]+)\".*", "$1");
        ask("ticket.proof", "\"ticketId\":\"" + id + "\",\"level\":\"cut\",\"final\":true");
        return answer.replaceAll("(?s).*\"ticket\":\"([^\"]+)\".*", "$1");
    }

    private HallState state() {
        return hall.role.hall().state();
    }

    private TicketStatus status(String number) {
        Ticket ticket = state().ticket(number);
        assertThat(ticket).as(number).isNotNull();
        return requireNonNull(ticket).status();
    }

    private List<String> faults() {
        return hall.role.health().device().faults().stream()
                .map(Fault::code)
                .map(code -> code.code())
                .toList();
    }

    private void seconds(int seconds) {
        hall.time.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void aBackupThatFailsIsAFaultUntilOneSucceeds() {
        waits();
        hall.time.advance(Duration.ofMinutes(59));
        assertThat(faults()).doesNotContain(CoreFault.JOURNAL_BACKUP.code());
        hall.journal.fail(Outcome.Reason.DISK_FULL, "no room for a copy");
        hall.time.advance(Duration.ofMinutes(2));
        hall.journal.heal();
        seconds(10);
        assertThat(faults()).contains(CoreFault.JOURNAL_BACKUP.code());
        assertThat(hall.role.health().notReady()).as("it serves all the same").isEmpty();

        hall.time.advance(Duration.ofHours(1));
        assertThat(faults()).doesNotContain(CoreFault.JOURNAL_BACKUP.code());
    }

    @Test
    void whatTheCenterHoldsIsBackBeforeTheEpochIsOpened() {
        assertThat(waits()).isEqualTo("A001");
        MemoryJournal.Disk backup = hall.disk.copy();
        assertThat(waits()).isEqualTo("A002");
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        seconds(5);
        hall.crashHall();
        hall.disk = backup.restored(1);
        hall.startHall();
        seconds(3);

        assertThat(state().epoch()).isEqualTo(2);
        assertThat(state().recovering()).isFalse();
        assertThat(status("A001")).isEqualTo(TicketStatus.CALLED);
        assertThat(status("A002")).isEqualTo(TicketStatus.WAITING);
        assertThat(requireNonNull(state().window(1)).held())
                .isEqualTo(requireNonNull(state().ticket("A001")).id());
        assertThat(waits()).as("of the day on which something was lost").isEqualTo("A900");
        seconds(5);
        assertThat(center.conflicts).isZero();
        assertThat(center.prefix()).isEqualTo(hall.journal.head());
        assertThat(hall.role.health().notReady()).isEmpty();
        assertThat(faults()).doesNotContain(CoreFault.HALL_RECOVERING.code());
        List<String> problems = new java.util.ArrayList<>();
        hall.journal.verify(problems::addAll);
        seconds(1);
        assertThat(problems).isEmpty();

        hall.time.advance(Duration.ofDays(1));
        assertThat(waits()).isEqualTo("A001");
    }

    @Test
    void withoutAnAnswerItStaysInRecoveryAndSaysSoAndThenTakesOverWhatItHadLost() {
        waits();
        MemoryJournal.Disk backup = hall.disk.copy();
        waits();
        waits();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        ask("ticket.call-next", "\"window\":1");
        ask("ticket.finish", "\"window\":1");
        seconds(5);
        center.answers = false;
        hall.crashHall();
        hall.disk = backup.restored(1);
        hall.startHall();
        seconds(5);
        assertThat(ask("ticket.take", "\"category\":\"general\",\"device\":null"))
                .as("not before the epoch is open")
                .contains("recovering");
        seconds(15);

        assertThat(state().recovering()).isTrue();
        assertThat(hall.role.health().notReady()).isPresent();
        assertThat(faults()).contains(CoreFault.HALL_RECOVERING.code());
        assertThat(waits()).isEqualTo("A900");
        assertThat(state().ticket("A002")).isNull();
        assertThat(ask("block.lease", "\"category\":\"general\",\"size\":5"))
                .contains("recovering");
        Position before = center.prefix();
        seconds(60);
        assertThat(center.prefix()).as("nothing is sent before").isEqualTo(before);

        center.answers = true;
        seconds(15);
        assertThat(state().recovering()).isFalse();
        assertThat(state().doubt()).isEqualTo(Doubt.HALL);
        assertThat(status("A001")).isEqualTo(TicketStatus.FINISHED);
        assertThat(status("A002")).isEqualTo(TicketStatus.WAITING);
        assertThat(status("A003")).isEqualTo(TicketStatus.WAITING);
        assertThat(status("A900")).isEqualTo(TicketStatus.WAITING);
        assertThat(hall.role.health().notReady()).isEmpty();
        ask("window.open", "\"window\":1,\"staff\":\"1001\"");
        assertThat(ask("ticket.call-next", "\"window\":1")).contains("A002");

        // And the whole stands a restart, though the lost events are in the journal as history.
        seconds(10);
        assertThat(center.conflicts).isZero();
        assertThat(center.prefix()).isEqualTo(hall.journal.head());
        var then = state().snapshot();
        hall.crashHall();
        hall.startHall();
        assertThat(state().snapshot()).isEqualTo(then);
        seconds(10);
        assertThat(state().epoch()).isEqualTo(2);
    }

    @Test
    void anEmptyJournalIsFilledByTheCenter() {
        waits();
        waits();
        seconds(5);
        hall.crashHall();
        hall.disk = new MemoryJournal.Disk(SimulatedHall.HALL);
        hall.startHall();
        seconds(3);
        assertThat(status("A001")).isEqualTo(TicketStatus.WAITING);
        assertThat(status("A002")).isEqualTo(TicketStatus.WAITING);
        assertThat(state().epoch()).isEqualTo(2);
        assertThat(waits()).isEqualTo("A900");
        seconds(5);
        assertThat(center.conflicts).isZero();
        assertThat(center.prefix()).isEqualTo(hall.journal.head());
    }

    /** Journal and backups are gone; the center has removed everything up to here. */
    private void losesEverything(Position removed) {
        seconds(5);
        hall.crashHall();
        center.removeUpTo(removed);
        hall.disk = new MemoryJournal.Disk(SimulatedHall.HALL);
    }

    private void servesInDoubtForTheDay() {
        assertThat(state().recovering()).isFalse();
        assertThat(state().doubt()).isEqualTo(Doubt.HALL);
        assertThat(faults())
                .contains(CoreFault.NUMBERS_DOUBTFUL.code())
                .doesNotContain(CoreFault.HALL_RECOVERING.code());
        assertThat(state().config().version()).as("that of device.yaml").isEqualTo(1);
        assertThat(waits()).isEqualTo("A900");
        assertThat(ask("block.lease", "\"category\":\"general\",\"size\":5"))
                .contains("recovering");
        seconds(5);
        assertThat(center.conflicts).isZero();
        assertThat(center.prefix()).isEqualTo(hall.journal.head());

        hall.time.advance(Duration.ofDays(1));
        assertThat(faults()).doesNotContain(CoreFault.NUMBERS_DOUBTFUL.code());
        assertThat(waits()).isEqualTo("A001");
    }

    @Test
    void aHallWhoseBeginningTheCenterHasRemovedIsInDoubtForTheDay() {
        waits();
        Position removed = hall.journal.head();
        waits();
        losesEverything(removed);
        hall.startHall();
        seconds(3);
        assertThat(state().epoch()).isEqualTo(2);
        assertThat(state().ticket("A001")).as("lost").isNull();
        servesInDoubtForTheDay();
    }

    @Test
    void anAcknowledgementTellsAnEmptyJournalOfTheLossBeforeTheCenterAnswers() {
        waits();
        Position removed = hall.journal.head();
        waits();
        losesEverything(removed);
        center.answers = false;
        hall.startHall();
        seconds(10);
        assertThat(state().recovering()).isTrue();
        assertThat(faults()).contains(CoreFault.HALL_RECOVERING.code());
        assertThat(waits()).isEqualTo("A900");

        center.answers = true;
        seconds(15);
        assertThat(state().recovering()).isFalse();
        assertThat(state().doubt()).isEqualTo(Doubt.HALL);
        assertThat(status("A900")).isEqualTo(TicketStatus.WAITING);
        assertThat(waits()).isEqualTo("A901");
        seconds(5);
        assertThat(center.prefix()).isEqualTo(hall.journal.head());
    }

    @Test
    void aHallOfSeveralEpochsWhoseBeginningIsRemovedGivesNoNumbersThatDay() {
        waits();
        seconds(5);
        hall.crashHall();
        hall.disk = hall.disk.copy().restored(1);
        hall.startHall();
        seconds(10);
        assertThat(state().epoch()).isEqualTo(2);
        Position first =
                requireNonNull(center.held.lowerKey(new Position(2, 1)), "the first epoch");
        // The second epoch is held whole, and goes on after what is not given any more.
        losesEverything(first);
        hall.startHall();
        seconds(15);
        assertThat(state().epoch()).isEqualTo(3);
        assertThat(state().recovering()).isFalse();
        assertThat(state().doubt()).isEqualTo(Doubt.RECOVERY);
        assertThat(faults()).contains(CoreFault.NUMBERS_STOPPED.code());
        assertThat(ask("ticket.take", "\"category\":\"general\",\"device\":null"))
                .contains("recovering");
        seconds(5);
        assertThat(center.conflicts).isZero();
        assertThat(center.prefix()).isEqualTo(hall.journal.head());

        hall.time.advance(Duration.ofDays(1));
        assertThat(faults()).doesNotContain(CoreFault.NUMBERS_STOPPED.code());
        assertThat(waits()).isEqualTo("A001");
    }

    @Test
    @ExpectLog("The center holds events up to")
    void anAcknowledgementAheadOfTheJournalIsALoss() {
        waits();
        MemoryJournal.Disk old = hall.disk.copy();
        waits();
        waits();
        seconds(5);
        hall.crashHall();
        // An old file put in its place by hand, with nothing beside it that tells.
        hall.disk = old;
        hall.broker.cut("center");
        hall.startHall();
        seconds(1);
        ask("window.open", "\"window\":2,\"staff\":\"1001\"");
        assertThat(state().recovering()).isFalse();
        hall.broker.mend("center");
        seconds(30);

        assertThat(state().epoch()).isEqualTo(2);
        assertThat(state().recovering()).isFalse();
        assertThat(state().doubt()).isEqualTo(Doubt.HALL);
        assertThat(status("A002")).isEqualTo(TicketStatus.WAITING);
        assertThat(status("A003")).isEqualTo(TicketStatus.WAITING);
        assertThat(waits()).isEqualTo("A900");
        var then = state().snapshot();
        hall.crashHall();
        hall.startHall();
        assertThat(state().snapshot()).isEqualTo(then);
    }

    @Test
    @ExpectLog("A dispenser has numbers of epoch")
    void aLeaseOfALaterEpochIsALoss() {
        waits();
        center.answers = false;
        String adopt =
                "\"take\":\"%s\",\"block\":\"%s\",\"epoch\":4,\"ticket\":\"A750\",\"category\":\"general\",\"takenAt\":\"2026-11-23T09:00:00+08:00\",\"agoMillis\":1000"
                        .formatted(hall.ids.next(), hall.ids.next());
        assertThat(ask("ticket.adopt", adopt)).contains("A750");
        assertThat(state().epoch()).isEqualTo(5);
        assertThat(state().recovering()).isTrue();
        assertThat(status("A750")).isEqualTo(TicketStatus.REQUESTED);
        center.answers = true;
        seconds(30);
        assertThat(state().recovering()).isFalse();
    }

    @Test
    @ExpectLog("The events of the center cannot be used")
    void aBrokenChainOfTheCenterIsNotTakenOver() {
        waits();
        MemoryJournal.Disk backup = hall.disk.copy();
        waits();
        seconds(5);
        hall.crashHall();
        Position last = center.held.lastKey();
        center.held.put(
                last,
                requireNonNull(center.held.get(last))
                        .withUserProperties(java.util.Map.of("hash", "00".repeat(32))));
        hall.disk = backup.restored(1);
        hall.startHall();
        seconds(30);
        assertThat(state().recovering()).isTrue();
        assertThat(hall.role.health().notReady().orElseThrow()).contains("chain is broken");
    }

    @Test
    void theCenterThatLostItsStoreGetsEverythingAgain() {
        waits();
        seconds(5);
        assertThat(center.prefix()).isEqualTo(hall.journal.head());
        center.held.clear();
        waits();
        seconds(30);
        assertThat(center.held).hasSize((int) hall.journal.head().seq());
        assertThat(center.prefix()).isEqualTo(hall.journal.head());
    }

    @Test
    void aSegmentBeginsWithTheEventThatSaysSo() {
        waits();
        Position before = hall.journal.head();
        hall.time.advance(Duration.ofHours(2));
        hall.crashHall();
        hall.startHall();
        seconds(1);
        String made =
                hall.journal.read(before, 100).stream()
                        .map(entry -> new String(entry.bytes(), UTF_8))
                        .filter(text -> text.contains("CheckpointMade"))
                        .findFirst()
                        .orElseThrow();
        assertThat(made).contains("\"data\":{\"seq\":" + before.seq() + ",\"hash\":\"");
        long said =
                hall.journal.read(before, 100).stream()
                        .filter(e -> new String(e.bytes(), UTF_8).contains("CheckpointMade"))
                        .count();
        assertThat(said).as("an hour without an event begins no segment").isEqualTo(1);
        assertThat(status("A001")).isEqualTo(TicketStatus.WAITING);
    }

    @Test
    void onlyATechnicianOpensADayAfterAClockStepAndChangesTheConfiguration() {
        hall.time.stepWallClock(Duration.ofDays(1));
        seconds(3);
        assertThat(faults()).contains(CoreFault.CLOCK_STEPPED.code());
        assertThat(hall.role.health().notReady()).isPresent();
        String body = "{\"id\":\"" + hall.ids.next() + "\"}";
        assertThat(answer(hall.role.desk().request(Actor.demo(), "day.open", body.getBytes(UTF_8))))
                .contains("not-allowed");
        assertThat(
                        answer(
                                hall.role
                                        .desk()
                                        .technician(
                                                Actor.device("window-1"),
                                                "day.open",
                                                body.getBytes(UTF_8))))
                .contains("not-allowed");
        assertThat(
                        answer(
                                hall.role
                                        .desk()
                                        .technician(
                                                Actor.staff("T1"),
                                                "day.open",
                                                body.getBytes(UTF_8))))
                .contains("\"ok\":true")
                .contains("2026-11-24");
        seconds(2);
        assertThat(faults()).doesNotContain(CoreFault.CLOCK_STEPPED.code());
        assertThat(hall.role.health().notReady()).isEmpty();

        String config = ask("config.get", "\"version\":null");
        String content = config.substring(config.indexOf("\"config\":") + 9, config.length() - 1);
        String put = "{\"id\":\"%s\",\"basedOn\":%d,\"config\":%s}";
        assertThat(
                        answer(
                                hall.role
                                        .desk()
                                        .request(
                                                Actor.demo(),
                                                "config.put",
                                                put.formatted(hall.ids.next(), 1, content)
                                                        .getBytes(UTF_8))))
                .contains("not-allowed");
        for (String expected : List.of("\"ok\":true", "config-stale")) {
            assertThat(
                            answer(
                                    hall.role
                                            .desk()
                                            .technician(
                                                    Actor.staff("T1"),
                                                    "config.put",
                                                    put.formatted(hall.ids.next(), 1, content)
                                                            .getBytes(UTF_8))))
                    .contains(expected);
        }
        assertThat(state().config().version()).isEqualTo(2);
    }

    private String answer(CompletionStage<byte[]> answer) {
        hall.settle();
        return new String(answer.toCompletableFuture().join(), UTF_8);
    }

    @Test
    void aJournalThatCannotWriteIsAFaultAndNotReady() {
        assertThat(hall.role.health().notReady()).isEmpty();
        hall.journal.fail(Outcome.Reason.DISK_FULL, "no room");
        seconds(2);
        assertThat(faults()).contains(CoreFault.JOURNAL_DEGRADED.code());
        assertThat(hall.role.health().notReady().orElseThrow()).contains("no room");
        hall.journal.heal();
        seconds(2);
        assertThat(faults()).doesNotContain(CoreFault.JOURNAL_DEGRADED.code());
        assertThat(hall.role.health().notReady()).isEmpty();
    }
}
