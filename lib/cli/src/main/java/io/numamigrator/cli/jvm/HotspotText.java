package io.numamigrator.cli.jvm;

import io.numamigrator.MemoryRange;
import io.numamigrator.cli.where.Layout;
import io.numamigrator.cli.where.MemoryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads addresses from what a HotSpot JVM answers to diagnostic commands (seen with JDK 17 to 25).
 *
 * <table>
 * <caption>Where addresses stand</caption>
 * <tr><th>command</th><th>line</th></tr>
 * <tr><td>GC.heap_info</td><td>{@code total 6172672K [0x0000000687400000, 0x0000000800000000)}, one for each generation, up to four
 *     numbers: bottom first, reserved end last. ZGC tells none; its heap is the file /memfd:java_heap</td></tr>
 * <tr><td>Compiler.codecache</td><td>{@code bounds [0x…, 0x…, 0x…]}: bottom, committed end, reserved end</td></tr>
 * <tr><td>VM.metaspace vslist</td><td>{@code vsl class-space:} or {@code vsl non-class-space:}, then
 *     {@code - node #0: base 0x…: reserved=1048576.00 KB}</td></tr>
 * <tr><td>Thread.print</td><td>{@code "main" #1 … [0x00007fb27c657000]}: a page of the thread's stack, 0 if it runs no Java</td></tr>
 * </table>
 */
final class HotspotText {

    private static final String HEX = "0x(\\p{XDigit}+)";
    private static final Pattern HEAP = Pattern.compile("\\[" + HEX + ",(?: ?" + HEX + ",)* ?" + HEX + "\\)");
    private static final Pattern CODE = Pattern.compile("bounds \\[" + HEX + ", " + HEX + ", " + HEX + "\\]");
    private static final Pattern LIST = Pattern.compile("vsl (non-)?class-space:");
    private static final Pattern NODE =
            Pattern.compile("- node #\\d+: base " + HEX + ": reserved=([\\d.]+) (bytes|[KMG]B)");
    private static final Pattern THREAD = Pattern.compile("^\".*\\[" + HEX + "\\]$");

    private HotspotText() {}

    /**
     * Say in a layout what the answers tell.
     *
     * @return addresses inside stacks of Java threads
     */
    static List<Long> read(String answers, Layout layout) {
        List<Long> stacks = new ArrayList<>();
        MemoryKind space = MemoryKind.METASPACE;
        for (String line : answers.lines().toList()) {
            Matcher heap = HEAP.matcher(line);
            Matcher code = CODE.matcher(line);
            Matcher list = LIST.matcher(line);
            Matcher node = NODE.matcher(line);
            Matcher thread = THREAD.matcher(line.stripTrailing());
            if (heap.find()) {
                say(layout, address(heap.group(1)), address(heap.group(3)), MemoryKind.JAVA_HEAP);
            } else if (code.find()) {
                say(layout, address(code.group(1)), address(code.group(3)), MemoryKind.CODE_CACHE);
            } else if (list.find()) {
                space = list.group(1) == null ? MemoryKind.CLASS_SPACE : MemoryKind.METASPACE;
            } else if (node.find()) {
                long base = address(node.group(1));
                say(layout, base, base + bytes(node.group(2), node.group(3)), space);
            } else if (thread.find() && address(thread.group(1)) != 0) {
                stacks.add(address(thread.group(1)));
            }
        }
        return stacks;
    }

    private static void say(Layout layout, long start, long end, MemoryKind kind) {
        if (start < end) {
            layout.say(new MemoryRange(start, end - start), kind);
        }
    }

    private static long address(String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    private static long bytes(String number, String unit) {
        long factor = switch (unit.charAt(0)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            case 'G' -> 1L << 30;
            default -> 1;
        };
        return Math.round(Double.parseDouble(number) * factor);
    }
}
