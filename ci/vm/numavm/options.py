"""Run a command on a machine with several NUMA nodes, one that exists only for this command.

The machine is a QEMU guest. It sees the host's files, the JDK among them, and forgets what it writes to them, except
in --writable folders. /tmp and /run are its own. The command runs in the current folder, as root.
"""

import argparse
import os

from . import limits, presets, spec
from .arch import ARCHES
from .failure import SpecError

EXIT = """exit status:
  that of the command; 124 if the time was over; 125 if the guest ended, or never came up, without a status;
  2 if the command line of numa-vm is wrong"""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"numa-vm: {message}; see numa-vm --help\n")


def parse(arguments):
    """Read the command line; what follows the first -- is the command, untouched."""
    parser = _parser()
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:at])
    options.command = arguments[at + 1:]
    options.arch = ARCHES[options.arch]
    try:
        options.topology = spec.parse(options.nodes, options.smp, spec.size("--memory", options.memory))
        limits.check(options.topology, options.arch)
    except SpecError as error:
        parser.error(f"{error} (--nodes {options.nodes})")
    if not options.command:
        parser.error("no command; write -- COMMAND… at the end")
    for variable in options.env:
        if "=" not in variable:
            parser.error(f"--env {variable}: write NAME=VALUE")
    for folder in options.share:
        if not os.path.isdir(folder):
            parser.error(f"--share {folder}: there is no such folder")
    return options


def _parser():
    parser = Parser(
        prog="numa-vm", usage="%(prog)s [options] -- COMMAND…", description=__doc__, epilog=EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", metavar="SPEC", default="four",
                        help=f"topology, see SPEC.md: 4, 2x[1cpu,512M] or {', '.join(presets.PRESETS)} (%(default)s)")
    parser.add_argument("--arch", default="x86_64", choices=list(ARCHES), help="architecture of the guest (%(default)s)")
    parser.add_argument("--kernel", metavar="SERIES", default="6.12",
                        help="a line of the file kernels, for arm64 of kernels.arm64 (%(default)s)")
    parser.add_argument("--exact-kernel", action="store_true", help="fail if that very version has left the archive")
    parser.add_argument("--memory", metavar="SIZE", default="512M",
                        help="memory of a node that names none (%(default)s)")
    parser.add_argument("--smp", metavar="N", type=int, default=1, help="CPUs of a node that names none (%(default)s)")
    parser.add_argument("--share", metavar="DIR", action="append", default=[],
                        help="a folder in which the guest is to see at once what the host writes")
    parser.add_argument("--writable", metavar="DIR", action="append", default=[],
                        help="a folder of the host in which the guest may write; all others forget what it writes")
    parser.add_argument("--env", metavar="NAME=VALUE", action="append", default=[], help="a variable of the command")
    parser.add_argument("--kernel-args", metavar="WORDS", default="", help="more words for the kernel's command line")
    parser.add_argument("--timeout", metavar="S", type=float, default=600,
                        help="end the guest after so many seconds, boot included (%(default)s)")
    parser.add_argument("--console", metavar="FILE", help="write what the kernel says to a file")
    parser.add_argument("--times", action="store_true", help="print the seconds of boot, command and all")
    return parser
