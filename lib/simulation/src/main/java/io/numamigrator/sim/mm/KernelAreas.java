package io.numamigrator.sim.mm;

import io.numamigrator.sim.machine.Geometry;
import org.jspecify.annotations.Nullable;

/** The areas that the kernel maps into every program: its own code and data near the stack. */
public final class KernelAreas {

    private static final int VVAR_PAGES = 4;
    private static final int VDSO_PAGES = 2;
    private static final long ADDRESS = 0x7fff_0000_0000L;

    private final AddressSpace space;
    private final Geometry geometry;

    public KernelAreas(AddressSpace space) {
        this.space = space;
        this.geometry = space.geometry;
    }

    /** Map them; the vdso's pages are there, for the C library has called it. */
    public void map(Folio code) {
        long vvar = ADDRESS & -geometry.pageSize();
        long vdso = vvar + geometry.address(VVAR_PAGES);
        long end = vdso + geometry.address(VDSO_PAGES);
        space.map(area(vvar, vdso, new Backing.Vvar(), Vma.READ, "[vvar]"));
        space.map(area(vdso, end, new Backing.Vdso(), Vma.READ | Vma.EXECUTE, "[vdso]"));
        for (long page = geometry.page(vdso); page < geometry.page(end); page++) {
            space.mapFolio(code, page, 0, 1);
        }
    }

    private static Vma area(long start, long end, Backing backing, int protection, String name) {
        return new Vma(start, end, backing, 0, false, protection, null, false, Vma.HugeAdvice.NONE, name);
    }

    /** Return the first address of an area by its name. */
    public static long find(AddressSpace space, String name) {
        @Nullable Vma found = space.areas().stream().filter(area -> area.name().equals(name)).findFirst().orElse(null);
        if (found == null) {
            throw new IllegalArgumentException("there is no area " + name);
        }
        return found.start();
    }
}
