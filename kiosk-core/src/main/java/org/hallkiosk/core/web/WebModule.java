package org.hallkiosk.core.web;

/** A part of the web pages or API: what one room adds to the server. */
@FunctionalInterface
public interface WebModule {

    /** Adds the module's routes. Called once, before the server starts. */
    void routes(Routes routes);
}
