package org.hallkiosk.hal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every fault code of this module has its sentences, and no two are the same. */
class FaultCatalogTest {

    private static final Pattern ARGUMENT = Pattern.compile("\\{([^}]*)}");
    private static final List<FaultCode> CODES = codes();
    private static final List<String> PARTS = List.of(".staff", ".technician", ".action");

    @Test
    void everyCodeHasAllSentencesInBothLanguages() {
        Set<String> keys = new TreeSet<>();
        for (FaultCode code : CODES) {
            assertThat(code.bundle()).isEqualTo("org.hallkiosk.hal.api.faults");
            PARTS.forEach(part -> keys.add(code.code() + part));
            FaultText chinese = FaultText.of(code, Map.of(), Locale.CHINESE);
            FaultText english = FaultText.of(code, Map.of(), Locale.ENGLISH);
            for (String sentence :
                    List.of(chinese.staff(), chinese.technician(), chinese.action())) {
                assertThat(sentence).as(code.code()).containsPattern("\\p{IsHan}");
            }
            for (String sentence :
                    List.of(english.staff(), english.technician(), english.action())) {
                assertThat(sentence).as(code.code()).matches("[A-Z{][^\\p{IsHan}]+");
            }
            assertThat(arguments(chinese)).as(code.code()).isEqualTo(arguments(english));
        }
        for (Locale locale : List.of(Locale.CHINESE, Locale.ROOT)) {
            assertThat(ResourceBundle.getBundle("org.hallkiosk.hal.api.faults", locale).keySet())
                    .as("sentences that no code has")
                    .containsExactlyInAnyOrderElementsOf(keys);
        }
    }

    /** A detail comes from a system or a program, in its own language. */
    @Test
    void aForeignDetailStandsInBracketsAfterAWholeSentence() {
        int details = 0;
        for (FaultCode code : CODES) {
            FaultText chinese = FaultText.of(code, Map.of(), Locale.CHINESE);
            assertThat(chinese.staff() + chinese.action()).doesNotContain("{detail}");
            if (chinese.technician().contains("{detail}")) {
                details++;
                assertThat(chinese.technician()).matches("\\p{IsHan}+。（\\{detail}）");
            }
        }
        assertThat(details).isPositive();
    }

    @Test
    void noCodeIsUsedTwiceAndEachIsASimpleName() {
        Set<String> seen = new HashSet<>();
        for (FaultCode code : CODES) {
            assertThat(seen.add(code.code())).as(code.code()).isTrue();
            assertThat(code.code()).matches("[a-z0-9]+\\.[a-z0-9-]+");
        }
        assertThat(seen).contains("link.not-there");
    }

    @Test
    void argumentsFillTheSentencesIn() {
        FaultText text =
                FaultText.of(
                        HalFault.NODE_FORBIDDEN,
                        Map.of("path", "/dev/$1", "user", "kiosk", "group", "dialout"),
                        Locale.CHINA);
        assertThat(text.technician()).isEqualTo("用户 kiosk 无权读写 /dev/$1，它属于用户组 dialout。");
        assertThat(FaultText.of(HalFault.NODE_MISSING, Map.of(), Locale.FRENCH).technician())
                .isEqualTo("{path} does not exist.");
    }

    private static List<FaultCode> codes() {
        List<FaultCode> codes = new ArrayList<>();
        for (JavaClass type :
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("org.hallkiosk.hal")) {
            if (type.isAssignableTo(FaultCode.class) && !type.isInterface()) {
                Object[] constants = type.reflect().getEnumConstants();
                assertThat(constants).as(type.getName() + " is an enum").isNotNull();
                for (Object constant : constants) {
                    codes.add((FaultCode) constant);
                }
            }
        }
        assertThat(codes).isNotEmpty();
        return codes;
    }

    private static Set<String> arguments(FaultText text) {
        return ARGUMENT.matcher(text.staff() + text.technician() + text.action())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
