package io.numamigrator.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one run of each {@link SimulatedNuma}, and one of {@link RealNuma}, of a method or of a class. */
public final class NumaExtension
        implements
            TestTemplateInvocationContextProvider,
            ClassTemplateInvocationContextProvider {

    /** Made by JUnit, for the two annotations. */
    public NumaExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return NumaRun.isAnnotated(context.getRequiredTestMethod());
    }

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return NumaRun.isAnnotated(context.getRequiredTestClass());
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        return runs(context.getRequiredTestMethod()).map(TestTemplateInvocationContext.class::cast);
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        return runs(context.getRequiredTestClass()).map(ClassTemplateInvocationContext.class::cast);
    }

    private static Stream<NumaRun> runs(AnnotatedElement element) {
        return Stream.concat(
                AnnotationSupport.findRepeatableAnnotations(element, SimulatedNuma.class).stream()
                        .map(wanted -> new SimulatedRun(element, wanted)),
                AnnotationSupport.findAnnotation(element, RealNuma.class).stream()
                        .map(wanted -> new RealRun(element, wanted)));
    }
}
