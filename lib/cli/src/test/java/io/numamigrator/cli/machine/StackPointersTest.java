package io.numamigrator.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackPointersTest {

    @Test
    void theStackPointerIsTheLastWordButOne() {
        String inACall = "202 0x7f16 0x189 0x0 0x0 0x0 0xffffffff 0x7f1665fd2d50 0x7f1667db8f16";
        assertThat(StackPointers.parse(inACall)).isEqualTo(0x7f1665fd2d50L);
        assertThat(StackPointers.parse("-1 0x7ffe65be6180 0x7f1667db8f16\n")).isEqualTo(0x7ffe65be6180L);
    }

    @Test
    void aRunningThreadHasNone() {
        assertThat(StackPointers.parse("running\n")).isZero();
    }

    @Test
    void everyThreadOfThisProcessIsAccountedFor() {
        StackPointers pointers = StackPointers.of("/proc/self/");
        assertThat(pointers.threads()).isPositive();
        assertThat(pointers.addresses().size() + pointers.running() + pointers.refused()).isEqualTo(pointers.threads());
    }

    @Test
    void aProcessThatIsGoneHasNoThreads() {
        assertThat(StackPointers.of("/proc/" + Integer.MAX_VALUE + "/").threads()).isZero();
    }
}
