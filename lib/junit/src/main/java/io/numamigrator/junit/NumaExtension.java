package io.numamigrator.junit;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Makes one run of each {@link SimulatedNuma}, and one of {@link RealNuma}. */
public final class NumaExtension implements TestTemplateInvocationContextProvider {

    /** Made by JUnit, for the two annotations. */
    public NumaExtension() {}

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Method test = context.getRequiredTestMethod();
        return Stream.concat(
                AnnotationSupport.findRepeatableAnnotations(test, SimulatedNuma.class).stream().map(SimulatedRun::new),
                AnnotationSupport.findAnnotation(test, RealNuma.class).stream().map(RealRun::new));
    }
}
