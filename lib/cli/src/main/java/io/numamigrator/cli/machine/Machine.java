package io.numamigrator.cli.machine;

import io.numamigrator.NodeSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OSProcess;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/** What OSHI tells about this machine and its processes; it reads /proc and /sys and calls no native code. */
public final class Machine {

    private final SystemInfoProvider oshi = SystemInfoFactory.create();

    /** Describe model, processor and operating system in a line each; what is not known is left out. */
    public List<String> description() {
        HardwareAbstractionLayer hardware = oshi.getHardware();
        List<String> lines = new ArrayList<>();
        String model = known(hardware.getComputerSystem().getManufacturer()) + " "
                + known(hardware.getComputerSystem().getModel());
        if (!model.isBlank()) {
            lines.add(model.strip());
        }
        CentralProcessor processor = hardware.getProcessor();
        lines.add(processor.getProcessorIdentifier().getName().strip() + ", " + processor.getPhysicalPackageCount()
                + " package(s), " + processor.getPhysicalProcessorCount() + " cores, "
                + processor.getLogicalProcessorCount() + " CPUs");
        lines.add(oshi.getOperatingSystem().toString());
        return lines;
    }

    private static String known(String text) {
        return text.equalsIgnoreCase("unknown") ? "" : text;
    }

    /** Return the CPUs of each node. */
    public Map<Integer, NodeSet> cpusByNode() {
        Map<Integer, NodeSet> cpus = new TreeMap<>();
        for (CentralProcessor.LogicalProcessor cpu : oshi.getHardware().getProcessor().getLogicalProcessors()) {
            cpus.merge(cpu.getNumaNode(), NodeSet.of(cpu.getProcessorNumber()), NodeSet::plus);
        }
        return cpus;
    }

    /** A process as it presents itself. */
    public record Presence(String name, String commandLine) {}

    /** Describe a process; empty if there is none of that number. */
    public Optional<Presence> process(long pid) {
        OSProcess process = oshi.getOperatingSystem().getProcess((int) pid);
        return Optional.ofNullable(process)
                .map(each -> new Presence(each.getName(), each.getCommandLine().strip()));
    }
}
