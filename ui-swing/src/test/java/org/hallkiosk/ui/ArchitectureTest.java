package org.hallkiosk.ui;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.hallkiosk.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/**
 * Screens know the ports and the domain of kiosk-core, its texts and strands; nothing else of it.
 */
class ArchitectureTest {

    private static final JavaClasses MAIN = HouseRules.mainClasses();

    @Test
    void screensKnowPortsAndDomain() {
        HouseRules.check(
                MAIN,
                List.of(
                        classes()
                                .should()
                                .onlyDependOnClassesThat(
                                        DescribedPredicate.not(resideInAPackage("org.hallkiosk.."))
                                                .or(
                                                        resideInAnyPackage(
                                                                "org.hallkiosk.ui..",
                                                                "org.hallkiosk.core.port..",
                                                                "org.hallkiosk.core.domain..",
                                                                "org.hallkiosk.core.text..",
                                                                "org.hallkiosk.hal.time"))
                                                .or(HouseRules.PRIMITIVES))));
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(MAIN, HouseRules.forMainClasses());
        HouseRules.check(HouseRules.allClasses(), HouseRules.forAllClasses());
    }
}
