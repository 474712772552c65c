import unittest

from numavm import limits
from numavm.failure import SpecError
from numavm.spec import parse


class WhatAGuestCannotBe(unittest.TestCase):
    def test_each_limit_is_one_line_that_names_it(self):
        for spec, said in (("129x[0cpu,1M]+1", "QEMU has at most 128 nodes"),
                           ("2x[65cpu]", "guests have at most 128"),
                           ("[0cpu]+1", "starts on its first node"),
                           ("1+[empty]", "node 1: QEMU 7.2 makes no online node"),
                           ("1+[1cpu,1536K]", "whole MiB, not 1536K"),
                           ("2/0:1=10", "Linux on x86-64 drops"),
                           ("[cpus=0]+[cpus=2]", "without a gap"),
                           ("[cpus=1]+[cpus=0]", "lowest CPU"),
                           ("[cpus=0]+[0cpu]+[cpus=1]", "come before all others"),
                           ("[1T]", "more than the"),
                           ("gh200", "neither CPU nor memory")):
            with self.subTest(spec), self.assertRaises(SpecError) as refused:
                limits.check(parse(spec))
            self.assertIn(said, str(refused.exception))
            self.assertNotIn("\n", str(refused.exception))

    def test_what_can_be_is_let_through(self):
        for spec in ("two", "four", "eight", "tiered", "holes", "2/0:1=255", "[cpus=0,2]+[cpus=1,3]+[0cpu]", "1+3=[0cpu]"):
            with self.subTest(spec):
                limits.check(parse(spec))


if __name__ == "__main__":
    unittest.main()
