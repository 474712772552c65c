package io.numamigrator.sim;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;

/** Reads the numbers of rules from the names of tests: {@code 1.3/1 and 1.3/2: node {0} is ENODEV}. */
final class RuleNumbers {

    private static final Pattern NUMBER =
            Pattern.compile(
                    "(?<section>12|4|[1-57]\\.\\d{1,2})(?:/(?<item>\\w+(?:\\.\\d)?)(?:-(?<last>\\d+))?)?(?![\\d.])");

    private static final Pattern AND = Pattern.compile(",? and |, | before ");

    private RuleNumbers() {}

    /** Return the tests of a class by the rules they name. */
    static Map<String, List<String>> of(Class<?> type) {
        Map<String, List<String>> tests = new LinkedHashMap<>();
        Arrays.stream(type.getDeclaredMethods())
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> numbers(method).forEach(number -> tests
                        .computeIfAbsent(number, _ -> new ArrayList<>())
                        .add(type.getSimpleName() + "." + method.getName())));
        return tests;
    }

    private static Set<String> numbers(Method method) {
        DisplayName name = method.getAnnotation(DisplayName.class);
        ParameterizedTest test = method.getAnnotation(ParameterizedTest.class);
        Set<String> numbers = new LinkedHashSet<>();
        Stream.of(name == null ? "" : name.value(), test == null ? "" : test.name())
                .forEach(text -> read(text, numbers));
        return numbers;
    }

    private static void read(String text, Set<String> numbers) {
        Matcher number = NUMBER.matcher(text);
        Matcher and = AND.matcher(text);
        for (int at = 0; number.region(at, text.length()).lookingAt();) {
            add(number, numbers);
            at = number.end();
            if (!and.region(at, text.length()).lookingAt()) {
                return;
            }
            at = and.end();
        }
    }

    private static void add(Matcher number, Set<String> numbers) {
        String section = number.group("section");
        String item = number.group("item");
        String last = number.group("last");
        if (item == null) {
            numbers.add(section);
        } else if (last == null) {
            numbers.add(section + "/" + item);
        } else {
            for (int i = Integer.parseInt(item); i <= Integer.parseInt(last); i++) {
                numbers.add(section + "/" + i);
            }
        }
    }
}
