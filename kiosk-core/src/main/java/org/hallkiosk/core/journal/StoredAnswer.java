package org.hallkiosk.core.journal;

import java.time.LocalDate;

/**
 * The answer of an accepted request, kept so that the same request gets the same answer again.
 *
 * @param requestId the request's id
 * @param sender whose request it was
 * @param verb what was asked
 * @param bodyDigest a digest of the request's body, to tell a repeat from a reused id
 * @param answer the bytes that were answered
 * @param keptUntil the last day on which it must still be there
 */
public record StoredAnswer(
        String requestId,
        String sender,
        String verb,
        byte[] bodyDigest,
        byte[] answer,
        LocalDate keptUntil) {}
