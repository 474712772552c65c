package io.numamigrator.access;

import io.numamigrator.Diagnosis.Mend;
import io.numamigrator.Diagnosis.Place;
import io.numamigrator.NodeSet;
import io.numamigrator.proc.Capability;
import java.util.List;
import java.util.stream.Stream;

/** The lines that change what the doctor found, in the words of each place they belong to. */
public final class Mends {

    /** No runtime's own profile allows move_pages and migrate_pages; the others depend on it, and on CAP_SYS_NICE. */
    private static final String CALLS =
            "[\"get_mempolicy\", \"mbind\", \"migrate_pages\", \"move_pages\", \"set_mempolicy\","
                    + " \"set_mempolicy_home_node\"]";

    private Mends() {}

    public static List<Mend> nativeAccess() {
        return List.of(
                new Mend(Place.JAVA, "--enable-native-access=io.numamigrator.bindings"),
                new Mend(Place.JAVA, "--enable-native-access=ALL-UNNAMED   (if the jars are on the class path)"),
                new Mend(Place.PROGRAM,
                        "Enable-Native-Access: ALL-UNNAMED   (manifest of a program started with java -jar)"));
    }

    /** Let the calls through a seccomp filter. The jq line turns a runtime's default profile into {@code numa.json}. */
    public static List<Mend> seccomp() {
        String edit =
                "jq --argjson numa '" + CALLS + "' '.syscalls |= (map(.names -= $numa) | map(select(.names != []))"
                        + " + [{names: $numa, action: \"SCMP_ACT_ALLOW\"}])' default.json > numa.json";
        return List.of(
                new Mend(Place.SECCOMP_JSON, "{\"names\": " + CALLS + ", \"action\": \"SCMP_ACT_ALLOW\"}"),
                new Mend(Place.SHELL, edit),
                new Mend(Place.DOCKER, "--security-opt seccomp=numa.json"),
                new Mend(Place.PODMAN, "--security-opt seccomp=numa.json"),
                new Mend(Place.KUBERNETES,
                        "securityContext: {seccompProfile: {type: Localhost, localhostProfile: numa.json}}"),
                new Mend(Place.SYSTEMD, "SystemCallFilter=@resources get_mempolicy set_mempolicy_home_node"));
    }

    public static List<Mend> capability(Capability capability) {
        String lower = capability.shortName().toLowerCase(java.util.Locale.ROOT);
        return List.of(
                new Mend(Place.SHELL,
                        "setpriv --reuid=USER --regid=GROUP --clear-groups --inh-caps=+" + lower + " --ambient-caps=+"
                                + lower
                                + " java ..."),
                new Mend(Place.DOCKER, "--cap-add=" + capability.shortName()),
                new Mend(Place.PODMAN, "--cap-add=" + capability.shortName()),
                new Mend(Place.KUBERNETES,
                        "securityContext: {capabilities: {add: [\"" + capability.shortName() + "\"]}}"),
                new Mend(Place.SYSTEMD, "AmbientCapabilities=" + capability.name()));
    }

    /** Run as the user the other process belongs to. */
    static List<Mend> sameUser(int userId, int groupId) {
        String uid = Integer.toUnsignedString(userId);
        String gid = Integer.toUnsignedString(groupId);
        return List.of(
                new Mend(Place.SHELL, "setpriv --reuid=" + uid + " --regid=" + gid + " --clear-groups java ..."),
                new Mend(Place.DOCKER, "--user=" + uid + ":" + gid),
                new Mend(Place.PODMAN, "--user=" + uid + ":" + gid),
                new Mend(Place.KUBERNETES, "securityContext: {runAsUser: " + uid + ", runAsGroup: " + gid + "}"),
                new Mend(Place.SYSTEMD, "User=" + uid));
    }

    /** Name another process; where this is a container, one may be out of sight. */
    static List<Mend> noSuchProcess(boolean isFirstNamespace) {
        Mend look = new Mend(Place.SHELL, "ps -e   (look the pid up again)");
        return isFirstNamespace ? List.of(look) : Stream.concat(Stream.of(look), pidNamespace().stream()).toList();
    }

    /** See the processes of the machine, or of another container. */
    private static List<Mend> pidNamespace() {
        return List.of(
                new Mend(Place.DOCKER, "--pid=host   (or --pid=container:NAME)"),
                new Mend(Place.PODMAN, "--pid=host   (or --pid=container:NAME)"),
                new Mend(Place.KUBERNETES, "shareProcessNamespace: true   (in the pod's spec; or hostPID: true)"));
    }

    /** Allow these nodes to a cpuset whose file of memory nodes is {@code file}. */
    public static List<Mend> cpuset(String file, NodeSet nodes) {
        return List.of(
                new Mend(Place.SHELL, "echo " + nodes + " > " + file),
                new Mend(Place.DOCKER, "--cpuset-mems=" + nodes),
                new Mend(Place.PODMAN, "--cpuset-mems=" + nodes),
                new Mend(Place.KUBERNETES, "memoryManagerPolicy: None   (in the kubelet's configuration)"),
                new Mend(Place.SYSTEMD, "AllowedMemoryNodes=" + nodes));
    }

    /** Run where the capabilities of this process count for the other one. */
    public static List<Mend> firstUserNamespace(Capability capability) {
        return List.of(
                new Mend(Place.SHELL, "run in the first user namespace, as root or with " + capability
                        + "   (there is no way up from this one)"),
                new Mend(Place.DOCKER, "--userns=host --cap-add=" + capability.shortName()),
                new Mend(Place.PODMAN, "--userns=host --cap-add=" + capability.shortName() + "   (as root)"),
                new Mend(Place.KUBERNETES, "hostUsers: true   (in the pod's spec, with " + capability + ")"));
    }

    public static List<Mend> hiddenSys() {
        String directory = "/sys/devices/system/node";
        return List.of(
                new Mend(Place.SHELL, "mount -t sysfs -o ro sysfs /sys"),
                new Mend(Place.DOCKER, "-v " + directory + ":" + directory + ":ro"),
                new Mend(Place.PODMAN, "-v " + directory + ":" + directory + ":ro"),
                new Mend(Place.KUBERNETES, "volumes: [{name: node, hostPath: {path: " + directory + "}}]"),
                new Mend(Place.SYSTEMD, "BindReadOnlyPaths=" + directory));
    }

    public static List<Mend> one(Place place, String text) {
        return List.of(new Mend(place, text));
    }
}
