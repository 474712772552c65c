import unittest

from numavm import limits
from numavm.arch import ARM64, X86_64
from numavm.failure import SpecError
from numavm.spec import parse


class WhatAGuestCannotBe(unittest.TestCase):
    def test_each_limit_is_one_line_that_names_it(self):
        for spec, said in (("129x[0cpu,1M]+1", "at most 128 nodes"),
                           ("2x[65cpu]", "at most 128, not 130"),
                           ("[0cpu]+1", "starts on its first node"),
                           ("1+[empty]", "node 1: QEMU 7.2 makes no online node"),
                           ("1+[1cpu,1536K]", "whole MiB, not 1536K"),
                           ("2/0:1=10", "Linux drops a table"),
                           ("[cpus=0]+[cpus=2]", "without a gap"),
                           ("[cpus=1]+[cpus=0]", "lowest CPU"),
                           ("[cpus=0]+[0cpu]+[cpus=1]", "come before all others"),
                           ("[1T]", "more than the"),
                           ("gh200", "neither CPU nor memory")):
            with self.subTest(spec), self.assertRaises(SpecError) as refused:
                limits.check(parse(spec), X86_64)
            self.assertIn(said, str(refused.exception))
            self.assertNotIn("\n", str(refused.exception))

    def test_what_can_be_is_let_through(self):
        for spec in ("two", "four", "eight", "tiered", "holes", "2/0:1=255", "[cpus=0,2]+[cpus=1,3]+[0cpu]", "1+3=[0cpu]"):
            with self.subTest(spec):
                limits.check(parse(spec), X86_64)

    def test_arm64_has_limits_of_its_own(self):
        for spec, said in (("17", "guests of arm64 have at most 16 nodes"), ("holes", "node 1: no CPU can be plugged"),
                           ("2x[latency=80ns,bandwidth=1G]", "no table")):
            with self.subTest(spec), self.assertRaises(SpecError) as refused:
                limits.check(parse(spec), ARM64)
            self.assertIn(said, str(refused.exception))
        for spec in ("two", "four", "tiered", "1+[1cpu,0M]", "[cpus=1]+[cpus=0,2]"):
            limits.check(parse(spec), ARM64)


if __name__ == "__main__":
    unittest.main()
