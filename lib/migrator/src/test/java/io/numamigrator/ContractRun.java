package io.numamigrator;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Runs test classes and writes JUnit's XML: what the console launcher does, without its twenty seconds of start under emulation. */
final class ContractRun {

    private ContractRun() {}

    /** Take the folder for reports, then the names of test classes; the property {@code rule} is a pattern for methods. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        PrintWriter out = new PrintWriter(System.out, true);
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        try (TestJournal journal = TestJournal.in(folder)) {
            launcher.execute(
                    LauncherDiscoveryRequestBuilder.request()
                            .selectors(Arrays.stream(arguments).skip(1).map(name -> selectClass(name)).toList())
                            // A test that hangs is a failure and not the end of the run.
                            .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "120 s")
                            .configurationParameter(
                                    "junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD")
                            .filters((PostDiscoveryFilter) ContractRun::isWanted)
                            .build(),
                    new LegacyXmlReportGeneratingListener(folder, out),
                    journal,
                    summary);
        }
        summary.getSummary().printTo(out);
        // A thread that hangs would hold the JVM.
        Runtime.getRuntime().halt(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }

    private static FilterResult isWanted(TestDescriptor test) {
        Pattern rule = Pattern.compile(System.getProperty("rule", ".*"));
        return FilterResult.includedIf(
                test.getSource().filter(MethodSource.class::isInstance).isEmpty()
                        || test.getSource()
                                .map(MethodSource.class::cast)
                                .filter(method -> rule.matcher(method.getMethodName()).matches())
                                .isPresent());
    }
}
