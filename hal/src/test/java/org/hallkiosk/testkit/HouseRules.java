package org.hallkiosk.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/**
 * The rules that hold in every module, beside those of its own {@code ArchitectureTest}, which says
 * what its packages may know of each other.
 *
 * <p>No rule fails because a package does not exist yet; each is in force as soon as it does.
 */
public final class HouseRules {

    /** Primitive types and arrays of them, which belong to no package. */
    public static final DescribedPredicate<JavaClass> PRIMITIVES =
            DescribedPredicate.describe(
                    "are primitive or arrays of primitives",
                    c -> c.getBaseComponentType().isPrimitive());

    private static final String COMMAND = "org.hallkiosk.core.boot.Command";

    private static final DescribedPredicate<JavaMethodCall> READ_A_CLOCK =
            DescribedPredicate.describe(
                    "reads a clock",
                    call ->
                            isCall(call, System.class, "nanoTime", "currentTimeMillis")
                                    || isCall(call, InstantSource.class, "system")
                                    || asksJavaTime(call));

    private static final DescribedPredicate<JavaMethodCall> SLEEP =
            DescribedPredicate.describe(
                    "sleeps",
                    call ->
                            isCall(call, Thread.class, "sleep")
                                    || isCall(call, TimeUnit.class, "sleep"));

    private static final DescribedPredicate<JavaMethodCall> END_THE_PROCESS =
            DescribedPredicate.describe(
                    "ends the process",
                    call ->
                            isCall(call, System.class, "exit")
                                    || isCall(call, Runtime.class, "exit", "halt"));

    private static final DescribedPredicate<JavaClass> ARE_THE_COMMAND_LINE =
            DescribedPredicate.describe(
                    "are the command line",
                    c ->
                            c.getPackageName().startsWith("org.hallkiosk.core.boot")
                                    || c.isAssignableTo(COMMAND)
                                    || c.getEnclosingClass()
                                            .map(e -> e.isAssignableTo(COMMAND))
                                            .orElse(false));

    private static final ArchCondition<JavaClass> BE_IN_A_NULL_MARKED_PACKAGE =
            new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(
                            new SimpleConditionEvent(
                                    item,
                                    marked,
                                    item.getPackageName()
                                            + " has no package-info.java with @NullMarked"));
                }
            };

    private HouseRules() {}

    /** The classes that the module under test ships. */
    public static JavaClasses mainClasses() {
        return written().importPath(Path.of("target", "classes"));
    }

    /** The classes of the module under test and of its tests. */
    public static JavaClasses allClasses() {
        return written()
                .importPaths(Path.of("target", "classes"), Path.of("target", "test-classes"));
    }

    /** Rules for what is shipped. */
    public static List<ArchRule> forMainClasses() {
        return List.of(
                noClasses()
                        .that()
                        .haveNameNotMatching("org\\.hallkiosk\\.hal\\.time\\.ThreadStrand.*")
                        .and()
                        .resideOutsideOfPackage("org.hallkiosk.core.boot..")
                        .should()
                        .callMethodWhere(READ_A_CLOCK)
                        .orShould()
                        .callConstructor(Date.class)
                        .because("time comes from a strand, so that tests and replays own it"),
                noClasses()
                        .that(DescribedPredicate.not(ARE_THE_COMMAND_LINE))
                        .should()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .callMethod(Throwable.class, "printStackTrace")
                        .because("only the command line talks to a terminal"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("org.hallkiosk.core.boot..")
                        .should()
                        .callMethodWhere(END_THE_PROCESS)
                        .because("only main ends the process"),
                fields().that()
                        .areStatic()
                        .should()
                        .beFinal()
                        .because("several whole devices live in one JVM"),
                classes()
                        .should()
                        .haveNameNotMatching(".*(Manager|Util|Utils|Helper|Impl)")
                        .because("a name says what the class is"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.slf4j..", "ch.qos.logback..")
                        .because("logging goes through System.Logger"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage("org.hallkiosk.core.bus..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.logging..")
                        .because("only the room of the MQTT client has to silence that client's"),
                slices().matching("org.hallkiosk.(**)").should().beFreeOfCycles());
    }

    /** Rules for what is shipped and for the tests. */
    public static List<ArchRule> forAllClasses() {
        return List.of(
                noClasses()
                        .should()
                        .callMethodWhere(SLEEP)
                        .because("who waits, waits for something"),
                classes().should(BE_IN_A_NULL_MARKED_PACKAGE));
    }

    /** Holds classes against rules; each rule may find nothing to look at. */
    public static void check(JavaClasses classes, List<ArchRule> rules) {
        rules.forEach(rule -> rule.allowEmptyShould(true).check(classes));
    }

    /** Without the classes that jte makes of templates. */
    private static ClassFileImporter written() {
        return new ClassFileImporter()
                .withImportOption(
                        location -> !location.matches(Pattern.compile(".*/Jte\\w+Generated.*")));
    }

    private static boolean asksJavaTime(JavaMethodCall call) {
        boolean clockless = call.getTarget().getRawParameterTypes().isEmpty();
        return call.getTargetOwner().getPackageName().equals("java.time")
                && ((call.getName().equals("now") && clockless)
                        || call.getName().startsWith("system"));
    }

    private static boolean isCall(JavaMethodCall call, Class<?> owner, String... names) {
        return call.getTargetOwner().isEquivalentTo(owner)
                && Set.of(names).contains(call.getName());
    }
}
