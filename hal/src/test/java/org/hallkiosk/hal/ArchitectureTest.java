package org.hallkiosk.hal;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.hallkiosk.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** The directions of the design between the packages of hal. */
class ArchitectureTest {

    private static final JavaClasses MAIN = HouseRules.mainClasses();

    private static final String HAL = "org.hallkiosk.hal.";

    /** Everybody may use the JDK, JSpecify's annotations and strands (ADR 0001). */
    private static ArchRule mayKnow(String room, String... others) {
        String[] known =
                Stream.concat(
                                Stream.of("java..", "org.jspecify..", HAL + "time", HAL + room),
                                Stream.of(others))
                        .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(HAL + room)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(known).or(HouseRules.PRIMITIVES));
    }

    @Test
    void packagesKnowOnlyWhatTheyMay() {
        HouseRules.check(
                MAIN,
                List.of(
                        mayKnow("time"),
                        mayKnow("api"),
                        mayKnow("spi", HAL + "api", HAL + "link"),
                        mayKnow("link", "com.fazecast.jSerialComm..", "com.pi4j.."),
                        mayKnow("protocol..", HAL + "api"),
                        mayKnow(
                                "driver..",
                                HAL + "api",
                                HAL + "spi",
                                HAL + "link",
                                HAL + "protocol.."),
                        mayKnow("runtime", HAL + "api", HAL + "spi", HAL + "link")));
    }

    @Test
    void driversAndCodecsKnowNoOtherWire() {
        HouseRules.check(
                MAIN,
                List.of(
                        slices().matching(HAL + "protocol.(*)..").should().notDependOnEachOther(),
                        slices().matching(HAL + "driver.(*)..").should().notDependOnEachOther(),
                        slices().matching(HAL + "emulator.(*)..").should().notDependOnEachOther()));
    }

    @Test
    void anEmulatorSharesNothingWithTheDriversItIsToJudge() {
        HouseRules.check(
                MAIN,
                List.of(
                        noClasses()
                                .that()
                                .resideInAPackage(HAL + "emulator..")
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage(
                                                HAL + "api",
                                                HAL + "spi",
                                                HAL + "protocol..",
                                                HAL + "driver..",
                                                HAL + "runtime"))));
    }

    @Test
    void picturesAndFontsStayOutsideTheHeadlessPackages() {
        HouseRules.check(
                MAIN,
                List.of(
                        noClasses()
                                .that(
                                        resideInAnyPackage(
                                                HAL + "time",
                                                HAL + "api",
                                                HAL + "spi",
                                                HAL + "link",
                                                HAL + "protocol..",
                                                HAL + "driver..",
                                                HAL + "runtime"))
                                .should()
                                .dependOnClassesThat(
                                        resideInAnyPackage(
                                                "java.awt..",
                                                "javax.swing..",
                                                "javax.imageio.."))));
    }

    @Test
    void halKnowsNobody() {
        HouseRules.check(
                MAIN,
                List.of(
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.hallkiosk.core..",
                                        "org.hallkiosk.ui..",
                                        "org.hallkiosk.provisioning..")));
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(MAIN, HouseRules.forMainClasses());
        HouseRules.check(HouseRules.allClasses(), HouseRules.forAllClasses());
    }
}
