package org.hallkiosk.core.web.technician;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.hallkiosk.core.port.DeviceNotice;
import org.hallkiosk.core.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Something that a technician should mend.
 *
 * @param unit the peripheral; empty when it is the device's own
 * @param meaning what is wrong, for those who mend it
 * @param action what to do; empty when this program does not know the code
 * @param since null when the device does not say
 */
public record Issue(
        String device,
        String unit,
        String code,
        String level,
        String meaning,
        String action,
        @Nullable Instant since) {

    /** Where the sentences of the fault codes stand: hal's and core's own. */
    private static final List<String> BUNDLES =
            List.of("org.hallkiosk.hal.api.faults", "org.hallkiosk.core.health.faults");

    private static final List<String> LEVELS = List.of("error", "warning", "notice");

    /** All that the devices report, the worst first, in a language. */
    static List<Issue> of(List<DeviceNotice> devices, Locale language) {
        List<Issue> issues = new ArrayList<>();
        for (DeviceNotice device : devices) {
            for (DeviceNotice.FaultNotice fault : device.faults()) {
                issues.add(of(device.device(), fault, language));
            }
            if (device.state() == DeviceNotice.State.OFFLINE) {
                issues.add(offline(device, language));
            }
        }
        issues.sort(Comparator.comparingInt(issue -> LEVELS.indexOf(issue.level())));
        return issues;
    }

    private static Issue of(String device, DeviceNotice.FaultNotice fault, Locale language) {
        String meaning = fault.text();
        String action = "";
        for (String bundle : BUNDLES) {
            Texts texts = Texts.of(bundle, language);
            if (texts.has(fault.code() + ".technician")) {
                meaning = texts.get(fault.code() + ".technician", fault.args());
                action = texts.get(fault.code() + ".action", fault.args());
            }
        }
        return new Issue(
                device,
                fault.unit() == null ? "" : fault.unit(),
                fault.code(),
                fault.level(),
                meaning,
                action,
                fault.since());
    }

    private static Issue offline(DeviceNotice device, Locale language) {
        Texts texts = Texts.core(language);
        return new Issue(
                device.device(),
                "",
                "device.offline",
                "error",
                texts.get("technician.offline"),
                texts.get("technician.offline.action"),
                device.since());
    }
}
