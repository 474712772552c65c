import unittest

from numavm import matrix


class Table(unittest.TestCase):
    def test_kernels_are_rows_and_topologies_columns(self):
        results = {("6.1", "two"): (0, 9.6), ("6.1", "four"): (125, 30)}
        self.assertEqual(matrix.write(["6.1"], ["two", "four"], results),
                         "| kernel | two | four |\n| --- | --- | --- |\n| 6.1 | ok, 10 s | exit 125, 30 s |\n")
