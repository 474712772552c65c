"""Kernel modules: which ones a guest needs, in which order."""

import lzma
import re
import subprocess

from .failure import Failure

# What it takes to reach the host's files and the output ports.
BOOT = ("virtio_pci", "virtio_console", "9p", "9pnet_virtio", "overlay")

# What tests of page placement ask for: swap in memory, a file system with a page cache, a disk for it.
ON_REQUEST = ("zram", "lzo", "lzo_rle", "lz4", "zstd", "ext4", "crc32c_generic", "loop")


def gather(tree):
    """Map names to decompressed modules (bytes): BOOT, ON_REQUEST and what they depend on.

    A name that the tree lacks is built into that kernel, or has not been invented yet.
    """
    files = {_name(path): path for path in tree.rglob("*.ko*")}
    found = {}

    def add(name):
        if name in files and name not in found:
            content = _read(files[name])
            found[name] = content
            for other in depends(content):
                add(other)

    for name in BOOT + ON_REQUEST:
        add(name)
    return found


def load_order(modules, names):
    """List names and all they depend on, each behind its own dependencies."""
    order = []

    def add(name):
        if name in modules and name not in order:
            for other in depends(modules[name]):
                add(other)
            order.append(name)

    for name in names:
        add(name)
    return order


def depends(module):
    """Give the names a module (bytes) depends on, from its own description."""
    found = re.search(rb"\0depends=([^\0]*)\0", module)
    return [_underscored(name) for name in found[1].decode().split(",") if name] if found else []


def aliases(module):
    """Give the names under which the kernel itself asks for a module, such as fs-ext4."""
    return [alias.decode() for alias in re.findall(rb"\0alias=([^\0]*)(?=\0)", module)]


def _name(path):
    return _underscored(path.name.split(".ko")[0])


def _underscored(name):
    return name.replace("-", "_")


def _read(path):
    if path.suffix == ".ko":
        return path.read_bytes()
    if path.suffix == ".xz":
        return lzma.decompress(path.read_bytes())
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-dc", str(path)], check=True, capture_output=True).stdout
    raise Failure(f"unknown compression of the module {path.name}")
