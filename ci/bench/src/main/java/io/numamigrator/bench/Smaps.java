package io.numamigrator.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What /proc/self/smaps says of one VMA. */
record Smaps(String vma, List<String> lines) {

    /** Read the lines of the VMA that starts at an address. */
    static Smaps ofVma(long start) throws IOException {
        String head = Long.toHexString(start) + "-";
        List<String> all = Files.readAllLines(Path.of("/proc/self/smaps"));
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith(head)) {
                return new Smaps(all.get(i), all.subList(i + 1, Math.min(i + 30, all.size())));
            }
        }
        throw new IllegalStateException("no VMA starts at " + head);
    }

    /** Check a line that is given in kB. */
    Smaps require(String name, long bytes) {
        String line = lines.stream().filter(each -> each.startsWith(name + ":")).findFirst().orElseThrow();
        long found = Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        if (found != bytes) {
            throw new IllegalStateException(vma + ": " + name + " is " + found + " B, the measurement needs " + bytes
                    + " B (huge pages: /sys/kernel/mm/transparent_hugepage/enabled must be madvise or always)");
        }
        return this;
    }
}
