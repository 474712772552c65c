package io.numamigrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.numamigrator.Diagnosis.Place;
import io.numamigrator.Diagnosis.Remedy;
import io.numamigrator.access.Remedies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line that makes a seccomp profile out of a runtime's own does what it says. */
class SeccompRemedyTest {

    /** In the manner of Docker's and Podman's: an allowlist, refusals by name, and rules bound to a capability. */
    private static final String PROFILE = """
            {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38, "syscalls": [
              {"names": ["migrate_pages", "move_pages", "vmsplice"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1},
              {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
              {"names": ["get_mempolicy", "mbind", "set_mempolicy"], "action": "SCMP_ACT_ALLOW",
               "includes": {"caps": ["CAP_SYS_NICE"]}}]}
            """;

    private static String text(Place place) {
        return Remedies.seccomp().stream().filter(remedy -> remedy.place() == place).map(Remedy::text).findFirst()
                .orElseThrow();
    }

    private static String shell(Path directory, String line) throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-ec", line).directory(directory.toFile()).redirectErrorStream(true).start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return said.strip();
    }

    @Test
    void everyCallIsAllowedOnceAndNothingElseChanges(@TempDir Path directory) throws Exception {
        Requires.tools("jq");
        Files.writeString(directory.resolve("default.json"), PROFILE);

        shell(directory, text(Place.SHELL));

        String rules = shell(directory, "jq -c '.syscalls[] | [.action, .names]' numa.json");
        assertThat(rules.lines()).containsExactly(
                "[\"SCMP_ACT_ERRNO\",[\"vmsplice\"]]",
                "[\"SCMP_ACT_ALLOW\",[\"read\",\"write\"]]",
                "[\"SCMP_ACT_ALLOW\",[\"get_mempolicy\",\"mbind\",\"migrate_pages\",\"move_pages\",\"set_mempolicy\","
                        + "\"set_mempolicy_home_node\"]]");
        assertThat(shell(directory, "jq -c '[.defaultAction, .defaultErrnoRet]' numa.json"))
                .isEqualTo("[\"SCMP_ACT_ERRNO\",38]");
    }

    @Test
    void theEntryForAProfileIsTheRuleThatTheLineAdds(@TempDir Path directory) throws Exception {
        Requires.tools("jq");
        Files.writeString(directory.resolve("default.json"), PROFILE);
        Files.writeString(directory.resolve("entry.json"), text(Place.SECCOMP_JSON));

        shell(directory, text(Place.SHELL));

        assertThat(shell(directory, "jq -cS . entry.json"))
                .isEqualTo(shell(directory, "jq -cS '.syscalls[-1]' numa.json"));
    }
}
