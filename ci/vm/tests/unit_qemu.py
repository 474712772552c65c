import unittest

from numavm import qemu
from numavm.arch import ARM64, X86_64
from numavm.failure import SpecError
from numavm.spec import parse


def machine(spec, arch=X86_64):
    ports = {name: f"/dev/fd/{name}" for name in ("console", "out", "err", "control")}
    arguments = qemu.command(parse(spec), "vmlinux", "initrd", ports, [("host", "/", "ro"), ("share1", "/a,b", "rw")],
                             arch=arch)
    return [f"{option} {value}" for option, value in zip(arguments, arguments[1:])]


class Machine(unittest.TestCase):
    def test_each_node_gets_its_cpus_and_memory(self):
        said = machine("[2cpu,1G]+[1cpu,0M]+[0cpu,16M]")
        for expected in ("-smp cpus=3,maxcpus=3,sockets=3,cores=1,threads=1", "-m 1040M",
                         "-numa node,nodeid=0,memdev=memory0", "-numa node,nodeid=1",
                         "-numa node,nodeid=2,memdev=memory2", "-numa cpu,node-id=0,socket-id=1",
                         "-numa cpu,node-id=1,socket-id=2"):
            self.assertIn(expected, said)

    def test_an_offline_node_at_the_end_is_an_empty_socket(self):
        said = machine("2+[offline]")
        self.assertIn("-smp cpus=2,maxcpus=3,sockets=3,cores=1,threads=1", said)
        self.assertIn("-numa cpu,node-id=2,socket-id=2", said)

    def test_behind_an_empty_socket_cpus_are_plugged_one_by_one(self):
        said = machine("1+[offline]+2")
        self.assertIn("-smp cpus=1,maxcpus=9,sockets=9,cores=1,threads=1", said)
        self.assertEqual([line for line in said if line.startswith("-device max-x86_64-cpu")],
                         [f"-device max-x86_64-cpu,socket-id={socket},core-id=0,thread-id=0" for socket in (2, 3)])

    def test_memory_alone_keeps_its_place_in_front_of_a_cpu(self):
        self.assertIn("-numa cpu,node-id=1,socket-id=1", machine("1+[0cpu]+1"))

    def test_arm64_is_told_by_a_device_tree(self):
        said = machine("[2cpu,1G]+[0cpu,16M]+1", ARM64)
        for expected in ("-M virt,gic-version=3", "-cpu neoverse-n1", "-smp 3", "-numa node,nodeid=1,memdev=memory1",
                         "-numa node,nodeid=0,memdev=memory0,cpus=0,cpus=1", "-numa node,nodeid=2,memdev=memory2,cpus=2"):
            self.assertIn(expected, said)
        self.assertTrue(any("console=ttyAMA0" in line for line in said))

    def test_distances_are_told_both_ways(self):
        said = machine("2/0:1=30/1:0=40")
        self.assertIn("-numa dist,src=0,dst=1,val=30", said)
        self.assertIn("-numa dist,src=1,dst=0,val=40", said)

    def test_performance_falls_with_distance(self):
        said = machine("2x[latency=100ns,bandwidth=10G]")
        pair = "-numa hmat-lb,initiator=0,target=1,hierarchy=memory,data-type=access"
        self.assertIn(f"{pair}-latency,latency=200", said)
        self.assertIn(f"{pair}-bandwidth,bandwidth=5120M", said)
        self.assertIn("-M q35,hmat=on", said)

    def test_performance_next_to_a_node_without_memory_is_refused(self):
        with self.assertRaisesRegex(SpecError, "latency: .* node 1 has none"):
            machine("[latency=80ns,bandwidth=10G]+[1cpu,0M]")

    def test_a_comma_in_a_shared_folder_is_no_separator(self):
        self.assertIn("-fsdev local,id=share1,path=/a,,b,security_model=none,multidevs=remap", machine("1"))

    def test_the_host_can_only_be_read(self):
        self.assertIn("-fsdev local,id=host,path=/,security_model=none,multidevs=remap,readonly=on", machine("1"))
