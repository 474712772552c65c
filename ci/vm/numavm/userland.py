"""A folder with the programs of another architecture, unpacked from Debian's packages and never installed.

It is laid over the host's files in the guest: paths are the same there, and programs are of the guest's kind.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from .archive import Suite
from .failure import Failure, complaint

# Folders in which the host has programs for its own CPU: busybox's of the same names hide them.
PROGRAMS = ("usr/bin", "usr/sbin")
# Nothing else may stand at the top: the host's /lib and /bin are links, which a folder would hide.
TOP = {"usr", "etc", "var"}


def prepare(arch, cache):
    """Give the folder with arch's programs, or None where the host's own are of that kind; fetch it if it is not there."""
    if not arch.userland:
        return None
    # By what is in it: a cache outlives a list of packages, and the way in which they are laid out.
    made_of = zlib.crc32(" ".join(arch.userland).encode() + Path(__file__).read_bytes())
    folder = cache / "userland" / f"{arch.name}-{made_of:08x}"
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _fetch(arch, cache, folder)
    return folder


def java_home(root):
    """Give the home of the newest Java under root, as the guest sees it."""
    homes = sorted(root.glob("usr/lib/jvm/java-[1-9][0-9]-*"))
    return f"/{homes[-1].relative_to(root)}" if homes else None


def _fetch(arch, cache, folder):
    print(f"numa-vm: fetching programs for {arch.name} from {arch.suite}: {' '.join(arch.userland)}", file=sys.stderr)
    for left_behind in folder.parent.glob("fetching-*"):
        shutil.rmtree(left_behind)
    suite = Suite(arch.suite, cache / "apt", arch.debian)
    suite.update()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="fetching-") as name:
        work, root = Path(name), Path(name) / "root"
        suite.download(arch.userland, work)
        for package in work.glob("*.deb"):
            done = subprocess.run(["dpkg-deb", "-x", package, root], capture_output=True, text=True)
            if done.returncode:
                raise Failure(f"cannot extract {package.name}: {complaint(done.stderr)}")
            package.unlink()
        for other in [path for path in root.iterdir() if path.name not in TOP]:
            _into_usr(other, root)
        _link_applets(root)
        os.rename(root, folder)


def _into_usr(path, root):
    """Move lib, lib64, bin and the like to where a merged /usr has them."""
    for file in sorted(path.rglob("*")):
        if not file.is_dir() or file.is_symlink():
            target = root / "usr" / file.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(file, target)
    shutil.rmtree(path)


def _link_applets(root):
    # The list of the host's busybox: the other one cannot be run here, and an applet it lacks says so itself.
    names = subprocess.run(["/bin/busybox", "--list"], capture_output=True, text=True, check=True).stdout.split()
    for folder in PROGRAMS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for name in names:
        # A program of a package comes before busybox's, whichever folder PATH has first.
        own = next((folder for folder in PROGRAMS if os.path.lexists(root / folder / name)), None)
        for folder in PROGRAMS:
            link = root / folder / name
            if not os.path.lexists(link):
                link.symlink_to(f"/{own}/{name}" if own else "/usr/bin/busybox")
