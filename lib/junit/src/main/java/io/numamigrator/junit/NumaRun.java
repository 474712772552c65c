package io.numamigrator.junit;

import io.numamigrator.NumaMigrator;
import io.numamigrator.sim.SimulatedMachine;
import io.numamigrator.sim.SimulatedProcess;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** One run of an annotated test, or of all tests of an annotated class that have no annotation nearer to them. */
abstract sealed class NumaRun
        implements
            TestTemplateInvocationContext,
            ClassTemplateInvocationContext,
            ParameterResolver
        permits SimulatedRun, RealRun {

    private static final Set<Class<?>> INJECTED =
            Set.of(NumaMigrator.class, SimulatedMachine.class, SimulatedProcess.class);

    private final AnnotatedElement annotated;

    /** Make a run that {@code annotated} asks for. */
    NumaRun(AnnotatedElement annotated) {
        this.annotated = annotated;
    }

    @Override
    public abstract String getDisplayName(int invocationIndex);

    @Override
    public final List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public final void prepareInvocation(ExtensionContext context) {
        // What a run needs is made when it is first asked for.
    }

    /** What the constructor gets is what the test method gets. */
    @Override
    public final ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public final boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return INJECTED.contains(parameter.getParameter().getType())
                && nearest(parameter.getDeclaringExecutable(), context).filter(annotated::equals).isPresent();
    }

    /** The instance around that of a nested class belongs to its own class, whatever the nested class or its test wants. */
    private static Optional<AnnotatedElement> nearest(Executable asking, ExtensionContext context) {
        Class<?> declaring = asking.getDeclaringClass();
        boolean isAround = asking instanceof Constructor<?> && declaring != context.getRequiredTestClass();
        return isAround ? nearest(declaring) : nearest(context);
    }

    /** Tell whether no annotation nearer to the test, or to its class, has taken this run's place. */
    final boolean concerns(ExtensionContext context) {
        return nearest(context).filter(annotated::equals).isPresent();
    }

    private static Optional<AnnotatedElement> nearest(ExtensionContext context) {
        Optional<AnnotatedElement> method = context.getTestMethod().map(each -> (AnnotatedElement) each);
        return method.filter(NumaRun::isAnnotated).or(() -> context.getTestClass().flatMap(NumaRun::nearest));
    }

    private static Optional<AnnotatedElement> nearest(Class<?> type) {
        return isAnnotated(type)
                ? Optional.of(type)
                : Optional.<Class<?>>ofNullable(type.getEnclosingClass()).flatMap(NumaRun::nearest);
    }

    static boolean isAnnotated(AnnotatedElement element) {
        return AnnotationSupport.isAnnotated(element, RealNuma.class)
                || !AnnotationSupport.findRepeatableAnnotations(element, SimulatedNuma.class).isEmpty();
    }

    /** Return what belongs to this run for as long as a test is under way. */
    final Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(NumaRun.class, this));
    }
}
