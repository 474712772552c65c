"""Debian packages that the host must have installed to run a guest."""

import os
import subprocess
import sys

from .failure import Failure, complaint

# zstd and lz4 unpack kernels and modules that are compressed so.
NEEDED = ("busybox-static", "zstd", "lz4")


def require(arch):
    """Install what is missing, as root; as anyone else, say what to install."""
    missing = [package for package in (arch.package, *NEEDED) if not _installed(package)]
    if not missing:
        return
    if os.geteuid() != 0:
        raise Failure(f"not installed: {' '.join(missing)}; as root run: "
                      f"apt-get update && apt-get install --no-install-recommends {' '.join(missing)}")
    print(f"numa-vm: installing {' '.join(missing)}", file=sys.stderr)
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *missing]):
        done = subprocess.run(["apt-get", "-qq", *command], env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        # Somebody else's source may be out of order; only the installation itself has to work.
        if done.returncode and command[0] == "install":
            raise Failure(f"apt-get cannot install {' '.join(missing)}: {complaint(done.stdout)}")


def _installed(package):
    done = subprocess.run(["dpkg-query", "--show", "--showformat=${db:Status-Status}", package], capture_output=True)
    return done.stdout == b"installed"
