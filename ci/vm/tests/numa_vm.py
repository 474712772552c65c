"""Start numa-vm as a user would."""

import subprocess
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent.parent / "numa-vm"
SMALL = ("--nodes", "1")


def run(*arguments, machine=SMALL, **options):
    """Run numa-vm to its end and give the CompletedProcess, outputs as bytes."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run([PROGRAM, *machine, *arguments], stdin=subprocess.DEVNULL, **options)


def start(*arguments):
    """Start numa-vm and give the Popen."""
    return subprocess.Popen([PROGRAM, *SMALL, *arguments], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
