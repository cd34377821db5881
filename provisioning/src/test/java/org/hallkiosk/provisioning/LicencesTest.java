package org.hallkiosk.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.hallkiosk.core.contract.ContractSchemas;
import org.junit.jupiter.api.Test;

/** What is shipped may be shipped (ADR 0007). */
class LicencesTest {

    /** As the libraries' own descriptions write them; some have no SPDX name. */
    private static final Set<String> ALLOWED =
            Set.of(
                    "Apache-2.0",
                    "MIT",
                    "SPDX-License-Identifier: MIT",
                    "Bouncy Castle Licence",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "EPL-2.0",
                    "EDL-1.0",
                    "Public Domain");

    @Test
    void everyLibraryOffersALicenceThatFits() throws IOException {
        Path sbom = ContractSchemas.root().resolve("target/sbom.json");
        assumeTrue(Files.exists(sbom), "An offline build writes no list of libraries");

        Map<String, List<String>> refused = new TreeMap<>();
        JsonNode components = new ObjectMapper().readTree(sbom.toFile()).path("components");
        for (JsonNode component : components) {
            List<String> licences = licences(component).toList();
            if (licences.stream().noneMatch(ALLOWED::contains)) {
                refused.put(component.path("name").asText(), licences);
            }
        }
        assertThat(components).isNotEmpty();
        assertThat(refused).isEmpty();
    }

    private static Stream<String> licences(JsonNode component) {
        return StreamSupport.stream(component.path("licenses").spliterator(), false)
                .map(
                        entry -> {
                            JsonNode licence = entry.path("license");
                            return licence.has("id")
                                    ? licence.path("id").asText()
                                    : licence.path("name")
                                            .asText(entry.path("expression").asText());
                        });
    }
}
