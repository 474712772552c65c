"""A guest always ends, and says why."""

import os
import select
import signal
import subprocess
import unittest
from pathlib import Path

from numa_vm import PROGRAM, run, start


class Time(unittest.TestCase):
    def test_a_command_that_hangs_is_ended(self):
        done = run("--timeout", "40", "--", "sh", "-c", "echo here; exec sleep 1000")
        self.assertEqual((done.returncode, done.stdout), (124, b"here\n"))
        self.assertEqual(done.stderr, b"numa-vm: time over after 40 s, while the command ran\n")

    def test_a_reader_that_does_not_read_holds_nobody(self):
        guest = start("--timeout", "40", "--", "yes")
        self.assertEqual((guest.wait(), guest.stdout.read(4)), (124, b"y\ny\n"))
        guest.communicate()

    def test_a_guest_that_hangs_is_ended_with_its_last_words(self):
        done = run("--timeout", "20", "--kernel-args", "ignore_loglevel rdinit=/bin/cat", "--", "true")
        self.assertEqual(done.returncode, 124)
        lines = done.stderr.decode().splitlines()
        self.assertEqual(lines[:2], ["numa-vm: time over after 20 s, before the command started",
                                     "numa-vm: last lines of its console:"])
        self.assertIn("/bin/cat", "".join(lines[2:]))


class Death(unittest.TestCase):
    def test_a_panic_is_a_failure_with_the_last_words_of_the_kernel(self):
        done = run("--", "sh", "-c", "echo before; echo c >/proc/sysrq-trigger; sleep 100")
        self.assertEqual((done.returncode, done.stdout), (125, b"before\n"))
        self.assertIn(b"numa-vm: the guest ended without a status, while the command ran\n", done.stderr)
        self.assertIn(b"Kernel panic", done.stderr)

    def test_a_guest_that_turns_itself_off_is_a_failure(self):
        self.assertEqual(run("--", "sh", "-c", "echo o >/proc/sysrq-trigger; sleep 100").returncode, 125)

    def test_a_machine_that_qemu_refuses_is_a_failure_with_its_words(self):
        done = run("--", "true", machine=("--nodes", "[128T]"))
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"qemu-system-x86_64: ", done.stderr)


class Killed(unittest.TestCase):
    def test_whoever_kills_numa_vm_ends_its_guest(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL):
            with self.subTest(number.name):
                guest = start("--timeout", "120", "--", "sh", "-c", "echo here; exec sleep 1000")
                self.assertEqual(guest.stdout.readline(), b"here\n")
                qemu = int(Path(f"/proc/{guest.pid}/task/{guest.pid}/children").read_text())
                self.assertIn("qemu", Path(f"/proc/{qemu}/comm").read_text())
                qemu = os.pidfd_open(qemu)
                guest.send_signal(number)
                # The outputs of numa-vm are closed when it has ended.
                self.assertEqual((guest.communicate()[1], guest.returncode), (b"", -number))
                self.assertTrue(select.select([qemu], [], [], 60)[0], "QEMU is still there")
                os.close(qemu)


class Company(unittest.TestCase):
    def test_two_guests_run_at_once(self):
        guests = [start("--timeout", "300", "--", "sh", "-c", f"echo {n}; exit {n}") for n in (3, 4)]
        self.assertEqual([(guest.communicate()[0], guest.returncode) for guest in guests], [(b"3\n", 3), (b"4\n", 4)])


class CommandLine(unittest.TestCase):
    def test_what_is_wrong_is_one_line_and_status_two(self):
        for arguments, line in {
            ("--nodes", "2x[1cpu,512Q]", "--", "true"):
                'group 1, memory: "512Q" is not a size; write 512M or 2G (--nodes 2x[1cpu,512Q])',
            ("--memory", "lots", "--", "true"): '--memory: "lots" is not a size; write 512M or 2G (--nodes four)',
            ("--nodes", "2"): "no command; write -- COMMAND… at the end",
            ("--env", "A", "--", "true"): "--env A: write NAME=VALUE",
        }.items():
            with self.subTest(arguments):
                done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr), (2, f"numa-vm: {line}; see numa-vm --help\n"))
