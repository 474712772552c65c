package io.numamigrator.cli.jvm;

import io.numamigrator.JvmFlags;
import io.numamigrator.cli.draw.Size;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Asks the JVM this runs in, through its DiagnosticCommand MBean. */
public final class OwnJvm {

    private static final String[] SIGNATURE = {String[].class.getName()};

    private OwnJvm() {}

    /** Ask for the layout. */
    public static JvmLayout ask() {
        try {
            String answers = String.join(
                    "\n",
                    answer("gcHeapInfo"),
                    answer("compilerCodecache"),
                    answer("vmMetaspace", "vslist"),
                    answer("threadPrint"));
            JvmLayout layout = JvmLayout.of(answers, "This JVM told its addresses (DiagnosticCommand).");
            List<String> notes = new ArrayList<>(layout.notes());
            notes.addAll(bufferNotes());
            return new JvmLayout(layout.layout(), layout.stacks(), notes);
        } catch (JMException e) {
            return JvmLayout.unknown("This JVM has no diagnostic commands (" + e.getMessage()
                    + "), so heap, code cache and metaspace are counted as native memory.");
        }
    }

    /** Asks for the flags that this JVM runs with. */
    public static JvmFlags flags() {
        try {
            return JvmFlags.parse(answer("vmFlags"));
        } catch (JMException e) {
            return JvmFlags.unknown("it has no diagnostic commands (" + e.getMessage() + ")");
        }
    }

    private static String answer(String operation, String... arguments) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        boolean plain = operation.equals("gcHeapInfo") || operation.equals("compilerCodecache");
        Object answer = plain
                ? server.invoke(commands, operation, new Object[0], new String[0])
                : server.invoke(commands, operation, new Object[] {arguments}, SIGNATURE);
        return String.valueOf(answer);
    }

    /** A JVM knows the size of its direct buffers, not their addresses: malloc has them. */
    private static List<String> bufferNotes() {
        List<String> notes = new ArrayList<>();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct") && pool.getCount() > 0) {
                notes.add("Direct buffers: " + Size.of(pool.getMemoryUsed()) + " in " + pool.getCount()
                        + ", within native memory.");
            }
        }
        return notes;
    }
}
