package org.hallkiosk.hal.api;

/** What can be wrong between this computer and a device, whatever the device is. */
public enum HalFault implements FaultCode {
    /** There is nothing at the link's address. Argument {@code detail}. */
    LINK_NOT_THERE("link.not-there", FaultLevel.ERROR),
    /** It is there, but may not be used or is held by somebody else. Argument {@code detail}. */
    LINK_REFUSED("link.refused", FaultLevel.ERROR),
    /** The other side hung up, or the device was unplugged. Argument {@code detail}. */
    LINK_LOST("link.lost", FaultLevel.ERROR),
    /** Reading or writing failed. Argument {@code detail}. */
    LINK_FAILED("link.failed", FaultLevel.ERROR),
    /** The driver judged the connection dead and ended it. Argument {@code detail}. */
    LINK_DROPPED("link.dropped", FaultLevel.ERROR),
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

    @Override
    public String bundle() {
        return "org.hallkiosk.hal.faults";
    }
}
