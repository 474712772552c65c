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


class TimeOver(BaseException):
    """Raised by an alarm, because a reader that does not read may hold up numa-vm as well as a guest that hangs."""


def _time_over(*_):
    raise TimeOver


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
        signal.signal(signal.SIGALRM, _time_over)
        timed_out = False
        with selectors.DefaultSelector() as selector:
            process = self._start(arguments_for, inherited, selector)
            try:
                signal.setitimer(signal.ITIMER_REAL, timeout)
                self._pass_on(selector, lambda: self._status is None)
                signal.setitimer(signal.ITIMER_REAL, 0)
            except TimeOver:
                timed_out = True
            finally:
                process.kill()
                process.wait()
            if not timed_out:
                # The status comes last, so all that the command wrote is in the pipes by now.
                self._pass_on(selector, lambda: True)
        return self._result(timed_out)

    def _start(self, arguments_for, inherited, selector):
        pipes = {name: os.pipe() for name in self._sinks}
        ends = {name: write for name, (_, write) in pipes.items()}
        parent = os.getpid()
        process = subprocess.Popen(
            arguments_for({name: f"/dev/fd/{end}" for name, end in ends.items()}),
            stdin=subprocess.DEVNULL, stdout=ends["console"], stderr=ends["console"],
            pass_fds=[*inherited, *ends.values()], preexec_fn=lambda: _end_with(parent))
        for name, (read, write) in pipes.items():
            os.close(write)
            selector.register(read, selectors.EVENT_READ, name)
        return process

    def _pass_on(self, selector, wanted):
        """Serve the pipes while wanted() is true, at most to their end."""
        while selector.get_map() and wanted():
            for key, _ in selector.select():
                data = os.read(key.fd, 1 << 16)
                if data:
                    self._sinks[key.data](data)
                else:
                    selector.unregister(key.fd)

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
