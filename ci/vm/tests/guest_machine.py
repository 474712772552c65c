import unittest

from numa_vm import run

LOOK = "cd /sys/devices/system/node && cat possible online has_cpu has_memory node*/distance"


class Machine(unittest.TestCase):
    def test_the_guest_has_the_nodes_of_the_spec(self):
        for spec, seen in {
            "holes": ["0-4", "0,2-4", "0,2-3", "0,2,4", "10 20 20 20", "20 10 20 20", "20 20 10 20", "20 20 20 10"],
            "[2cpu,256M]+[0cpu,64M]+[1cpu,0M]/0:1=15/1:0=17":
                ["0-2", "0-2", "0,2", "0-1", "10 15 20", "17 10 20", "20 20 10"],
        }.items():
            with self.subTest(spec):
                done = run("--", "sh", "-c", LOOK, machine=("--nodes", spec))
                self.assertEqual((done.stderr, done.stdout.decode().splitlines()), (b"", seen))

    def test_no_cpu_has_the_instruction_that_qemu_gets_wrong(self):
        done = run("--", "grep", "-c", "cx16", "/proc/cpuinfo", machine=("--nodes", "1+[offline]+1"))
        self.assertEqual((done.stderr, done.stdout), (b"", b"0\n"))

    def test_the_firmware_tells_how_fast_memory_is(self):
        look = "cd /sys/devices/system/node && cat node*/access0/initiators/read_*"
        spec = "[256M,latency=80ns,bandwidth=40G]+[0cpu,256M,latency=300ns,bandwidth=10G]"
        done = run("--", "sh", "-c", look, machine=("--nodes", spec))
        self.assertEqual((done.stderr, done.stdout.decode().split()), (b"", ["40960", "80", "10240", "300"]))
