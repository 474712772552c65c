import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from numa_vm import run, start


class Outputs(unittest.TestCase):
    def test_stdout_and_stderr_stay_apart_and_binary(self):
        with tempfile.TemporaryDirectory() as folder:
            data = os.urandom(1 << 20)
            Path(folder, "data").write_bytes(data)
            done = run("--share", folder, "--", "sh", "-c", f"cat {folder}/data; printf '\\377\\000' >&2")
        self.assertEqual((done.returncode, done.stderr), (0, b"\xff\x00"))
        self.assertEqual(done.stdout, data)

    def test_output_comes_while_the_command_runs(self):
        with tempfile.TemporaryDirectory() as folder:
            wait = f"echo first; until [ -e {folder}/heard ]; do sleep 0.1; done; echo second"
            guest = start("--timeout", "120", "--share", folder, "--", "sh", "-c", wait)
            self.assertEqual(guest.stdout.readline(), b"first\n")
            Path(folder, "heard").touch()
            self.assertEqual(guest.communicate()[0], b"second\n")
            self.assertEqual(guest.returncode, 0)

    def test_outputs_can_be_opened_by_name(self):
        done = run("--", "sh", "-c", "echo a >/dev/stdout; echo b >/dev/stderr; echo c >/dev/stdout")
        self.assertEqual((done.stdout, done.stderr), (b"a\nc\n", b"b\n"))

    def test_what_is_left_running_does_not_hold_the_guest(self):
        done = run("--timeout", "120", "--", "sh", "-c", "sleep 1000 & echo done")
        self.assertEqual((done.returncode, done.stdout), (0, b"done\n"))

    def test_a_reader_that_leaves_ends_the_guest(self):
        guest = start("--timeout", "120", "--", "yes")
        guest.stdout.read(10)
        guest.stdout.close()
        self.assertEqual((guest.stderr.read(), guest.wait()), (b"numa-vm: cannot write to stdout: Broken pipe\n", 125))
        guest.stderr.close()

    def test_a_full_disk_behind_stdout_is_one_line(self):
        with open("/dev/full", "wb") as full:
            done = run("--", "echo", "lost", stdout=full)
        self.assertEqual((done.stderr, done.returncode),
                         (b"numa-vm: cannot write to stdout: No space left on device\n", 125))


class Status(unittest.TestCase):
    def test_it_is_the_commands_own(self):
        for command, status in {"exit 1": 1, "exit 77": 77, "exit 255": 255, "kill -9 $$": 137}.items():
            with self.subTest(command):
                self.assertEqual(run("--", "sh", "-c", command).returncode, status)

    def test_a_command_that_does_not_exist_is_127(self):
        done = run("--", "no-such-command")
        self.assertEqual(done.returncode, 127)
        self.assertIn(b"no-such-command: not found", done.stderr)

    def test_a_file_that_is_no_program_is_126(self):
        self.assertEqual(run("--", "/etc/passwd").returncode, 126)


class Surroundings(unittest.TestCase):
    def test_arguments_arrive_as_they_were_given(self):
        odd = ["a b", "", "it's", '"', "$HOME", "*", "--", "-n", "\\", "é", "two\nlines", b"\xff"]
        done = run("--", "printf", "%s\\0", *odd)
        self.assertEqual(done.stdout.split(b"\0")[:-1], [os.fsencode(argument) for argument in odd])

    def test_the_command_runs_in_the_current_folder_as_root(self):
        with tempfile.TemporaryDirectory(prefix="a folder ") as folder:
            Path(folder, "here").touch()
            done = run("--", "sh", "-c", "pwd; touch there; ls; id -u", cwd=folder)
        self.assertEqual(done.stdout.decode().splitlines(), [folder, "here", "there", "0"])

    def test_of_the_callers_variables_only_the_named_ones_arrive(self):
        done = run("--env", "A=b c", "--", "sh", "-c", 'echo "$A-$SECRET-$JAVA_HOME-$HOME"',
                   env={**os.environ, "SECRET": "1", "JAVA_HOME": "/java"})
        self.assertEqual(done.stdout, b"b c--/java-/root\n")

    def test_only_a_writable_folder_keeps_what_is_written(self):
        with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as folder:
            new = f"{folder}/new,folder"
            done = run("--writable", new, "--", "sh", "-c", f"echo kept >'{new}/a' && echo lost >{folder}/b",
                       stderr=subprocess.STDOUT)
            self.assertEqual((done.returncode, done.stdout), (0, b""))
            self.assertEqual(Path(new, "a").read_text(), "kept\n")
            self.assertFalse(Path(folder, "b").exists())

    def test_what_tests_of_page_placement_need_is_there(self):
        done = run("--", "sh", "-ec", """
            modprobe zram
            echo 16M >/sys/block/zram0/disksize
            mkswap /dev/zram0 >/dev/null
            swapon /dev/zram0
            grep -c zram /proc/swaps
            truncate -s 16M /tmp/disk
            mke2fs -q -F -t ext4 /tmp/disk
            mkdir /tmp/mounted
            modprobe loop
            mount -o loop /tmp/disk /tmp/mounted
            grep -c ' /tmp/mounted ext4 ' /proc/mounts
            mkdir /sys/fs/cgroup/a
            grep -c cpuset /sys/fs/cgroup/a/cgroup.controllers
            echo 2 >/proc/sys/vm/nr_hugepages
            grep -c 'HugePages_Total: *2' /proc/meminfo
            grep -c -E ' (/dev/shm|/dev/hugepages|/tmp) ' /proc/mounts
            cat /proc/sys/kernel/numa_balancing
            cat /sys/class/net/lo/operstate
            """)
        self.assertEqual((done.stderr, done.stdout.decode().split()), (b"", ["1", "1", "1", "1", "3", "0", "unknown"]))
