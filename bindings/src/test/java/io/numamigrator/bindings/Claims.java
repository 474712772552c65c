package io.numamigrator.bindings;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The claims of a generated class, found by reflection, so that none is forgotten. */
final class Claims {

    private Claims() {}

    /**
     * Return a claim for each constant.
     *
     * <p>jextract prints a constant as a public static method without parameters. A C function without parameters looks
     * the same, but has an {@code $address} method beside it.
     */
    static List<Claim> ofConstants(Class<?> generated) {
        Set<String> functions = Stream.of(generated.getDeclaredMethods())
                .map(Method::getName)
                .filter(name -> name.endsWith("$address"))
                .map(name -> name.substring(0, name.indexOf('$')))
                .collect(Collectors.toSet());
        return publicGetters(generated)
                .filter(method -> !method.getName().contains("$") && !functions.contains(method.getName()))
                .map(method -> Claim.value(method.getName(), valueOf(invoke(method))))
                .toList();
    }

    /** Return claims for the size of a struct, and the offset and size of each of its fields. */
    static List<Claim> ofStruct(Class<?> generated) throws ReflectiveOperationException {
        String struct = "struct " + generated.getSimpleName();
        List<Claim> claims = new ArrayList<>();
        claims.add(Claim.value("sizeof(" + struct + ")", (long) generated.getMethod("sizeof").invoke(null)));
        for (Method offset : publicGetters(generated).filter(m -> m.getName().endsWith("$offset")).toList()) {
            String field = offset.getName().substring(0, offset.getName().indexOf('$'));
            MemoryLayout layout = (MemoryLayout) generated.getMethod(field + "$layout").invoke(null);
            claims.add(Claim.value("__builtin_offsetof(" + struct + ", " + field + ")", (long) invoke(offset)));
            claims.add(Claim.value("sizeof(((" + struct + " *) 0)->" + field + ")", layout.byteSize()));
        }
        return claims;
    }

    /** Return a claim for the size of each C type: {@code C_LONG_LONG} is what C calls {@code long long}. */
    static List<Claim> ofTypes(Class<?> generated) throws IllegalAccessException {
        List<Claim> claims = new ArrayList<>();
        for (Field field : generated.getFields()) {
            String type = switch (field.getName()) {
                case "C_BOOL" -> "_Bool";
                case "C_POINTER" -> "void *";
                default -> field.getName().replaceFirst("^C_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
            };
            claims.add(Claim.value("sizeof(" + type + ")", ((MemoryLayout) field.get(null)).byteSize()));
        }
        return claims;
    }

    private static Stream<Method> publicGetters(Class<?> generated) {
        return Stream.of(generated.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0);
    }

    private static long valueOf(Object constant) {
        return switch (constant) {
            case Number number -> number.longValue();
            case MemorySegment pointer -> pointer.address();
            default -> throw new IllegalArgumentException("a constant of " + constant.getClass() + " is new here");
        };
    }

    private static Object invoke(Method getter) {
        try {
            return getter.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot ask " + getter, e);
        }
    }
}
