package consumer.tests;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs the test as a build tool does, on the module path or the class path. */
public final class Runner {

    private Runner() {}

    /** Runs it; the exit status says whether all went well. */
    public static void main(String[] arguments) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(PlacementTest.class)).build(), listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.err, true));
        System.out.println("ok " + summary.getTestsSucceededCount() + ", skipped " + summary.getTestsSkippedCount()
                + ", failed " + summary.getTestsFailedCount());
        if (summary.getTestsFailedCount() > 0 || summary.getTestsSucceededCount() < 2) {
            System.exit(1);
        }
    }
}
