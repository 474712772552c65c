package io.numamigrator.fidelity.sim;

/** Makes the simulated kernel wrong from outside: it is asked something else, or its answer is changed. */
interface Distortion {

    Distortion NONE = new Distortion() {};

    /** Change the arguments of a system call before it is made. */
    default void ofArguments(int number, long[] arguments) {}

    /** Return what is told as the result of a system call. */
    default long ofResult(int number, long result) {
        return result;
    }

    /** Tell one result of a system call as another. */
    static Distortion result(int call, long from, long to) {
        return new Distortion() {
            @Override
            public long ofResult(int number, long result) {
                return number == call && result == from ? to : result;
            }
        };
    }

    /** Keep some bits of an argument of a system call. */
    static Distortion bits(int call, int argument, long mask) {
        return new Distortion() {
            @Override
            public void ofArguments(int number, long[] arguments) {
                if (number == call) {
                    arguments[argument] &= mask;
                }
            }
        };
    }

    /** Add to an argument of a system call. */
    static Distortion sum(int call, int argument, long more) {
        return new Distortion() {
            @Override
            public void ofArguments(int number, long[] arguments) {
                if (number == call) {
                    arguments[argument] += more;
                }
            }
        };
    }
}
