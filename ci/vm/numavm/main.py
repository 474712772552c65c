"""Run a command in a guest: from the command line to the exit status."""

import errno
import os
import select
import signal
import sys
from pathlib import Path

from . import initramfs, kernels, options, packages, qemu, session, userland
from .failure import Failure
from .guest import Guest

TIMED_OUT, FAILED = 124, 125
# Emulated CPUs now and then run an instruction while the kernel is patching it. Only such a boot is tried again.
BOOTS = 3
# A panic with its registers and its stack is about this long.
CONSOLE_LINES = 80
CHECKOUT = Path(__file__).resolve().parents[3]


def main(arguments):
    chosen = options.parse(arguments)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _interrupted)
    try:
        return _run(chosen)
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


def _run(chosen):
    packages.require(chosen.arch)
    kernel = kernels.prepare(kernels.find(chosen.kernel, chosen.arch), cache(), chosen.exact_kernel)
    programs = userland.prepare(chosen.arch, cache())
    shared = [*_shares("ro", chosen.share), *_shares("rw", chosen.writable)]
    layers = [("host", "/", "ro"), *([("programs", str(programs), "ro")] if programs else [])]
    text = session.write(chosen.command, shared, kernel, chosen.env, programs)
    # In memory, and open to QEMU alone: nothing is left behind, whatever this process dies of.
    initrd = os.memfd_create("initrd")
    with open(initrd, "wb") as file, open(chosen.console or os.devnull, "wb") as console:
        file.write(initramfs.build(kernel, text, programs))
        file.flush()
        for boots_left in reversed(range(BOOTS)):
            guest = Guest({"out": _to(1), "err": _to(2), "console": console.write})
            result = guest.run(lambda ports: qemu.command(
                chosen.topology, kernel / "vmlinux", f"/dev/fd/{initrd}", ports, layers + shared, chosen.kernel_args,
                chosen.arch),
                [initrd], chosen.timeout)
            if not boots_left or not _crashed_while_booting(result):
                break
            print("numa-vm: the guest's kernel crashed before the command started; booting again", file=sys.stderr)
    return _report(chosen, result)


def _shares(mode, folders):
    for number, folder in enumerate(folders):
        os.makedirs(folder, exist_ok=True)
        yield f"{mode}{number}", os.path.realpath(folder), mode


def _crashed_while_booting(result):
    """Tell whether a kernel oopsed at boot, as one in some dozens does whose code is patched under emulation (int3)."""
    return not result.started and not result.timed_out and result.status is None and b"Oops: " in result.console


def _to(descriptor):
    def write(data):
        view = memoryview(data)
        while view:
            try:
                view = view[os.write(descriptor, view):]
            except BlockingIOError:
                select.select([], [descriptor], [])
            except OSError as error:
                raise Failure(f"cannot write to {'stdout' if descriptor == 1 else 'stderr'}: {error.strerror}")
    return write


def _report(chosen, result):
    if chosen.times:
        seconds = (("boot", result.boot_seconds), ("command", result.command_seconds), ("total", result.total_seconds))
        print("numa-vm: " + ", ".join(f"{name} {s:.1f} s" for name, s in seconds if s is not None), file=sys.stderr)
    if result.status is not None:
        return result.status
    phase = "while the command ran" if result.started else "before the command started"
    if result.timed_out:
        print(f"numa-vm: time over after {chosen.timeout:g} s, {phase}", file=sys.stderr)
    else:
        print(f"numa-vm: the guest ended without a status, {phase}", file=sys.stderr)
    if not (result.timed_out and result.started):
        lines = result.console.decode(errors="replace").replace("\r", "").strip().splitlines()[-CONSOLE_LINES:]
        print("\n".join(["numa-vm: last lines of its console:", *lines]), file=sys.stderr)
    return TIMED_OUT if result.timed_out else FAILED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
