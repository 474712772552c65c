package io.numamigrator.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated classes against the headers: those of this machine, and those of the other architecture. */
class HeaderCheckTest {

    private static final Path NATIVE_HEADERS = Path.of("..", "native-headers");

    @TempDir
    Path directory;

    @BeforeEach
    void gcc() {
        assumeTrue(HeaderCheck.gccIsInstalled(), "gcc is not installed");
    }

    @Test
    void everyConstantOfLibcIsWhatTheHeadersSay() throws Exception {
        assertClean(Claims.ofConstants(Libc.class), here("libc.h"), "libc6-dev");
    }

    @Test
    void everyConstantOfMempolicyIsWhatTheHeadersSay() throws Exception {
        assertClean(Claims.ofConstants(Mempolicy.class), here("mempolicy.h"), "linux-libc-dev");
    }

    @Test
    void everySystemCallOfX86HasItsNumber() throws Exception {
        assertClean(Claims.ofConstants(SyscallsX86_64.class), of("amd64", "x86_64"), "linux-libc-dev-amd64-cross");
    }

    @Test
    void everySystemCallOfArmHasItsNumber() throws Exception {
        assertClean(Claims.ofConstants(SyscallsAarch64.class), of("aarch64", "aarch64"), "linux-libc-dev-arm64-cross");
    }

    @Test
    void theStructOfLibnumaHasItsSizeAndOffsets() throws Exception {
        assertClean(Claims.ofStruct(bitmask.class), here("libnuma.h"), "libnuma-dev");
    }

    @Test
    void everyCTypeHasItsSize() throws Exception {
        assertClean(Claims.ofTypes(Abi.class), here("libc.h"), "libc6-dev");
    }

    @Test
    void theTwoTablesNameTheSameSystemCalls() {
        assertThat(Claims.ofConstants(SyscallsX86_64.class)).extracting(Claim::what)
                .containsExactlyInAnyOrderElementsOf(
                        Claims.ofConstants(SyscallsAarch64.class).stream().map(Claim::what).toList());
    }

    @Test
    void theConstantsAreFoundAndFunctionsAreNot() {
        assertThat(Claims.ofConstants(Libc.class)).extracting(Claim::what)
                .contains("EPERM", "MAP_FAILED", "_SC_PAGESIZE", "MADV_HUGEPAGE")
                .doesNotContain("getpid", "geteuid", "syscall");
        assertThat(Claims.ofConstants(LibNuma.class)).isEmpty();
        assertThat(Claims.ofConstants(Mempolicy.class)).extracting(Claim::what).contains("MPOL_BIND", "MPOL_MF_MOVE");
    }

    @Test
    void aWrongValueIsFoundAndNamed() throws Exception {
        Verdict verdict = withHeader("#define RIGHT 1\n#define WRONG 2\nenum { OFF = 7 };")
                .judge(List.of(Claim.value("RIGHT", 1), Claim.value("WRONG", 3), Claim.value("OFF", -7)));

        assertThat(verdict).isEqualTo(new Verdict.Wrong(List.of("WRONG", "OFF")));
    }

    @Test
    void anUndeclaredNameBreaksTheCheck() throws Exception {
        HeaderCheck check = withHeader("#define RIGHT 1\n#define WRONG 2");

        assertThat(check.judge(List.of(Claim.value("RIGHT", 1), Claim.value("ABSENT", 1))))
                .isInstanceOf(Verdict.CheckBroken.class)
                .asString()
                .contains("ABSENT");
        assertThat(check.judge(List.of(Claim.value("WRONG", 3), Claim.value("ABSENT", 1))))
                .isInstanceOf(Verdict.CheckBroken.class);
    }

    @Test
    void anErrorThatIsNoWrongClaimBreaksTheCheck() throws Exception {
        assertThat(withHeader("#define RIGHT 1\nnonsense!").judge(List.of(Claim.value("RIGHT", 1))))
                .isInstanceOf(Verdict.CheckBroken.class);
        assertThat(withHeader("#include <no/such/header.h>").judge(List.of(Claim.value("RIGHT", 1))))
                .isInstanceOf(Verdict.CheckBroken.class);
        assertThat(new HeaderCheck(directory, "<errno.h>", List.of("--no-such-flag"))
                .judge(List.of(Claim.value("EPERM", 1)))).isInstanceOf(Verdict.CheckBroken.class);
    }

    @Test
    void noClaimsAtAllBreakTheCheck() throws Exception {
        assertThat(withHeader("").judge(List.of())).isInstanceOf(Verdict.CheckBroken.class);
    }

    private static void assertClean(List<Claim> claims, HeaderCheck check, String packageName) throws Exception {
        Optional<String> missing = check.missingFile();
        assumeTrue(missing.isEmpty(), () -> missing.orElseThrow() + ": install " + packageName);
        assertThat(check.judge(claims)).isEqualTo(new Verdict.Clean(claims.size()));
    }

    /** Return a check with the header that jextract reads, and behind it the headers of this machine. */
    private HeaderCheck here(String header) {
        return check(header, List.of());
    }

    /** Return a check of the system calls of an architecture, with the headers of this machine or Debian's for it. */
    private HeaderCheck of(String javaName, String gnuName) {
        return System.getProperty("os.arch").equals(javaName)
                ? here("syscalls.h")
                : check("syscalls.h", List.of("-nostdinc", "-isystem", "/usr/" + gnuName + "-linux-gnu/include"));
    }

    private HeaderCheck check(String header, List<String> flags) {
        Path file = NATIVE_HEADERS.resolve(header).toAbsolutePath();
        assertThat(file).isRegularFile();
        return new HeaderCheck(directory, "\"" + file + "\"", flags);
    }

    private HeaderCheck withHeader(String text) throws Exception {
        Path header = Files.writeString(directory.resolve("planted.h"), text);
        return new HeaderCheck(directory, "\"" + header + "\"", List.of());
    }
}
