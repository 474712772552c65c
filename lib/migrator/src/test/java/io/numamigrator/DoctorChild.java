package io.numamigrator;

/** A program for tests: diagnoses the process it is told about, from within the surroundings it was started in. */
final class DoctorChild {

    private DoctorChild() {}

    /** Print the diagnosis of a process, 0 being the own one. */
    public static void main(String[] arguments) {
        int pid = Integer.parseInt(arguments[0]);
        Diagnosis diagnosis = pid == 0 ? NumaMigrator.diagnose() : NumaMigrator.system().process(pid).explain();
        System.out.println(diagnosis);
    }
}
