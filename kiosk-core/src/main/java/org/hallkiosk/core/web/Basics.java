package org.hallkiosk.core.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hallkiosk.core.metrics.Metrics;

/** What every device's server has: metrics, health, and the style and script of all pages. */
record Basics(Health health, Metrics metrics) implements WebModule {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void routes(Routes routes) {
        routes.get(
                "/metrics",
                request ->
                        Response.bytes(
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        metrics.render().getBytes(UTF_8))
                                .now());
        routes.get("/health/live", request -> state(health.live()).now());
        routes.get("/health/ready", request -> state(health.ready()).now());
        routes.resources("/static", Basics.class, "hall.css", "live.js", "clerk.js");
    }

    private static Response state(List<Health.Check> checks) {
        List<Map<String, String>> troubles = new ArrayList<>();
        for (Health.Check check : checks) {
            check.trouble()
                    .get()
                    .ifPresent(
                            trouble ->
                                    troubles.add(Map.of("name", check.name(), "trouble", trouble)));
        }
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("status", troubles.isEmpty() ? "up" : "down");
        state.put("troubles", troubles);
        try {
            return Response.json(JSON.writeValueAsBytes(state)).as(troubles.isEmpty() ? 200 : 503);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings in maps are always JSON", e);
        }
    }
}
