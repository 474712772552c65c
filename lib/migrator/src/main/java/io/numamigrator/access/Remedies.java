package io.numamigrator.access;

import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.NodeSet;
import io.numamigrator.proc.Capability;
import java.util.List;
import java.util.stream.Stream;

/** The lines that change what the doctor found, in the words of each place they belong to. */
public final class Remedies {

    /** What to do about a security module that forbids a call. */
    public static final String ALLOW_IN_MODULE =
            "look for the denial in the kernel's log (dmesg, ausearch -m avc) and allow it there";

    /** No runtime's own profile allows move_pages and migrate_pages; the others depend on it, and on CAP_SYS_NICE. */
    private static final String CALLS =
            "[\"get_mempolicy\", \"mbind\", \"migrate_pages\", \"move_pages\", \"set_mempolicy\","
                    + " \"set_mempolicy_home_node\"]";

    private Remedies() {}

    public static List<Remedy> nativeAccess() {
        return List.of(
                new Remedy(Place.JAVA, "--enable-native-access=io.numamigrator.bindings"),
                new Remedy(Place.JAVA, "--enable-native-access=ALL-UNNAMED   (if the jars are on the class path)"),
                new Remedy(Place.PROGRAM,
                        "Enable-Native-Access: ALL-UNNAMED   (manifest of a program started with java -jar)"));
    }

    /** Let the calls through a seccomp filter. The jq line turns a runtime's default profile into {@code numa.json}. */
    public static List<Remedy> seccomp() {
        String edit =
                "jq --argjson numa '" + CALLS + "' '.syscalls |= (map(.names -= $numa) | map(select(.names != []))"
                        + " + [{names: $numa, action: \"SCMP_ACT_ALLOW\"}])' default.json > numa.json";
        return List.of(
                new Remedy(Place.SECCOMP_JSON, "{\"names\": " + CALLS + ", \"action\": \"SCMP_ACT_ALLOW\"}"),
                new Remedy(Place.SHELL, edit),
                new Remedy(Place.DOCKER, "--security-opt seccomp=numa.json"),
                new Remedy(Place.PODMAN, "--security-opt seccomp=numa.json"),
                new Remedy(Place.KUBERNETES,
                        "securityContext: {seccompProfile: {type: Localhost, localhostProfile: numa.json}}"),
                new Remedy(Place.SYSTEMD, "SystemCallFilter=@resources get_mempolicy set_mempolicy_home_node"));
    }

    public static List<Remedy> capability(Capability capability) {
        String lower = capability.shortName().toLowerCase(java.util.Locale.ROOT);
        return List.of(
                new Remedy(Place.SHELL,
                        "setpriv --reuid=USER --regid=GROUP --clear-groups --inh-caps=+" + lower + " --ambient-caps=+"
                                + lower
                                + " java ..."),
                new Remedy(Place.DOCKER, "--cap-add=" + capability.shortName()),
                new Remedy(Place.PODMAN, "--cap-add=" + capability.shortName()),
                new Remedy(Place.KUBERNETES,
                        "securityContext: {capabilities: {add: [\"" + capability.shortName() + "\"]}}"),
                new Remedy(Place.SYSTEMD, "AmbientCapabilities=" + capability.name()));
    }

    /** Run as the user the other process belongs to. */
    static List<Remedy> sameUser(int userId, int groupId) {
        String uid = Integer.toUnsignedString(userId);
        String gid = Integer.toUnsignedString(groupId);
        return List.of(
                new Remedy(Place.SHELL, "setpriv --reuid=" + uid + " --regid=" + gid + " --clear-groups java ..."),
                new Remedy(Place.DOCKER, "--user=" + uid + ":" + gid),
                new Remedy(Place.PODMAN, "--user=" + uid + ":" + gid),
                new Remedy(Place.KUBERNETES, "securityContext: {runAsUser: " + uid + ", runAsGroup: " + gid + "}"),
                new Remedy(Place.SYSTEMD, "User=" + uid));
    }

    /** Name another process; where this is a container, one may be out of sight. */
    static List<Remedy> noSuchProcess(boolean isFirstNamespace) {
        Remedy look = new Remedy(Place.SHELL, "ps -e   (look the pid up again)");
        return isFirstNamespace ? List.of(look) : Stream.concat(Stream.of(look), pidNamespace().stream()).toList();
    }

    /** See the processes of the machine, or of another container. */
    private static List<Remedy> pidNamespace() {
        return List.of(
                new Remedy(Place.DOCKER, "--pid=host   (or --pid=container:NAME)"),
                new Remedy(Place.PODMAN, "--pid=host   (or --pid=container:NAME)"),
                new Remedy(Place.KUBERNETES, "shareProcessNamespace: true   (in the pod's spec; or hostPID: true)"));
    }

    /** Allow these nodes to a cpuset whose file of memory nodes is {@code file}. */
    public static List<Remedy> cpuset(String file, NodeSet nodes) {
        return List.of(
                new Remedy(Place.SHELL, "echo " + nodes + " > " + file),
                new Remedy(Place.DOCKER, "--cpuset-mems=" + nodes),
                new Remedy(Place.PODMAN, "--cpuset-mems=" + nodes),
                new Remedy(Place.KUBERNETES, "memoryManagerPolicy: None   (in the kubelet's configuration)"),
                new Remedy(Place.SYSTEMD, "AllowedMemoryNodes=" + nodes));
    }

    /** Run where the capabilities of this process count for the other one. */
    public static List<Remedy> firstUserNamespace(Capability capability) {
        return List.of(
                new Remedy(Place.SHELL, "run in the first user namespace, as root or with " + capability
                        + "   (there is no way up from this one)"),
                new Remedy(Place.DOCKER, "--userns=host --cap-add=" + capability.shortName()),
                new Remedy(Place.PODMAN, "--userns=host --cap-add=" + capability.shortName() + "   (as root)"),
                new Remedy(Place.KUBERNETES, "hostUsers: true   (in the pod's spec, with " + capability + ")"));
    }

    public static List<Remedy> hiddenSys() {
        String directory = "/sys/devices/system/node";
        return List.of(
                new Remedy(Place.SHELL, "mount -t sysfs -o ro sysfs /sys"),
                new Remedy(Place.DOCKER, "-v " + directory + ":" + directory + ":ro"),
                new Remedy(Place.PODMAN, "-v " + directory + ":" + directory + ":ro"),
                new Remedy(Place.KUBERNETES, "volumes: [{name: node, hostPath: {path: " + directory + "}}]"),
                new Remedy(Place.SYSTEMD, "BindReadOnlyPaths=" + directory));
    }

    public static List<Remedy> one(Place place, String text) {
        return List.of(new Remedy(place, text));
    }
}
