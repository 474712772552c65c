package io.numamigrator;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups of classes in which each reaches each other; a nested class counts as the one around it. */
@SuppressWarnings("exports")
public final class ClassCycles extends ArchCondition<JavaClass> {

    private final int most;
    private final Map<String, Set<String>> uses = new TreeMap<>();

    private ClassCycles(int most) {
        super("not be in a cycle of more than " + most + " classes");
        this.most = most;
    }

    /** Returns the condition that no cycle has more classes than this. */
    public static ClassCycles ofAtMost(int most) {
        return new ClassCycles(most);
    }

    @Override
    public void init(Collection<JavaClass> classes) {
        uses.clear();
        for (JavaClass each : classes) {
            uses.put(top(each), new TreeSet<>());
        }
        for (JavaClass each : classes) {
            Set<String> used = uses.getOrDefault(top(each), Set.of());
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String to = top(dependency.getTargetClass());
                if (uses.containsKey(to)) {
                    used.add(to);
                }
            }
        }
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        // All is known only at the end.
    }

    @Override
    public void finish(ConditionEvents events) {
        for (Set<String> group : groups()) {
            if (group.size() > most) {
                events.add(SimpleConditionEvent.violated(group, group.size() + " classes in a cycle: " + group));
            }
        }
    }

    /** Returns the groups: two classes are in one if each is reached from the other. */
    private List<Set<String>> groups() {
        Map<String, Set<String>> users = new HashMap<>();
        uses.forEach(
                (from, targets) -> targets.forEach(to -> users.computeIfAbsent(to, _ -> new HashSet<>()).add(from)));
        List<Set<String>> groups = new ArrayList<>();
        Set<String> placed = new HashSet<>();
        for (String start : uses.keySet()) {
            if (!placed.contains(start)) {
                Set<String> group = reached(start, uses);
                group.retainAll(reached(start, users));
                placed.addAll(group);
                groups.add(group);
            }
        }
        return groups;
    }

    private static Set<String> reached(String start, Map<String, Set<String>> edges) {
        Set<String> found = new TreeSet<>(Set.of(start));
        Deque<String> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            for (String next : edges.getOrDefault(open.pop(), Set.of())) {
                if (found.add(next)) {
                    open.push(next);
                }
            }
        }
        return found;
    }

    private static String top(JavaClass each) {
        String name = each.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
