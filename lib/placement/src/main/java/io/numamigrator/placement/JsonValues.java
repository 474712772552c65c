package io.numamigrator.placement;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.numamigrator.MemoryRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads values of one line, exactly as the format has them: a number is no text, and a member stands once. */
final class JsonValues {

    private final JsonReader json;
    /** A handful: looking through them is faster than hashing. */
    private final List<String> seen = new ArrayList<>(8);

    /** The member that is being read. */
    private String name = "";

    JsonValues(JsonReader json) {
        this.json = json;
    }

    /** Returns the name of the next member. */
    String name() throws IOException {
        name = json.nextName();
        if (seen.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" stands twice");
        }
        seen.add(name);
        return name;
    }

    void require(String what, String... names) {
        for (String name : names) {
            if (!seen.contains(name)) {
                throw new IllegalArgumentException(what + " lacks \"" + name + "\"");
            }
        }
    }

    IllegalArgumentException unknown(String what) {
        return new IllegalArgumentException(what + " has no member \"" + name + "\" in this version of the format");
    }

    String text() throws IOException {
        if (json.peek() != JsonToken.STRING) {
            throw new IllegalArgumentException("\"" + name + "\" is no text");
        }
        return json.nextString();
    }

    /** Reads a whole number from 0 on. */
    long number() throws IOException {
        if (json.peek() == JsonToken.NUMBER) {
            String digits = json.nextString();
            try {
                long number = Long.parseLong(digits);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(notWhole(digits), e);
            }
            throw new IllegalArgumentException(notWhole(digits));
        }
        throw new IllegalArgumentException("\"" + name + "\" is no number");
    }

    private String notWhole(String digits) {
        return "\"" + name + "\" is " + digits + ", no whole number from 0 to " + Long.MAX_VALUE;
    }

    int small() throws IOException {
        long number = number();
        if (number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("\"" + name + "\" is " + number + ", too large");
        }
        return (int) number;
    }

    double decimal() throws IOException {
        if (json.peek() != JsonToken.NUMBER) {
            throw new IllegalArgumentException("\"" + name + "\" is no number");
        }
        return Double.parseDouble(json.nextString());
    }

    /** Reads a range; those of digits alone, as nearly all are, without making parts of the text first. */
    MemoryRange range() throws IOException {
        String text = text();
        int dash = text.indexOf('-');
        long start = digits(text, 0, dash);
        long end = digits(text, dash + 1, text.length());
        return start >= 0 && end >= start ? new MemoryRange(start, end - start) : MemoryRange.parse(text);
    }

    /** Returns a number of up to 60 bits, or -1 if the text is none. */
    private static long digits(String text, int from, int to) {
        if (to <= from || to - from > 15) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }
}
