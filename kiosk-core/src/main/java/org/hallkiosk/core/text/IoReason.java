package org.hallkiosk.core.text;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Why a file or an address could not be used, in words for whoever is at the keyboard. */
public final class IoReason {

    private IoReason() {}

    /**
     * Half a sentence, without a point at its end. Many of Java's exceptions carry nothing but a
     * file's name.
     */
    public static String of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no " + e.getFile();
            case AccessDeniedException e -> "this user has no right to " + e.getFile();
            case FileAlreadyExistsException e -> "there is already a file " + e.getFile();
            case NotDirectoryException e -> e.getFile() + " is no folder";
            case FileSystemException e when e.getReason() == null ->
                    e.getFile() + " cannot be used";
            case CharacterCodingException _ -> "it is not text in UTF-8";
            case UnknownHostException e -> "there is no computer " + e.getMessage();
            default -> message(failure);
        };
    }

    private static String message(IOException failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
