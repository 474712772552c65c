import tempfile
import unittest
from pathlib import Path
from unittest import mock

from numavm import archive, kernels, modules
from numavm.failure import Failure

PACKAGES = """Package: linux-image-7.2-amd64
Version: 7.2-1
Depends: kmod, linux-binary-7.2-amd64 (= 7.2-1) | other, linux-modules-7.2-amd64 (= 7.2-1)

Package: linux-binary-7.2-amd64
Version: 7.2-1

Package: linux-modules-7.2-amd64
Version: 7.2-1
Description: a
 Package: linux-liar

Package: linux-image-7.1-amd64
Version: 7.1-1
Depends: linux-modules-7.1-amd64 (= 7.1-1)

Package: zlib
Version: 1
"""


class Packages(unittest.TestCase):
    def test_a_kernel_is_all_packages_that_hold_its_files(self):
        self.assertEqual(archive.closure(archive.parse(PACKAGES), "linux-image-7.2-amd64", "7.2-1"),
                         [f"linux-{part}-7.2-amd64=7.2-1" for part in ("image", "binary", "modules")])

    def test_a_kernel_whose_modules_have_left_is_none(self):
        self.assertEqual(archive.closure(archive.parse(PACKAGES), "linux-image-7.1-amd64", "7.1-1"), [])


class List(unittest.TestCase):
    def test_each_version_belongs_to_its_series(self):
        for kernel in kernels.listed():
            self.assertRegex(kernel.version, f"^{kernel.series}[.~-]")

    def test_newest_is_the_last(self):
        self.assertEqual(kernels.find("newest"), kernels.listed()[-1])

    def test_an_unknown_series_is_refused_with_the_known_ones(self):
        with self.assertRaisesRegex(Failure, "no kernel 2.6 in the list, only 5.10, "):
            kernels.find("2.6")


class EmptySuite:
    """A suite that has dropped every kernel."""

    def __init__(self, *_):
        pass

    def update(self):
        pass

    def kernels(self, *_):
        return []


class Missing(unittest.TestCase):
    kernel = kernels.Kernel("6.12", ("bookworm", "sid"), "linux-image-6.12-amd64", "6.12-1")

    def test_a_kernel_that_has_left_the_archive_is_one_line(self):
        with tempfile.TemporaryDirectory() as cache, mock.patch.object(kernels, "Suite", EmptySuite):
            with self.assertRaises(Failure) as raised:
                kernels.prepare(self.kernel, Path(cache))
        self.assertEqual(str(raised.exception), "linux-image-6.12-amd64 6.12-1 is no longer in bookworm, sid, "
                                                "nor is any other kernel 6.12")


class Modules(unittest.TestCase):
    fs = b"\0license=GPL\0alias=fs-a\0alias=a\0depends=b-c,d\0"
    modules = {"a": fs, "b_c": b"\0depends=d\0", "d": b"\0depends=\0"}

    def test_what_a_module_depends_on_is_loaded_first(self):
        self.assertEqual(modules.load_order(self.modules, ["a"]), ["d", "b_c", "a"])

    def test_what_is_built_in_is_left_out(self):
        self.assertEqual(modules.load_order({"a": self.fs}, ["a", "e"]), ["a"])

    def test_all_aliases_are_found(self):
        self.assertEqual(modules.aliases(self.fs), ["fs-a", "a"])
