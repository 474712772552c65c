package io.numamigrator;

import io.numamigrator.kernel.Kernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The running kernel, under which another process ends right after the first system call that is about it. */
final class EndingKernel {

    private EndingKernel() {}

    static Kernel endingAfterCall(OtherProcess other, String call) {
        Kernel kernel = Routes.kernel(Route.SYSCALL);
        return (Kernel) Proxy.newProxyInstance(Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class},
                (_, method, arguments) -> {
                    try {
                        Object answer = method.invoke(kernel, arguments);
                        if (method.getName().equals(call) && arguments[1].equals(other.pid())) {
                            other.close();
                        }
                        return answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
