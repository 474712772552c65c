"""What differs from one architecture of guests to another, as data."""

from dataclasses import dataclass
from typing import Callable, Optional

from . import vmlinux


@dataclass(frozen=True)
class Arch:
    """One architecture.

    debian is Debian's name for it, flavours are what the names of its kernel packages end with; kernels is the list of
    them, image gives QEMU's file from the package's. userland names packages whose programs hide those of the host;
    None where the host's own programs run. words stand on the kernel's command line. most_nodes and most_cpus are those
    of QEMU's machine or of Debian's kernels, plugs tells whether CPUs can be plugged in.
    """

    name: str
    debian: str
    flavours: tuple
    kernels: str
    image: Callable
    program: str
    package: str
    machine: str
    cpu: str
    console: str
    words: str
    most_nodes: int
    most_cpus: int
    plugs: bool
    suite: Optional[str] = None
    userland: tuple = ()


# cx16: QEMU 7.2 takes stale flags for those of cmpxchg16b, interrupt and trap flags among them. Kernels allocate memory
# with it if they see it, and die of it at random (seen: a double fault in kmem_cache_alloc of 6.18).
# erms, fsrm: a kernel that is told of fast string instructions clears and copies pages with them, byte by byte here:
# without them a guest that moves huge pages takes half the time.
X86_64 = Arch(
    name="x86_64", debian="amd64", flavours=("amd64",), kernels="kernels", image=vmlinux.extract,
    program="qemu-system-x86_64", package="qemu-system-x86", machine="q35", cpu="max,cx16=off,erms=off,fsrm=off",
    console="ttyS0", words="tsc=reliable no_timer_check mitigations=off", most_nodes=128, most_cpus=128, plugs=True)

# neoverse-n1 has pages of 4 and 16 KiB and no pointer authentication, whose cipher takes QEMU most of its time.
# Sixteen nodes are what Debian's kernels are built for (CONFIG_NODES_SHIFT=4).
ARM64 = Arch(
    name="arm64", debian="arm64", flavours=("arm64", "arm64-16k"), kernels="kernels.arm64", image=vmlinux.raw_image,
    program="qemu-system-aarch64", package="qemu-system-arm", machine="virt,gic-version=3", cpu="neoverse-n1",
    console="ttyAMA0", words="mitigations=off", most_nodes=16, most_cpus=128, plugs=False, suite="trixie",
    # util-linux: busybox's setpriv cannot become another user; those after it are what its programs load.
    userland=("libc6", "libgcc-s1", "libstdc++6", "zlib1g", "libnuma1", "busybox-static", "openjdk-25-jre-headless",
              "util-linux", "libcap-ng0", "libblkid1", "libuuid1", "libselinux1", "libpcre2-8-0", "libsmartcols1"))

ARCHES = {arch.name: arch for arch in (X86_64, ARM64)}
