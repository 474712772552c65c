package io.numamigrator.bindings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a generated source says, without comments and white space: those differ between versions of libclang. */
record JavaText(String text) {

    /** A comment; or a string or character literal, in which nothing is a comment. */
    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
            "(?<comment>/\\*.*?\\*/|//[^\\n]*)|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'", Pattern.DOTALL);

    private static final int CONTEXT = 60;

    static JavaText of(String source) {
        String code = COMMENT_OR_LITERAL.matcher(source)
                .replaceAll(found -> found.group("comment") == null
                        ? Matcher.quoteReplacement(found.group())
                        : " ");
        return new JavaText(code.replaceAll("\\s+", ""));
    }

    /** Return the text around the first difference. */
    String around(JavaText other) {
        int at = 0;
        while (at < Math.min(text.length(), other.text.length()) && text.charAt(at) == other.text.charAt(at)) {
            at++;
        }
        return text.substring(Math.max(0, at - CONTEXT / 2), Math.min(text.length(), at + CONTEXT));
    }
}
