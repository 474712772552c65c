"""Run a command on a machine with several NUMA nodes, one that exists only for this command.

The machine is a QEMU guest. It sees the host's files, the JDK among them, and forgets what it writes to them, except
in --writable folders. /tmp and /run are its own. The command runs in the current folder, as root."""

import argparse
import errno
import os
import signal
import sys
from pathlib import Path

from . import initramfs, kernels, packages, qemu, session, spec
from .failure import Failure, SpecError
from .guest import Guest
from .topology import MIB

TIMED_OUT, FAILED = 124, 125
# A panic with its registers and its stack is about this long.
CONSOLE_LINES = 80
CHECKOUT = Path(__file__).resolve().parents[3]

EXIT = """exit status:
  that of the command; 124 if the time was over; 125 if the guest ended, or never came up, without a status;
  2 if the command line of numa-vm is wrong"""


def main(arguments):
    options = parse(arguments)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _interrupted)
    try:
        return _run(options)
    except Failure as error:
        print(f"numa-vm: {error}", file=sys.stderr)
        return FAILED
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):
            raise
        print(f"numa-vm: {error.strerror}{f': {error.filename}' if error.filename else ''} (the cache is {cache()})",
              file=sys.stderr)
        return FAILED
    except Interrupted as interrupted:
        signal.signal(interrupted.number, signal.SIG_DFL)
        os.kill(os.getpid(), interrupted.number)


class Interrupted(BaseException):
    def __init__(self, number):
        self.number = number


def _interrupted(number, _):
    raise Interrupted(number)


def cache():
    """Give the folder for kernels: NUMA_VM_CACHE, or .cache/vm of this checkout."""
    return Path(os.environ.get("NUMA_VM_CACHE") or CHECKOUT / ".cache/vm").resolve()


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, f"numa-vm: {message}; see numa-vm --help\n")


def parse(arguments):
    """Read the command line; what follows the first -- is the command, untouched."""
    parser = _parser()
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options = parser.parse_args(arguments[:at])
    options.command = arguments[at + 1:]
    try:
        options.topology = spec.parse(options.nodes, options.smp, spec.size("--memory", options.memory))
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
                        help=f"topology, see SPEC.md: 4, 2x[1cpu,512M] or {', '.join(spec.PRESETS)} (%(default)s)")
    parser.add_argument("--kernel", metavar="SERIES", default="6.12", help="a line of the file kernels (%(default)s)")
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


def _run(options):
    packages.require()
    folder = kernels.prepare(kernels.find(options.kernel), cache(), options.exact_kernel)
    shares = [("host", "/", "ro")]
    for mode, names in (("ro", options.share), ("rw", options.writable)):
        for name in names:
            if mode == "rw":
                os.makedirs(name, exist_ok=True)
            shares.append((f"share{len(shares)}", os.path.realpath(name), mode))
    work = session.write(options.command, shares[1:], folder, options.env)
    initrd = os.memfd_create("initrd")
    with open(initrd, "wb") as file, open(options.console or os.devnull, "wb") as console:
        file.write(initramfs.build(folder, work))
        file.flush()
        guest = Guest({"out": _to(1), "err": _to(2), "console": console.write})
        result = guest.run(lambda ports: qemu.command(options.topology, folder / "vmlinux", f"/dev/fd/{initrd}", ports, shares,
                                                      options.kernel_args), [initrd], options.timeout)
    return _report(options, result)


def _to(descriptor):
    def write(data):
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(descriptor, view):]
            except OSError as error:
                raise Failure(f"cannot write to {'stdout' if descriptor == 1 else 'stderr'}: {error.strerror}")
    return write


def _report(options, result):
    if options.times:
        seconds = (("boot", result.boot_seconds), ("command", result.command_seconds), ("total", result.total_seconds))
        print("numa-vm: " + ", ".join(f"{name} {s:.1f} s" for name, s in seconds if s is not None), file=sys.stderr)
    if result.status is not None:
        return result.status
    phase = "while the command ran" if result.started else "before the command started"
    if result.timed_out:
        print(f"numa-vm: time over after {options.timeout:g} s, {phase}", file=sys.stderr)
    else:
        print(f"numa-vm: the guest ended without a status, {phase}", file=sys.stderr)
    if not (result.timed_out and result.started):
        lines = result.console.decode(errors="replace").replace("\r", "").strip().splitlines()[-CONSOLE_LINES:]
        print("\n".join(["numa-vm: last lines of its console:", *lines]), file=sys.stderr)
    return TIMED_OUT if result.timed_out else FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
