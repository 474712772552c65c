"""Kernels: from a line of the file "kernels" to a folder with vmlinux and modules."""

import fcntl
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import modules
from .arch import X86_64
from .archive import Suite
from .failure import Failure, complaint

LISTS = Path(__file__).parent.parent


@dataclass(frozen=True)
class Kernel:
    """A line of the list."""

    series: str
    suites: tuple
    package: str
    version: str
    arch: object = X86_64

    @property
    def number(self):
        """Give the series without what follows it for a flavour: 6.12 of 6.12-16k."""
        return self.series.split("-")[0]

    @property
    def flavour(self):
        """Give what the package's name ends with."""
        return max((end for end in self.arch.flavours if self.package.endswith(f"-{end}")), key=len)


def listed(arch=X86_64):
    """Read the list, oldest series first."""
    lines = (line.split() for line in (LISTS / arch.kernels).read_text().splitlines() if line and not line.startswith("#"))
    return [Kernel(series, tuple(suites.split(",")), package, version, arch)
            for series, suites, package, version in lines]


def find(series, arch=X86_64):
    """Give the kernel of a series; "newest" is the last of the list."""
    known = listed(arch)
    if series == "newest":
        return known[-1]
    for kernel in known:
        if kernel.series == series:
            return kernel
    raise Failure(f"no kernel {series} in the list, only {', '.join(kernel.series for kernel in known)}")


def prepare(kernel, cache, exact=False):
    """Give the folder with vmlinux, release and modules/ of kernel; fetch it if the cache has none."""
    folder = cache / "kernels" / _name(kernel.package, kernel.version)
    if folder.exists():
        return folder
    kind = kernel.series if kernel.arch == X86_64 else f"{kernel.arch.name}-{kernel.series}"
    substitute = folder.with_name(f"{kind}.substitute")
    if not exact and substitute.exists() and (folder.parent / substitute.read_text()).exists():
        _say_substituted(kernel, substitute.read_text())
        return folder.parent / substitute.read_text()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return folder if folder.exists() else _fetch_listed(kernel, folder, substitute, cache / "apt", exact)


def _fetch_listed(kernel, folder, substitute, state, exact):
    for left_behind in folder.parent.glob("fetching-*"):
        shutil.rmtree(left_behind)
    suite, package, version, packages = _locate(kernel, state, exact)
    found = folder.with_name(_name(package, version))
    if found != folder:
        _say_substituted(kernel, found.name)
        substitute.write_text(found.name)
    if not found.exists():
        _fetch(suite, packages, found, kernel.arch)
    return found


def _name(package, version):
    return f"{package}_{version}"


def _say_substituted(kernel, name):
    print(f"numa-vm: {_gone(kernel)}; taking {name.replace('_', ' ', 1)}", file=sys.stderr)


def _gone(kernel):
    return f"{kernel.package} {kernel.version} is no longer in {', '.join(kernel.suites)}"


def _locate(kernel, state, exact):
    found = []
    for name in kernel.suites:
        suite = Suite(name, state, kernel.arch.debian)
        suite.update()
        for package, version, packages in suite.kernels(kernel.number, kernel.flavour):
            if (package, version) == (kernel.package, kernel.version):
                return suite, package, version, packages
            found.append((suite, package, version, packages))
    if exact or not found:
        raise Failure(_gone(kernel) + ("" if found else f", nor is any other kernel {kernel.series}"))
    return max(found, key=functools.cmp_to_key(lambda a, b: _compare(a[2], b[2])))


def _compare(a, b):
    return 1 if subprocess.run(["dpkg", "--compare-versions", a, "gt", b]).returncode == 0 else -1


def _fetch(suite, packages, folder, arch):
    print(f"numa-vm: fetching {packages[0].replace('=', ' ')} from {suite.name}", file=sys.stderr)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="fetching-") as name:
        work = Path(name)
        suite.download(packages, work)
        for package_file in work.glob("*.deb"):
            done = subprocess.run(["dpkg-deb", "-x", package_file, work / "root"], capture_output=True, text=True)
            if done.returncode:
                raise Failure(f"cannot extract {package_file.name}: {complaint(done.stderr)}")
            package_file.unlink()
        _unpack(work / "root", work / "ready", arch)
        os.rename(work / "ready", folder)


def _unpack(root, folder, arch):
    images = list(root.rglob("vmlinuz*"))
    if len(images) != 1:
        raise Failure(f"the package holds {len(images)} kernel images, not one")
    image = arch.image(images[0].read_bytes())
    found = modules.gather(root)
    (folder / "modules").mkdir(parents=True)
    (folder / "vmlinux").write_bytes(image)
    (folder / "release").write_text(re.search(rb"Linux version (\S+)", image)[1].decode())
    for name, content in found.items():
        (folder / "modules" / f"{name}.ko").write_bytes(content)
    # What busybox's modprobe reads, also when the kernel itself asks for a module.
    (folder / "modules" / "modules.dep").write_text("".join(
        f"{name}.ko: {' '.join(f'{other}.ko' for other in reversed(modules.load_order(found, [name])[:-1]))}\n"
        for name in found))
    (folder / "modules" / "modules.alias").write_text("".join(
        f"alias {alias} {name}\n" for name, content in found.items() for alias in modules.aliases(content)))
