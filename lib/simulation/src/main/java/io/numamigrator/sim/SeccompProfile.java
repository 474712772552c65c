package io.numamigrator.sim;

import io.numamigrator.Errno;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The seccomp profiles that container runtimes use unless told otherwise.
 *
 * <p>None lets move_pages(2) or migrate_pages(2) through, with whatever capability: they are EPERM, even for a process's own pages.
 *
 * <table class="striped">
 * <caption>The other calls; +NICE: let through if the container was given CAP_SYS_NICE, else EPERM</caption>
 * <tr><th>profile</th><th>mbind, get_mempolicy, set_mempolicy</th><th>set_mempolicy_home_node</th></tr>
 * <tr><td>{@link #DOCKER}</td><td>+NICE</td><td>+NICE</td></tr>
 * <tr><td>{@link #DOCKER_24}</td><td>+NICE</td><td>ENOSYS</td></tr>
 * <tr><td>{@link #DOCKER_19_03}, {@link #PODMAN_3_2}</td><td>+NICE</td><td>EPERM</td></tr>
 * <tr><td>{@link #DOCKER_18_06}</td><td>EPERM</td><td>EPERM</td></tr>
 * <tr><td>{@link #PODMAN}</td><td>let through</td><td>ENOSYS</td></tr>
 * </table>
 */
public enum SeccompProfile {
    /** Docker from 25.0.3 on, containerd from 2.0 on, and so Kubernetes' RuntimeDefault on it. */
    DOCKER("docker", Rule.NICE, Rule.NICE),
    /**
     * Docker from 20.10.4 to 25.0.2, but for 23.0.10.
     *
     * <p>The profile did not know the home node yet. Its runc, from 1.0.0-rc93 on, plays an old kernel for every call with a number
     * above all those that the profile names.
     */
    DOCKER_24("docker-24", Rule.NICE, Rule.ENOSYS),
    /** Docker from 18.09 to 20.10.3: what the profile does not know is EPERM. */
    DOCKER_19_03("docker-19.03", Rule.NICE, Rule.EPERM),
    /** Docker up to 18.06: no capability opens anything. */
    DOCKER_18_06("docker-18.06", Rule.EPERM, Rule.EPERM),
    /** Podman from 3.3 on and CRI-O, and so Kubernetes' RuntimeDefault on it: what the profile does not know is ENOSYS. */
    PODMAN("podman", Rule.OPEN, Rule.ENOSYS),
    /** Podman up to 3.2, with crun. */
    PODMAN_3_2("podman-3.2", Rule.NICE, Rule.EPERM);

    /** What becomes of a call; with NICE it depends on the capability. */
    private enum Rule {
        OPEN, NICE, EPERM, ENOSYS;

        SeccompFilter add(SystemCall call, boolean nice, SeccompFilter filter) {
            return switch (this) {
                case OPEN -> filter;
                case NICE -> nice ? filter : filter.refusing(call, Errno.EPERM);
                case EPERM -> filter.refusing(call, Errno.EPERM);
                case ENOSYS -> filter.refusing(call, Errno.ENOSYS);
            };
        }
    }

    private final String text;
    private final Rule policies;
    private final Rule homeNode;

    SeccompProfile(String text, Rule policies, Rule homeNode) {
        this.text = text;
        this.policies = policies;
        this.homeNode = homeNode;
    }

    /**
     * Returns the profile with a name, {@code docker} or {@code podman-3.2}.
     *
     * @throws IllegalArgumentException if there is none; the message names all
     */
    public static SeccompProfile named(String name) {
        Objects.requireNonNull(name, "name");
        return Stream.of(values()).filter(profile -> profile.text.equals(name)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("seccomp profile \"" + name + "\" is none of "
                        + Stream.of(values()).map(SeccompProfile::toString).collect(Collectors.joining(", "))));
    }

    /** Returns the filter that the runtime makes of it for a container with these capabilities. */
    public SeccompFilter filter(Capability... held) {
        Objects.requireNonNull(held, "held");
        boolean nice = Arrays.asList(held).contains(Capability.CAP_SYS_NICE);
        SeccompFilter filter = SeccompFilter.open();
        for (SystemCall call : SystemCall.values()) {
            filter = rule(call).add(call, nice, filter);
        }
        return filter;
    }

    private Rule rule(SystemCall call) {
        return switch (call) {
            case MOVE_PAGES, MIGRATE_PAGES -> Rule.EPERM;
            case MBIND, GET_MEMPOLICY, SET_MEMPOLICY -> policies;
            case SET_MEMPOLICY_HOME_NODE -> homeNode;
        };
    }

    /** Returns its name, {@code docker}. */
    @Override
    public String toString() {
        return text;
    }
}
