package org.hallkiosk.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.hallkiosk.core.config.HallSetup;
import org.hallkiosk.core.config.UnusableConfig;
import org.hallkiosk.core.contract.ContractSchemas;
import org.hallkiosk.core.domain.HallConfig;
import org.junit.jupiter.api.Test;

/** The hall of the demo is one that could stand somewhere. */
class CountyHallTest {

    private static String yaml() throws IOException {
        try (InputStream in = CountyHallTest.class.getResourceAsStream("county-hall.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void isAConfigurationOfTheContract() throws IOException {
        new ContractSchemas()
                .assertValid(
                        "config/hall",
                        new ObjectMapper().writeValueAsString(new YAMLMapper().readTree(yaml())));
    }

    @Test
    void everyCategoryIsServedSomewhere() throws IOException, UnusableConfig {
        HallConfig hall = HallSetup.parseInitial(yaml(), "county-hall.yaml").config();

        List<String> served =
                hall.windows().stream().flatMap(w -> w.categories().stream()).distinct().toList();
        assertThat(hall.categories())
                .extracting(HallConfig.Category::id)
                .containsExactlyInAnyOrderElementsOf(served);
        assertThat(hall.areas().stream().filter(HallConfig.Area::specialist)).hasSize(6);
        assertThat(hall.windows().stream().filter(w -> w.device() != null)).hasSize(3);
    }
}
