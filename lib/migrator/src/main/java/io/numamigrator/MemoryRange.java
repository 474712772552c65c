package io.numamigrator;

import io.numamigrator.kernel.Segments;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Addresses {@code [start, start + bytes)} of a process.
 *
 * <p>A page belongs to the range if at least one of its bytes does, so an unaligned range reaches to the page boundaries
 * on both sides. A range of zero bytes has no page.
 *
 * @param start first address, unsigned
 * @param bytes length in bytes, not negative
 */
public record MemoryRange(long start, long bytes) {

    private static final int MOST_DIGITS = 16;
    /** 2⁶⁴, the end of the address space; it needs 65 bits. */
    private static final String END_OF_ALL = "1" + "0".repeat(MOST_DIGITS);

    private static final String NO_ADDRESS = "an end of it is no hexadecimal number of 64 bits";

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if {@code bytes} is negative or the range wraps around the address space
     */
    public MemoryRange {
        if (bytes < 0) {
            throw new IllegalArgumentException("a range of " + bytes + " bytes");
        }
        if (Segments.wraps(start, bytes)) {
            throw new IllegalArgumentException(
                    "a range of " + bytes + " bytes from 0x" + hex(start) + " wraps around the address space");
        }
    }

    /** Returns the addresses of a native segment; the segment's lifetime is not carried along. */
    public static MemoryRange of(MemorySegment segment) {
        Objects.requireNonNull(segment, "segment");
        return new MemoryRange(Segments.requireNative(segment).address(), segment.byteSize());
    }

    /**
     * Reads a range as /proc/PID/maps writes it: {@code 7f66f9ad3000-7f66f9ad5000}, hexadecimal, with or without 0x.
     *
     * @throws IllegalArgumentException if the text is no such range; the message quotes it
     */
    public static MemoryRange parse(String text) {
        Objects.requireNonNull(text, "text");
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw refuse(text, "there is no dash", null);
        }
        long start = address(text, text.substring(0, dash));
        String last = digits(text.substring(dash + 1));
        boolean toTheEnd = last.equals(END_OF_ALL);
        long end = toTheEnd ? 0 : address(text, last);
        if (!toTheEnd && Long.compareUnsigned(end, start) < 0) {
            throw refuse(text, "it ends before it starts", null);
        }
        if (end - start < 0 || toTheEnd && start == 0) {
            throw refuse(text, "it is longer than " + Long.MAX_VALUE + " bytes", null);
        }
        return new MemoryRange(start, end - start);
    }

    private static long address(String text, String part) {
        String digits = digits(part);
        try {
            if (!digits.isEmpty() && digits.length() <= MOST_DIGITS) {
                return HexFormat.fromHexDigitsToLong(digits);
            }
        } catch (NumberFormatException e) {
            throw refuse(text, NO_ADDRESS, e);
        }
        throw refuse(text, NO_ADDRESS, null);
    }

    private static String digits(String part) {
        String stripped = part.strip();
        return stripped.startsWith("0x") ? stripped.substring(2) : stripped;
    }

    private static IllegalArgumentException refuse(
            String text, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "address range \"" + text + "\": " + why + "; write it like 7f66f9ad3000-7f66f9ad5000", cause);
    }

    /** Returns the end of the range (exclusive), unsigned; 0 where the last byte is the last of the address space. */
    public long end() {
        return start + bytes;
    }

    private static String hex(long address) {
        return Long.toHexString(address);
    }

    /** Returns the text of /proc/PID/maps: {@code 7f66f9ad3000-7f66f9ad5000}. */
    @Override
    public String toString() {
        return hex(start) + "-" + (bytes > 0 && end() == 0 ? END_OF_ALL : hex(end()));
    }
}
