package org.hallkiosk.hal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hallkiosk.hal.runtime.DriverRegistry;
import org.hallkiosk.hal.spi.DriverProvider;
import org.junit.jupiter.api.Test;

class EveryDriverHasAContractTest {

    @Test
    void noDriverIsRegisteredWithoutATestOfItsContract() throws ReflectiveOperationException {
        Set<String> tested = new TreeSet<>();
        for (JavaClass test :
                new ClassFileImporter()
                        .importPackages("org.hallkiosk.hal.driver", "org.hallkiosk.hal.contract")) {
            if (test.isAssignableTo(DeviceContract.class)
                    && !test.getModifiers().contains(JavaModifier.ABSTRACT)) {
                Constructor<?> constructor = test.reflect().getDeclaredConstructor();
                constructor.setAccessible(true);
                tested.add(((DeviceContract<?>) constructor.newInstance()).provider().name());
            }
        }
        Set<String> registered =
                DriverRegistry.load().all().stream()
                        .map(DriverProvider::name)
                        .collect(Collectors.toSet());
        assertThat(tested).as("drivers with a contract test").containsAll(registered);
    }
}
