package io.numamigrator;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.ref.Cleaner;
import java.util.Collection;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.BaseStream;

/** Who may know whom, and what nobody does: generated C, kernel seam, API, machinery, simulation; each knows only what is before it. */
final class Architecture {

    private static final String API = "io.numamigrator";
    private static final String SEAM = "io.numamigrator.kernel..";
    private static final String[] MACHINERY = {"io.numamigrator.proc..", "io.numamigrator.access..",
        "io.numamigrator.areas..", "io.numamigrator.refusal..", "io.numamigrator.policy..", "io.numamigrator.doctor..",
        "io.numamigrator.engine.."};
    private static final String GENERATED = "io.numamigrator.bindings..";

    static final ArchRule THE_SEAM_KNOWS_NOTHING_ABOVE_IT = classes().that().resideInAPackage(SEAM)
            .should().onlyDependOnClassesThat().resideInAnyPackage(SEAM, GENERATED, "java..", "org.jspecify..");

    static final ArchRule ONLY_THE_SEAM_CALLS_C = noClasses().that().resideOutsideOfPackage(SEAM)
            .should().dependOnClassesThat().resideInAPackage(GENERATED);

    static final ArchRule THE_API_KNOWS_NOTHING_ABOVE_IT = noClasses().that().resideInAPackage(API)
            .should().dependOnClassesThat().resideInAnyPackage("io.numamigrator.sim..", "io.numamigrator.placement..");

    /** It finds the engine as a service. */
    static final ArchRule THE_API_KNOWS_NO_MACHINERY = noClasses().that().resideInAPackage(API)
            .should().dependOnClassesThat().resideInAnyPackage(MACHINERY);

    static final ArchRule THE_JDK_IS_ENOUGH = classes().should().onlyDependOnClassesThat()
            .resideInAnyPackage("io.numamigrator..", "java..", "org.jspecify..");

    static final ArchRule NO_RESTRICTED_METHODS = noClasses().should()
            .accessTargetWhere(call(MemorySegment.class, "reinterpret")
                    .or(call(AddressLayout.class, "withTargetLayout"))
                    .or(call(Linker.class, "downcallHandle|upcallStub"))
                    .or(call(SymbolLookup.class, "libraryLookup"))
                    .or(call(System.class, "load|loadLibrary"))
                    .or(call(Runtime.class, "load|loadLibrary"))
                    .or(call(ModuleLayer.Controller.class, "enableNativeAccess"))
                    .as("a restricted method is called"));

    static final ArchRule NOTHING_IS_PRINTED = noClasses().should(ACCESS_STANDARD_STREAMS);

    static final ArchRule NOTHING_IS_LOGGED = noClasses().should()
            .dependOnClassesThat(name(System.Logger.class.getName())
                    .or(nameMatching("java\\.util\\.logging\\..*"))
                    .as("log"));

    static final ArchRule NO_THREAD_IS_STARTED = noClasses().should()
            .accessTargetWhere(call(Thread.class, "<init>|start|startVirtualThread|ofVirtual|ofPlatform")
                    .or(call(Runtime.class, "addShutdownHook"))
                    .or(call(CompletableFuture.class, ".*Async"))
                    .or(call(BaseStream.class, "parallel|parallelStream"))
                    .or(call(Collection.class, "parallelStream"))
                    .or(call(Cleaner.class, "create"))
                    .or(targetOwner(assignableTo(Executor.class).or(assignableTo(Executors.class))
                            .or(assignableTo(Timer.class))))
                    .as("a thread is started"));

    private Architecture() {}

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String method) {
        return targetOwner(assignableTo(owner)).and(method(method));
    }

    private static DescribedPredicate<JavaAccess<?>> method(String name) {
        return DescribedPredicate.describe("method " + name,
                access -> nameMatching(name).test((HasName) access.getTarget()));
    }
}
