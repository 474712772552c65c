package io.numamigrator.access;

import io.numamigrator.proc.Reading;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that says which nodes the cpuset of a process allows, in cgroup v1 or v2 (cpuset(7), cgroups(7)).
 *
 * @param group the control group, as /proc/PID/cgroup names it
 * @param mems the file with its nodes, found through /proc/self/mountinfo
 */
public record CpusetFile(String group, Reading mems) {

    /** Stands for the path where no file can be found; whoever runs the line writes the group in. */
    public static final String ANY = "/sys/fs/cgroup/GROUP/cpuset.mems";

    private static final Pattern V1_GROUP = Pattern.compile("(?m)^\\d+:(?:[^:]*,)?cpuset(?:,[^:]*)?:(/.*)$");
    private static final Pattern V2_GROUP = Pattern.compile("(?m)^0::(/.*)$");
    private static final Pattern V1_MOUNT =
            Pattern.compile("(?m)^\\S+ \\S+ \\S+ (\\S+) (\\S+) .* - cgroup \\S+ (?:\\S*,)?cpuset(?:,\\S*)?$");
    private static final Pattern V2_MOUNT = Pattern.compile("(?m)^\\S+ \\S+ \\S+ (\\S+) (\\S+) .* - cgroup2 .*$");

    /** Find the file; empty if no cpuset controller is mounted where this process sees it. */
    public static Optional<CpusetFile> of(ExaminedProcess patient) {
        String groups = patient.ofProcess("cgroup").word().orElse("");
        String mounts = patient.read("/proc/self/mountinfo").word().orElse("");
        return find(patient, V1_GROUP.matcher(groups), V1_MOUNT.matcher(mounts))
                .or(() -> find(patient, V2_GROUP.matcher(groups), V2_MOUNT.matcher(mounts)));
    }

    private static Optional<CpusetFile> find(ExaminedProcess patient, Matcher group, Matcher mount) {
        if (!group.find() || !mount.find()) {
            return Optional.empty();
        }
        String path = group.group(1);
        String root = mount.group(1);
        String below = !root.equals("/") && path.startsWith(root) ? path.substring(root.length()) : path;
        return nearest(patient, mount.group(2), below.equals("/") ? "" : below).map(mems -> new CpusetFile(path, mems));
    }

    /** A v2 group without the cpuset controller has its parent's nodes, and no file of its own. */
    private static Optional<Reading> nearest(ExaminedProcess patient, String mount, String below) {
        Reading mems = patient.read(mount + below + "/cpuset.mems");
        if (mems.text().isPresent()) {
            return Optional.of(mems);
        }
        int slash = below.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : nearest(patient, mount, below.substring(0, slash));
    }

    /** Return the path of the file. */
    public String path() {
        return mems.path();
    }
}
