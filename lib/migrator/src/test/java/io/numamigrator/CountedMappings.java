package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.LinuxKernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Counts what is mapped and unmapped through the running kernel. */
final class CountedMappings {

    private final Kernel real = LinuxKernels.throughSyscall();
    private final Kernel kernel = (Kernel) Proxy.newProxyInstance(Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class}, (_, method, arguments) -> answer(method, arguments));
    private int mappings;
    private long bytes;
    private @Nullable Errno refusal;

    Kernel kernel() {
        return kernel;
    }

    /** Return how often memory was mapped. */
    int mappings() {
        return mappings;
    }

    /** Return the bytes that were mapped and not unmapped. */
    long bytes() {
        return bytes;
    }

    void refuseNextUnmap(Errno errno) {
        refusal = errno;
    }

    private @Nullable Object answer(Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && method.getName().equals("munmap") && refusal != null) {
            long refused = -refusal.number();
            refusal = null;
            return refused;
        }
        Object answer = onRealKernel(method, arguments);
        if (arguments != null && method.getName().equals("mmap") && (Long) answer > 0) {
            mappings++;
            bytes += (Long) arguments[1];
        } else if (arguments != null && method.getName().equals("munmap") && (Long) answer == 0) {
            bytes -= (Long) arguments[2];
        }
        return answer;
    }

    private Object onRealKernel(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
