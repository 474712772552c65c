package io.numamigrator.access;

import io.numamigrator.Errno;
import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system calls of page placement, each with a form that changes nothing and whose answer is known.
 *
 * <p>Any other answer did not come from the call itself: the kernel lacks it, or somebody stands before it.
 */
public enum PlacementCall {
    MOVE_PAGES("move_pages", "query of one page of its own", 0, 0) {
        @Override
        public long ask(Kernel kernel, CallFrame frame) {
            frame.pages.set(ValueLayout.JAVA_LONG, 0, frame.pages.address());
            return kernel.movePages(frame, 0, 1, frame.pages, MemorySegment.NULL, frame.status, 0);
        }
    },
    /** Without a target node there is nothing to do: EINVAL, or 0 before 4.16. */
    MIGRATE_PAGES("migrate_pages", "from no node to none", einval(), 0) {
        @Override
        public long ask(Kernel kernel, CallFrame frame) {
            return kernel.migratePages(frame, 0, 0, MemorySegment.NULL, MemorySegment.NULL);
        }
    },
    MBIND("mbind", "on no bytes", 0, 0) {
        @Override
        public long ask(Kernel kernel, CallFrame frame) {
            return kernel.mbind(frame, 0, 0, DEFAULT_POLICY, MemorySegment.NULL, 0, 0);
        }
    },
    GET_MEMPOLICY("get_mempolicy", "with nowhere to write", 0, 0) {
        @Override
        public long ask(Kernel kernel, CallFrame frame) {
            return kernel.getMempolicy(frame, MemorySegment.NULL, MemorySegment.NULL, 0, 0, 0);
        }
    },
    SET_MEMPOLICY("set_mempolicy", "with a mode that does not exist", einval(), einval()) {
        @Override
        public long ask(Kernel kernel, CallFrame frame) {
            return kernel.setMempolicy(frame, -1, MemorySegment.NULL, 0);
        }
    },
    /** Flags have to be 0. The call is there from Linux 5.17 on. */
    SET_MEMPOLICY_HOME_NODE("set_mempolicy_home_node", "with a flag that does not exist", einval(), einval()) {
        @Override
        public long ask(Kernel kernel, CallFrame frame) {
            return kernel.setMempolicyHomeNode(frame, 0, 0, 0, 1);
        }
    };

    private static final int DEFAULT_POLICY = 0;

    private final String systemCall;
    private final String form;
    private final long answer;
    private final long olderAnswer;

    /** {@code answer} is that of a kernel of today, {@code olderAnswer} that of a kernel before. */
    PlacementCall(String systemCall, String form, long answer, long olderAnswer) {
        this.systemCall = systemCall;
        this.form = form;
        this.answer = answer;
        this.olderAnswer = olderAnswer;
    }

    private static long einval() {
        return -Errno.EINVAL.number();
    }

    public static Optional<PlacementCall> named(String systemCall) {
        return Stream.of(values()).filter(call -> call.systemCall.equals(systemCall)).findFirst();
    }

    public String systemCall() {
        return systemCall;
    }

    /** Make the call in its harmless form. */
    public abstract long ask(Kernel kernel, CallFrame frame);

    /** Tell whether this is an answer of the call itself. */
    public boolean knows(long result) {
        return result == answer || result == olderAnswer;
    }

    String evidence(long result) {
        return systemCall + ", " + form + ": " + text(result);
    }

    /** Returns the answer of a system call as strace writes it: {@code 0}, {@code -1 EPERM}; any number has a text. */
    public static String text(long answer) {
        return answer >= 0
                ? Long.toString(answer)
                : Stream.of(Errno.values()).filter(errno -> errno.number() == -answer).findFirst()
                        .map(errno -> "-1 " + errno.name()).orElse("-1 errno " + -answer);
    }
}
