import unittest

from numavm import matrix


class Table(unittest.TestCase):
    def test_kernels_are_rows_and_topologies_columns(self):
        results = {("6.1", "two"): (0, 9.6, None), ("6.1", "four"): (125, 30, None),
                   ("6.12", "two"): (1, 200, "9 passed, 1 failed, 0 skipped")}
        self.assertEqual(matrix.write(["6.1", "6.12"], ["two", "four"], results),
                         "| kernel | two | four |\n| --- | --- | --- |\n| 6.1 | ok, 10 s | exit 125, 30 s |\n"
                         "| 6.12 | 9 passed, 1 failed, 0 skipped, 200 s | not run |\n")
