"""Run one guest from start to end."""

import ctypes
import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import Optional

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Result:
    """How a guest ended.

    status is the command's, or None if it did not come to an end; started is whether it began at all. Seconds are
    None for what was not reached.
    """

    status: Optional[int]
    started: bool
    timed_out: bool
    console: bytes
    boot_seconds: Optional[float]
    command_seconds: Optional[float]
    total_seconds: float


class Guest:
    """A QEMU process and the four pipes that come out of it."""

    def __init__(self, sinks):
        """Prepare a guest; sinks maps console, out and err to functions that take bytes as they come."""
        self._sinks = dict(sinks, console=self._hear_console, control=self._hear_control)
        self._console_sink = sinks["console"]
        self._console = bytearray()
        self._control = bytearray()
        self._begin = self._started = self._ended = self._status = None

    def run(self, arguments_for, inherited, timeout):
        """Start QEMU, pass on what it says until the command ends or timeout (seconds) is over.

        arguments_for makes QEMU's argument list from a map of the pipes' names to files; inherited are the file
        descriptors that QEMU needs besides.
        """
        self._begin = time.monotonic()
        pipes = {name: os.pipe() for name in self._sinks}
        ends = [write for _, write in pipes.values()]
        parent = os.getpid()
        process = subprocess.Popen(
            arguments_for({name: f"/dev/fd/{write}" for name, (_, write) in pipes.items()}),
            stdin=subprocess.DEVNULL, stdout=pipes["console"][1], stderr=subprocess.STDOUT,
            pass_fds=[*inherited, *ends], preexec_fn=lambda: _end_with(parent))
        for end in ends:
            os.close(end)
        with selectors.DefaultSelector() as selector:
            for name, (read, _) in pipes.items():
                selector.register(read, selectors.EVENT_READ, name)
            try:
                timed_out = not self._pass_on(selector, self._begin + timeout)
            finally:
                process.kill()
                process.wait()
            # The status comes last, so all that the command wrote is in the pipes by now.
            self._pass_on(selector, None)
        for read, _ in pipes.values():
            os.close(read)
        return self._result(timed_out)

    def _pass_on(self, selector, deadline):
        """Serve the pipes; answer False if the deadline came first. Without a deadline, serve them to their end."""
        while selector.get_map() and not (deadline and self._ended):
            left = max(0, deadline - time.monotonic()) if deadline else None
            ready = selector.select(left)
            if not ready and left == 0:
                return False
            for key, _ in ready:
                data = os.read(key.fd, 1 << 16)
                if data:
                    self._sinks[key.data](data)
                else:
                    selector.unregister(key.fd)
        return True

    def _hear_console(self, data):
        self._console += data
        self._console_sink(data)

    def _hear_control(self, data):
        self._control += data
        for line in self._control.split(b"\n")[:-1]:
            if line == b"started":
                self._started = self._started or time.monotonic()
            elif line.startswith(b"exit "):
                self._status, self._ended = int(line[5:]), time.monotonic()

    def _result(self, timed_out):
        now = time.monotonic()
        return Result(self._status, self._started is not None, timed_out, bytes(self._console),
                      self._started and self._started - self._begin,
                      self._ended and self._ended - self._started, now - self._begin)


def _end_with(parent):
    """Have the kernel end this process when its parent ends, whatever the parent dies of (prctl(2))."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
