package io.numamigrator.bench;

/** The least a JVM can do; the yardstick of the start-up table. */
final class Hello {

    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("hello");
    }
}
