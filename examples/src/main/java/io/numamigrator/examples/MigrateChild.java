package io.numamigrator.examples;

import io.numamigrator.MigrateResult;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/** Move all memory of another process, here a child that waits for its input to end. */
public final class MigrateChild {

    private MigrateChild() {}

    /** Run the story. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("cat").start();
        try (NumaMigrator numa = NumaMigrator.system();
                Writer toChild = child.outputWriter();
                BufferedReader fromChild = child.inputReader()) {
            toChild.write("ready\n");
            toChild.flush();
            System.out.println("child " + child.pid() + " says " + fromChild.readLine());

            NodeSet everywhere = numa.topology().allowed();
            NodeSet target = NodeSet.of(everywhere.highest());
            NumaProcess process = numa.process(child.pid());
            MigrateResult result = process.migrate(everywhere, target).orThrow();
            System.out.println("from " + everywhere + " to " + target + ": " + result);

            System.out.println("ok child " + child.pid() + " lives on node " + target);
        }
        child.waitFor();
    }
}
