"""The folder for kernels, when its disk is full: root alone can make such a disk."""

import os
import subprocess
import tempfile
import unittest

from numa_vm import PROGRAM


@unittest.skipUnless(os.geteuid() == 0, "mounting needs root")
class FullDisk(unittest.TestCase):
    def test_it_is_one_line_whether_lists_or_packages_do_not_fit(self):
        for size in ("1M", "60M"):
            with self.subTest(size), tempfile.TemporaryDirectory() as folder:
                # The mount ends with its namespace.
                done = subprocess.run(
                    ["unshare", "--mount", "sh", "-c", 'mount -t tmpfs -o "size=$1" small "$2" && exec "$3" -- true', "sh",
                     size, folder, PROGRAM], env={**os.environ, "NUMA_VM_CACHE": f"{folder}/cache"},
                    capture_output=True, text=True)
                self.assertEqual(done.returncode, 125)
                lines = [line for line in done.stderr.splitlines() if not line.startswith("numa-vm: fetching ")]
                self.assertEqual(len(lines), 1, done.stderr)
                self.assertIn("No space left on device", lines[0])
