package io.numamigrator.areas;

import io.numamigrator.MemoryRange;
import io.numamigrator.Vma;
import java.util.Optional;

/** Reads one line of /proc/PID/maps: {@code start-end perms offset device inode   path}. */
public final class MapsLine {

    private MapsLine() {}

    /**
     * Parse a line.
     *
     * @throws IllegalArgumentException if the line has not its five fields, or one is wrong; the message quotes the line
     */
    public static Vma.Mapping parse(String line) {
        try {
            String[] fields = line.split(" +", 6);
            if (fields.length < 5) {
                throw new IllegalArgumentException("it has " + fields.length + " fields of 5");
            }
            String path = fields.length == 6 ? KernelPath.fromMaps(fields[5]) : "";
            long offset = Long.parseUnsignedLong(fields[2], 16);
            long inode = Long.parseUnsignedLong(fields[4]);
            Optional<Vma.FileId> file =
                    inode == 0 ? Optional.empty() : Optional.of(new Vma.FileId(fields[3], inode));
            return new Vma.Mapping(MemoryRange.parse(fields[0]), fields[1], offset, path, file);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line of maps \"" + line + "\": " + e.getMessage(), e);
        }
    }
}
