import unittest

from numavm.failure import SpecError
from numavm.spec import PRESETS, parse
from numavm.topology import MIB, Node

GIB = 1024 * MIB
HALF = Node(1, 512 * MIB)


def distances(spec):
    return [list(row) for row in parse(spec).distances]


class Nodes(unittest.TestCase):
    def test_a_number_is_so_many_usual_nodes(self):
        self.assertEqual(parse("3").nodes, (HALF,) * 3)

    def test_the_usual_node_can_be_told(self):
        self.assertEqual(parse("2+[1cpu]+[16M]", cpus=4, memory=GIB).nodes,
                         (Node(4, GIB), Node(4, GIB), Node(1, GIB), Node(4, 16 * MIB)))

    def test_groups_stand_in_the_order_of_writing(self):
        self.assertEqual(parse("[2cpu,1G]+2x[0cpu,512M]+[1cpu,0M]").nodes,
                         (Node(2, GIB), Node(0, 512 * MIB), Node(0, 512 * MIB), Node(1, 0)))

    def test_parts_stand_in_any_order(self):
        self.assertEqual(parse("[bandwidth=2G,1G,latency=80ns,1cpu]").nodes, (Node(1, GIB, False, 80, 2 * GIB),))

    def test_an_offline_node_has_neither_cpus_nor_memory(self):
        self.assertEqual(parse("1+[offline]+1").nodes, (HALF, Node(0, 0, offline=True), HALF))

    def test_every_preset_can_be_read(self):
        self.assertEqual({name: len(parse(name).nodes) for name in PRESETS},
                         {"two": 2, "four": 4, "eight": 8, "tiered": 3, "holes": 5})


class Distances(unittest.TestCase):
    def test_it_is_ten_to_oneself_and_else_twenty(self):
        self.assertEqual(distances("2"), [[10, 20], [20, 10]])

    def test_a_group_is_so_far_from_everyone(self):
        self.assertEqual(distances("1+2x[0cpu,1G]@31"), [[10, 31, 31], [31, 10, 31], [31, 31, 10]])

    def test_of_two_groups_the_greater_distance_counts(self):
        self.assertEqual(distances("1@40+1@31+1"), [[10, 40, 40], [40, 10, 31], [40, 31, 10]])

    def test_a_pair_stands_above_its_group_and_holds_both_ways(self):
        self.assertEqual(distances("2@31/0:1=15"), [[10, 15], [15, 10]])

    def test_a_way_back_can_differ(self):
        self.assertEqual(distances("two/1:0=40/0:1=30"), [[10, 30], [40, 10]])


class Refusals(unittest.TestCase):
    def test_each_names_its_field(self):
        for spec, field in {
            "": "topology",
            "five": "group 1",
            "4+": "group 2",
            "0": "group 1, count",
            "0x[1cpu]": "group 1, count",
            "129": "group 1, count",
            "100+100": "topology",
            "2x[]": "group 1",
            "2x[1cpu": "group 1",
            "2x[1cpu,512]": "group 1, memory",
            "2+[1cpu,1.5G]": "group 2, memory",
            "[1cpu,512M,1G]": "group 1, memory",
            "[1cpu,2cpu]": "group 1, cpus",
            "[1 cpu]": "group 1",
            "[1CPU]": "group 1",
            "1+[0cpu,0M]": "group 2",
            "1+[offline,1G]": "group 2",
            "[offline]+1": "node 0",
            "[0cpu]+1": "node 0",
            "2x[1cpu,0M]": "memory",
            "2x[32M]": "memory",
            "129x[1cpu]": "group 1, count",
            "2x[65cpu]": "cpus",
            "2@10": "group 1, distance",
            "2@255": "group 1, distance",
            "2@": "group 1, distance",
            "2/0:2=20": "distance 0:2",
            "2/0:0=20": "distance 0:0",
            "2/0:1=9": "distance 0:1",
            "2/0:1=20/0:1=21": "distance 0:1",
            "2/0-1=20": "distance",
            "2x[latency=80ns]": "group 1, bandwidth",
            "2x[bandwidth=1G]": "group 1, latency",
            "[latency=80,bandwidth=1G]": "group 1, latency",
            "[latency=80ns,bandwidth=fast]": "group 1, bandwidth",
            "1+[1cpu,0M,latency=80ns,bandwidth=1G]": "group 2, latency",
            "1+[latency=80ns,bandwidth=1G]": "latency",
        }.items():
            with self.subTest(spec), self.assertRaises(SpecError) as refused:
                parse(spec)
            said = str(refused.exception)
            self.assertEqual((spec, said.split(": ")[0]), (spec, field))
            self.assertNotIn("\n", said)
