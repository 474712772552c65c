import unittest
from pathlib import Path

from numavm.failure import SpecError
from numavm.spec import PRESETS, parse
from numavm.topology import MIB, Node

GIB = 1024 * MIB
EXAMPLES = [line for line in Path(__file__).with_name("spec_examples.txt").read_text().splitlines()
            if not line.startswith("#")]


def written_out(topology):
    nodes = " ".join("offline" if node.offline else f"{node.cpus}/{memory(node.memory)}" + (
        f"/{node.latency}/{node.bandwidth // MIB}" if node.latency else "") for node in topology.nodes)
    return nodes + " | " + " ".join(",".join(map(str, row)) for row in topology.distances)


def memory(size):
    return f"{size >> 10}K" if size % MIB else str(size // MIB)


def lists(topology):
    return " ".join(",".join(ranges(of)) for of in topology.cpus if of)


def ranges(numbers):
    first = None
    for number in numbers:
        first = number if first is None else first
        if number + 1 not in numbers:
            yield str(first) if first == number else f"{first}-{number}"
            first = None


class Examples(unittest.TestCase):
    def test_each_is_the_machine_that_another_line_writes_out(self):
        for spec, other in (line.split(" == ") for line in EXAMPLES if " == " in line):
            with self.subTest(spec):
                self.assertEqual(parse(spec), parse(other))

    def test_each_has_the_cpus_that_stand_beside_it(self):
        for spec, cpus in (line.split(" ## ") for line in EXAMPLES if " ## " in line):
            with self.subTest(spec):
                self.assertEqual(lists(parse(spec)), cpus)

    def test_each_means_what_stands_beside_it(self):
        for spec, meaning in (line.split(" => ") for line in EXAMPLES if " => " in line):
            with self.subTest(spec):
                self.assertEqual(written_out(parse(spec)), meaning)

    def test_each_refusal_names_its_field(self):
        for spec, field in (line.split(" !! ") for line in EXAMPLES if " !! " in line):
            with self.subTest(spec), self.assertRaises(SpecError) as refused:
                parse(spec)
            said = str(refused.exception)
            self.assertEqual((spec, said.split(": ")[0]), (spec, field))
            self.assertNotIn("\n", said)


class Nodes(unittest.TestCase):
    def test_the_usual_node_can_be_told(self):
        self.assertEqual(parse("2+[1cpu]+[16M]", cpus=4, memory=GIB).nodes,
                         (Node(4, GIB), Node(4, GIB), Node(1, GIB), Node(4, 16 * MIB)))

    def test_every_preset_can_be_read(self):
        self.assertEqual({name: len(parse(name).nodes) for name in PRESETS},
                         {"two": 2, "four": 4, "eight": 8, "tiered": 3, "holes": 5, "gh200": 9, "power9": 256,
                          "xeon-max-snc4": 16, "epyc-nps4": 8, "optane": 4})
