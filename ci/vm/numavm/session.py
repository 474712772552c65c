"""The shell text that tells the guest's scripts what this one run is about."""

import os
import re
import shlex
import socket
from pathlib import Path

from . import userland as programs

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# The host's modprobe, if there is one, wants an index that only the host's depmod could make; busybox's does not.
FIRST_PATH, LAST_PATH = "/run/numa-vm/first", "/run/numa-vm/bin"


def write(command, shares, kernel_folder, extra, userland=None):
    """Give the text; shares are (tag, folder, "ro" or "rw"), extra is NAME=VALUE of the user.

    userland is the folder with the programs of the guest's architecture, None if they are the host's.
    """
    release = (kernel_folder / "release").read_text()
    variables = [f"{name}={value}" for name, value in environment(extra, userland).items()]
    run = ["/usr/bin/env", "-i", *variables, "/bin/sh", "-c", 'cd "$1" && shift && exec "$@"', "numa-vm",
           os.getcwd(), *command]
    lines = [
        f"lower={'/programs:/host' if userland else '/host'}",
        f"cwd={shlex.quote(os.getcwd())}",
        f"host={shlex.quote(socket.gethostname())}",
        f"release={shlex.quote(release)}",
        f"modules={shlex.quote(str(kernel_folder / 'modules'))}",
        "shares() {",
        "    :",
        *(f"    share {shlex.join(share)}" for share in shares),
        "}",
        "run_command() {",
        f"    {shlex.join(run)}",
        "}",
    ]
    return os.fsencode("\n".join(lines) + "\n")


def environment(extra, userland=None):
    """Give the variables of the command: few, and none of the caller's but JAVA_HOME, LANG and the extra ones."""
    java = programs.java_home(userland) if userland else os.environ.get("JAVA_HOME") or newest_jdk()
    path = f"{FIRST_PATH}:{SYSTEM_PATH}:{LAST_PATH}"
    found = {"PATH": f"{java}/bin:{path}" if java else path, "HOME": "/root", "USER": "root",
             "LANG": os.environ.get("LANG", "C.UTF-8")}
    if java:
        found["JAVA_HOME"] = java
    found.update(variable.split("=", 1) for variable in extra)
    return found


def newest_jdk(folder=Path("/usr/lib/jvm")):
    """Give the home of the newest JDK that Debian's folder holds, or None."""
    found = []
    for release in folder.glob("*/release"):
        version = re.search(r'^JAVA_VERSION="([\d.]+)', release.read_text(), re.MULTILINE)
        if version and (release.parent / "bin/javac").exists():
            found.append((tuple(map(int, version[1].split("."))), str(release.parent)))
    return max(found)[1] if found else None
