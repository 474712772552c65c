package io.numamigrator.bindings;

/** Something the generated classes say about C, as C must find it: {@code EPERM} is 1. */
record Claim(String what, String cCondition) {

    /** Claim that a C expression has a value; a pointer counts as its address. */
    static Claim value(String expression, long value) {
        return new Claim(expression, "(long long) (" + expression + ") == " + value + "LL");
    }

    /** Return the claim as a line of C that does not compile if the claim is wrong. */
    String toC() {
        return "_Static_assert(" + cCondition + ", \"" + what + "\");";
    }
}
