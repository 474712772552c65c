package io.numamigrator.placement;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a text into lines, each as long as it may be and no longer: memory stays bounded whatever the text is. */
final class PlanLines {

    /** A million runs fit; nobody writes that. */
    static final int LONGEST = 1 << 24;

    private static final int ROOM = 1 << 16;

    private final Reader text;
    private char[] buffer = new char[ROOM];
    private int at;
    private int end;
    private long number;
    private boolean over;

    PlanLines(Reader text) {
        this.text = text;
    }

    /** Returns the number of the line that was read last, the first one being 1. */
    long number() {
        return number;
    }

    /** Returns the next line that is not blank, or null at the end of the text. */
    @Nullable CharArrayReader next() throws IOException {
        while (true) {
            int newline = find(at);
            if (at == end && over) {
                return null;
            }
            number++;
            int from = at;
            at = Math.min(newline + 1, end);
            if (!isBlank(from, newline)) {
                return new CharArrayReader(buffer, from, newline - from);
            }
        }
    }

    private boolean isBlank(int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (buffer[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Finds the end of the line that begins at {@link #at}, which may come to lie elsewhere; reads on as far as it takes. */
    private int find(int begin) throws IOException {
        int i = begin;
        while (true) {
            for (; i < end; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            if (over) {
                return end;
            }
            i -= at;
            fill();
            i += at;
        }
    }

    private void fill() throws IOException {
        int kept = end - at;
        if (kept > LONGEST) {
            throw new PlanFormatException(number + 1, "it is longer than " + LONGEST + " characters", null);
        }
        if (at > 0) {
            System.arraycopy(buffer, at, buffer, 0, kept);
        } else if (kept == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        at = 0;
        end = kept;
        int count = read();
        over = count < 0;
        end += Math.max(count, 0);
    }

    private int read() throws IOException {
        try {
            return text.read(buffer, end, buffer.length - end);
        } catch (CharacterCodingException broken) {
            long newlines = java.util.stream.IntStream.range(at, end).filter(i -> buffer[i] == '\n').count();
            throw new PlanFormatException(number + newlines + 1, "it, or one soon after it, is no UTF-8", broken);
        }
    }
}
