package org.hallkiosk.hal.api;

/**
 * What can be wrong between this computer and a device, whatever the device is. The codes {@code
 * link.refused} and {@code link.dropped} were given earlier; they are never used again.
 */
public enum HalFault implements FaultCode {
    /** There is nothing at the link's address. Argument {@code address}, as of each link fault. */
    LINK_NOT_THERE("link.not-there", FaultLevel.ERROR),
    /** It is there, but this process has no right to it. */
    LINK_FORBIDDEN("link.forbidden", FaultLevel.ERROR),
    /** It is there, but held by another program, or by another link of this one. */
    LINK_HELD("link.held", FaultLevel.ERROR),
    /** It is there, but is no such port, or cannot have this speed and format. */
    LINK_UNSUITABLE("link.unsuitable", FaultLevel.ERROR),
    /** Nobody knows the name of the host. */
    LINK_HOST_UNKNOWN("link.host-unknown", FaultLevel.ERROR),
    /** No way leads to the host, or it does not answer. */
    LINK_UNREACHABLE("link.unreachable", FaultLevel.ERROR),
    /** The host is there, and no program takes connections at the address. */
    LINK_NOBODY_LISTENS("link.nobody-listens", FaultLevel.ERROR),
    /** This computer cannot wait for the device at the address. */
    LINK_CANNOT_LISTEN("link.cannot-listen", FaultLevel.ERROR),
    /** The system reported another error while it opened, read or wrote. */
    LINK_FAILED("link.failed", FaultLevel.ERROR),
    /** The other side hung up, or the device was unplugged. */
    LINK_LOST("link.lost", FaultLevel.ERROR),
    /** The other side takes no more bytes. */
    LINK_STALLED("link.stalled", FaultLevel.ERROR),
    /** The driver gave the connection up: what must be answered was not. */
    LINK_UNANSWERED("link.unanswered", FaultLevel.ERROR),
    /** The driver gave the connection up: its first commands were refused. */
    LINK_COMMANDS_REFUSED("link.commands-refused", FaultLevel.ERROR),
    /** This program closed the link. */
    LINK_CLOSED("link.closed", FaultLevel.ERROR),
    /** The line is open, and the unit does not answer. */
    DEVICE_SILENT("device.silent", FaultLevel.ERROR),

    /** A device node does not exist. Argument {@code path}. */
    NODE_MISSING("preflight.node-missing", FaultLevel.ERROR),
    /** The program that should listen at a socket does not run. Argument {@code path}. */
    SOCKET_MISSING("preflight.socket-missing", FaultLevel.ERROR),
    /** A program that a driver uses is not installed. Arguments {@code path, package}. */
    PROGRAM_MISSING("preflight.program-missing", FaultLevel.WARNING),
    /** This process may not read and write a node. Arguments {@code path, user, group}. */
    NODE_FORBIDDEN("preflight.node-forbidden", FaultLevel.ERROR),
    /**
     * The same, where the group is root's, which nobody should join. Arguments {@code path, user}.
     */
    NODE_OF_ROOT("preflight.node-of-root", FaultLevel.ERROR),
    /** What stands at the path is no device node. Argument {@code path}. */
    NODE_NOT_A_DEVICE("preflight.node-not-a-device", FaultLevel.ERROR),
    /** The node's name may change with each start. Arguments {@code path, stable}. */
    NODE_NAME_CHANGES("preflight.node-name-changes", FaultLevel.WARNING),
    /** A speed that hardly any device uses. Argument {@code baud}. */
    BAUD_UNUSUAL("preflight.baud-unusual", FaultLevel.WARNING),
    /**
     * The folder that a pseudo-terminal shall be linked into is not writable. Argument {@code
     * path}.
     */
    FOLDER_UNUSABLE("preflight.folder-unusable", FaultLevel.ERROR),
    /** Something else stands where a pseudo-terminal shall be linked. Argument {@code path}. */
    PATH_TAKEN("preflight.path-taken", FaultLevel.ERROR);

    private final String code;
    private final FaultLevel level;

    HalFault(String code, FaultLevel level) {
        this.code = code;
        this.level = level;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public FaultLevel level() {
        return level;
    }
}
