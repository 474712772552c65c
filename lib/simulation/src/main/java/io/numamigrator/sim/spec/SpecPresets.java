package io.numamigrator.sim.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Machines with a name of their own, each written out as a SPEC; guests have the same ones (ci/vm/numavm/presets.py).
 *
 * <p>Real machines are given by their public figures: node ids, CPU numbers, sizes, and the distances that their firmware reports.
 */
final class SpecPresets {

    private static final Map<String, String> PRESETS = new LinkedHashMap<>();

    static {
        PRESETS.put("two", "2");
        PRESETS.put("four", "4");
        PRESETS.put("eight", "8");
        PRESETS.put("tiered", "2+[0cpu]@31");
        PRESETS.put("holes", "[1cpu]+[offline]+[1cpu]+[1cpu,0M]+[0cpu]");
        PRESETS.put("gh200", "[72cpu,480G]+[0cpu,96G]+7x[empty]/0:1-8=80/1-8:1-8=255");
        PRESETS.put("power9", "[88cpu,256G]+8=[88cpu,256G]+250=6x[0cpu,16G]"
                + "/0:8=40/0:250-255=80/8:250-255=80/250-255:250-255=80");
        PRESETS.put("xeon-max-snc4", "[cpus=0-13,112-125,64G]+[cpus=14-27,126-139,64G]+[cpus=28-41,140-153,64G]"
                + "+[cpus=42-55,154-167,64G]+[cpus=56-69,168-181,64G]+[cpus=70-83,182-195,64G]"
                + "+[cpus=84-97,196-209,64G]+[cpus=98-111,210-223,64G]+8x[0cpu,16G]@14"
                + "/0-3:0-3=12/4-7:4-7=12/0-3:4-7=21/0:8=13/1:9=13/2:10=13/3:11=13/4:12=13/5:13=13/6:14=13/7:15=13"
                + "/0-3:12-15=23/4-7:8-11=23/8-11:12-15=23");
        PRESETS.put("epyc-nps4", "[cpus=0-15,128-143,64G]+[cpus=16-31,144-159,64G]+[cpus=32-47,160-175,64G]"
                + "+[cpus=48-63,176-191,64G]+[cpus=64-79,192-207,64G]+[cpus=80-95,208-223,64G]"
                + "+[cpus=96-111,224-239,64G]+[cpus=112-127,240-255,64G]/0-3:0-3=12/4-7:4-7=12/0-3:4-7=32");
        PRESETS.put("optane", "[cpus=0-23,48-71,192G]+[cpus=24-47,72-95,192G]+2x[0cpu,768G]@28"
                + "/0:1=21/0:2=17/1:3=17");
    }

    private SpecPresets() {}

    /** Returns the SPEC that a name stands for; anything else is a SPEC itself. */
    static String writtenOut(String name) {
        return PRESETS.getOrDefault(name, name);
    }

    /** Returns the names, for messages. */
    static String names() {
        return String.join(", ", PRESETS.keySet());
    }
}
