import subprocess
import unittest
from pathlib import Path

NUMA_VM = str(Path(__file__).parent.parent / "numa-vm")


def guest(kernel, nodes, command):
    done = subprocess.run([NUMA_VM, "--arch", "arm64", "--kernel", kernel, "--nodes", nodes, "--", "sh", "-c", command],
                          capture_output=True, text=True)
    return done.returncode, done.stdout.split()


class Arm64(unittest.TestCase):
    def test_nodes_are_as_written_with_memory_alone_and_cpus_alone(self):
        status, said = guest("6.12", "2+[1cpu,0M]+[0cpu,256M]", "cd /sys/devices/system/node; cat online has_memory has_cpu; "
                                                               "uname -m; exit 3")
        self.assertEqual((status, said), (3, ["0-3", "0-1,3", "0-2", "aarch64"]))

    def test_base_pages_can_be_16_kib_and_java_runs(self):
        status, said = guest("6.12-16k", "tiered", "ls /sys/kernel/mm/hugepages; cat /sys/devices/system/node/node2/distance; "
                                                   "java -Xint -XshowSettings:properties -version 2>&1 | grep os.arch")
        self.assertEqual(status, 0)
        self.assertIn("hugepages-32768kB", said)
        self.assertEqual(said[-6:], ["31", "31", "10", "os.arch", "=", "aarch64"])


if __name__ == "__main__":
    unittest.main()
