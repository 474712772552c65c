package io.numamigrator.bindings;

import java.util.List;

/** What the C compiler says of claims. */
sealed interface Verdict {

    /** The compiler agreed with every claim. */
    record Clean(int claims) implements Verdict {}

    /** The compiler found these claims wrong, and nothing else to complain about. */
    record Wrong(List<String> claims) implements Verdict {}

    /** The compiler could not judge: an undeclared name, or any error that is not a wrong claim. */
    record CheckBroken(String output) implements Verdict {}
}
