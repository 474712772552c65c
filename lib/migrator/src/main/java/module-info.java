import io.numamigrator.NumaProvider;
import io.numamigrator.engine.LibraryProvider;

/** See where every page of a Linux process lives, and move it. */
@SuppressWarnings("module") // the simulation is compiled after this
module io.numamigrator {
    requires static org.jspecify;
    requires io.numamigrator.bindings;

    exports io.numamigrator;
    exports io.numamigrator.engine to
            io.numamigrator.simulation;
    exports io.numamigrator.kernel to
            io.numamigrator.simulation;

    uses NumaProvider;

    provides NumaProvider with
            LibraryProvider;
}
