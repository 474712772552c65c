"""Debian suites other than the machine's own, read with an apt state of their own.

The machine's sources and package lists stay as they are. The mirrors are those of the machine's sources.
"""

import os
import re
import subprocess

from .failure import Failure

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Suite:
    """One suite of the Debian archive, such as trixie-backports."""

    def __init__(self, name, folder):
        """Keep the state of apt under folder."""
        self.name = name
        self._folder = folder / name
        self._options = [
            "-qq",
            "-o", f"Dir::Etc::sourcelist={self._folder}/sources.list",
            "-o", "Dir::Etc::sourceparts=/dev/null",
            "-o", f"Dir::State::Lists={self._folder}/lists",
            "-o", f"Dir::Cache={self._folder}/cache",
            "-o", "Acquire::Languages=none",
            # The user _apt, to which apt falls back for downloads, may not look into a home directory.
            "-o", f"APT::Sandbox::User={'root' if os.geteuid() == 0 else ''}",
        ]

    def update(self):
        """Fetch the package lists."""
        for part in ("lists/partial", "cache/archives/partial"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        source = f"deb [signed-by={KEYRING} arch=amd64] {_mirror(self.name)} {self.name} main\n"
        (self._folder / "sources.list").write_text(source)
        self._apt("apt-get", ["update"])

    def versions(self, series):
        """List (package, version) of the kernels of a series such as 6.12."""
        known = self._apt("apt-cache", ["dumpavail"])
        return [(name, version) for name, version in _stanzas(known) if _is_kernel(name, version, series)]

    def closure(self, package, version):
        """List package=version and those of the same version that hold its files: linux-binary-*, linux-modules-*."""
        wanted, seen = [f"{package}={version}"], []
        while wanted:
            package_version = wanted.pop()
            seen.append(package_version)
            about = self._apt("apt-cache", ["show", package_version])
            for name, needed in re.findall(r"(linux-(?:image|binary|modules)-[^ ,|]+) \(= ([^)]+)\)", about):
                if needed == version and f"{name}={needed}" not in seen + wanted:
                    wanted.append(f"{name}={needed}")
        return seen

    def download(self, packages, folder):
        """Fetch packages (name=version) into folder as .deb files."""
        self._apt("apt-get", ["download", *packages], folder)

    def _apt(self, command, arguments, folder=None):
        done = subprocess.run([command, *self._options, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
        if done.returncode:
            said = done.stderr.strip().splitlines() or ["it said nothing"]
            raise Failure(f"{command} {arguments[0]} for {self.name}: {said[-1]}")
        return done.stdout


def _stanzas(text):
    for stanza in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in stanza.splitlines() if ": " in line and line[0] != " ")
        if "Package" in fields:
            yield fields["Package"], fields["Version"]


def _is_kernel(name, version, series):
    plain = re.fullmatch(r"linux-image-\d[^-]*(-\d[^-]*)?-amd64", name)
    return plain and "template" not in name and re.match(re.escape(series) + r"[.~-]", version)


def _mirror(suite):
    label = "Debian-Security" if suite.endswith("-security") else "Debian"
    done = subprocess.run(["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN) $(LABEL)"],
                          capture_output=True, text=True)
    for line in done.stdout.splitlines():
        uri, *origin_label = line.split()
        if origin_label == ["Debian", label]:
            return uri
    raise Failure(f"this machine's apt sources name no mirror of {label} for {suite}; is there one, "
                  "and was apt-get update run?")
