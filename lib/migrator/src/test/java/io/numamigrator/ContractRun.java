package io.numamigrator;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Runs test classes and writes JUnit's XML: what the console launcher does, without its twenty seconds of start under emulation. */
final class ContractRun {

    private ContractRun() {}

    /** Take the folder for reports, then the names of test classes. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        Launcher launcher = LauncherFactory.create();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(Arrays.stream(arguments).skip(1).map(name -> selectClass(name)).toList())
                        .build(),
                new LegacyXmlReportGeneratingListener(Path.of(arguments[0]), out),
                new Progress(out),
                summary);
        summary.getSummary().printTo(out);
        System.exit(summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
    }

    /** A line when a test starts and its outcome when it has ended: what there is to see if a guest hangs. */
    private record Progress(PrintWriter out) implements TestExecutionListener {

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                out.print(test.getDisplayName() + " … ");
                out.flush();
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                out.println(result.getStatus());
            }
        }
    }
}
