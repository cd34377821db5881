package org.hallkiosk.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import org.hallkiosk.testkit.HouseRules;
import org.junit.jupiter.api.Test;

/** Of all rooms only the demo knows the hardware and the screens. */
class ArchitectureTest {

    private static final JavaClasses MAIN = HouseRules.mainClasses();

    @Test
    void onlyTheDemoAndTheCommandLineKnowTheHardware() {
        HouseRules.check(
                MAIN,
                List.of(
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(
                                        "org.hallkiosk.provisioning.demo..",
                                        "org.hallkiosk.provisioning.command..",
                                        "org.hallkiosk.provisioning.bench..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "org.hallkiosk.hal.api..",
                                        "org.hallkiosk.hal.spi..",
                                        "org.hallkiosk.hal.link..",
                                        "org.hallkiosk.hal.protocol..",
                                        "org.hallkiosk.hal.driver..",
                                        "org.hallkiosk.hal.emulator..",
                                        "org.hallkiosk.hal.runtime..",
                                        "org.hallkiosk.ui.."),
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("org.hallkiosk.provisioning.bench..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.eclipse.paho..")
                                .because("the bus is kiosk-core's; the benchmark compares it"),
                        noClasses()
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("io.javalin..")
                                .because("the web is kiosk-core's port")));
    }

    @Test
    void houseRulesHold() {
        HouseRules.check(MAIN, HouseRules.forMainClasses());
        HouseRules.check(HouseRules.allClasses(), HouseRules.forAllClasses());
    }
}
