package org.hallkiosk.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.hallkiosk.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** The directions of the design between the packages of kiosk-core. */
class ArchitectureTest {

    private static final JavaClasses MAIN = HouseRules.mainClasses();

    private static final String CORE = "org.hallkiosk.core.";
    private static final String HAL = "org.hallkiosk.hal.";

    /** Only these packages may use that; everybody else in kiosk-core may not. */
    private static ArchRule only(List<String> rooms, String... use) {
        return noClasses()
                .that(
                        resideOutsideOfPackages(
                                rooms.stream().map(r -> CORE + r + "..").toArray(String[]::new)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(use));
    }

    private static ArchRule mayNotKnow(String room, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(CORE + room + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(others));
    }

    @Test
    void eachLibraryHasOneRoom() {
        HouseRules.check(
                MAIN,
                List.of(
                        only(List.of("journal"), "java.sql..", "javax.sql..", "org.sqlite.."),
                        only(
                                List.of("bus"),
                                "org.eclipse.paho..",
                                "org.apache.activemq..",
                                "org.apache.artemis..",
                                "io.netty.."),
                        only(
                                List.of("web"),
                                "io.javalin..",
                                "org.eclipse.jetty..",
                                "jakarta.servlet.."),
                        only(List.of("config"), "com.fasterxml.jackson.dataformat..")));
    }

    @Test
    void onlyTheAdaptersSeeTheHardware() {
        HouseRules.check(
                MAIN,
                List.of(
                        only(List.of("device", "health", "boot"), HAL + "api.."),
                        only(
                                List.of("device", "boot"),
                                HAL + "runtime..",
                                HAL + "spi..",
                                HAL + "link.."),
                        only(List.of("boot"), HAL + "emulator.."),
                        only(List.of(), HAL + "protocol..", HAL + "driver..")));
    }

    @Test
    void noScreenIsNeeded() {
        HouseRules.check(
                MAIN, List.of(only(List.of(), "java.awt..", "javax.swing..", "javax.imageio..")));
    }

    @Test
    void domainIsPure() {
        HouseRules.check(
                MAIN,
                List.of(
                        classes()
                                .that()
                                .resideInAPackage(CORE + "domain..")
                                .should()
                                .onlyDependOnClassesThat(
                                        resideInAnyPackage(
                                                        "java.lang..",
                                                        "java.util..",
                                                        "java.time..",
                                                        "java.math..",
                                                        "java.nio.charset..",
                                                        "java.security..",
                                                        "javax.crypto..",
                                                        "org.jspecify..",
                                                        CORE + "domain..")
                                                .or(HouseRules.PRIMITIVES)),
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        CORE + "domain..", CORE + "hall..", CORE + "role..")
                                .should()
                                .callMethod(UUID.class, "randomUUID")
                                .orShould()
                                .callMethod(Math.class, "random")
                                .orShould()
                                .callMethod(ThreadLocalRandom.class, "current")
                                .because(
                                        "ids and randomness are injected: a day can be repeated")));
    }

    @Test
    void rolesKnowPortsAndNotWhoServesThem() {
        String[] servants = {
            CORE + "journal..",
            CORE + "bus..",
            CORE + "web..",
            CORE + "device..",
            CORE + "health..",
            CORE + "hall..",
            CORE + "boot.."
        };
        HouseRules.check(
                MAIN,
                List.of(
                        mayNotKnow("role", servants),
                        mayNotKnow("port", servants),
                        mayNotKnow("port", CORE + "role..", CORE + "config.."),
                        // role.device hands what the hall says to the roles of one device.
                        slices().matching(CORE + "role.(*)..")
                                .should()
                                .notDependOnEachOther()
                                .ignoreDependency(
                                        resideInAPackage(CORE + "role.device.."),
                                        resideInAPackage(CORE + "role..")),
                        mayNotKnow("hall", CORE + "role..", CORE + "web.."),
                        // Of the bus it knows the names of topics and what stands on the port Bus
                        // alone, not the client.
                        noClasses()
                                .that()
                                .resideInAPackage(CORE + "hall..")
                                .should()
                                .dependOnClassesThat(
                                        resideInAPackage(CORE + "bus..")
                                                .and(
                                                        not(
                                                                nameMatching(
                                                                        ".*\\.(Topics?|Requester|Responder)"
                                                                                + "(\\$.*)?")))),
                        noClasses()
                                .that()
                                .haveNameMatching(
                                        ".*\\.bus\\.(Topics?|Requester|Responder)(\\$.*)?")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.eclipse.paho.."),
                        mayNotKnow("bus", CORE + "journal..", CORE + "web..", CORE + "role.."),
                        mayNotKnow("journal", CORE + "bus..", CORE + "web..", CORE + "role..")));
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(MAIN, HouseRules.forMainClasses());
        HouseRules.check(HouseRules.allClasses(), HouseRules.forAllClasses());
    }
}
