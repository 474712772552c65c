package io.numamigrator;

/**
 * Who answers the calls of a {@link NumaMigrator}.
 *
 * @param description one line for people: {@code Linux 6.12.0 through syscall(2)}
 * @param simulated whether the kernel is a simulation inside this JVM
 * @param pageSize size of a base page in bytes
 */
public record Backend(String description, boolean simulated, int pageSize) {

    @Override
    public String toString() {
        return description;
    }
}
