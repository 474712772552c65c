"""Debian suites other than the machine's own, read with an apt state of their own.

The machine's sources and package lists stay as they are. The mirrors are those of the machine's sources.
"""

import os
import re
import subprocess

from .failure import Failure, complaint

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


class Suite:
    """One suite of the Debian archive, such as trixie-backports."""

    def __init__(self, name, folder, debian="amd64"):
        """Keep the state of apt under folder; debian is the architecture, in Debian's word."""
        self.name = name
        self._debian = debian
        self._folder = folder / f"{name}-{debian}"
        self._options = [
            "-qq",
            "-o", f"Dir::Etc::sourcelist={self._folder}/sources.list",
            "-o", "Dir::Etc::sourceparts=/dev/null",
            "-o", f"Dir::State::Lists={self._folder}/lists",
            "-o", f"Dir::Cache={self._folder}/cache",
            # Another architecture may be asked for, and nothing that this machine has installed counts.
            "-o", f"APT::Architecture={debian}", "-o", f"APT::Architectures::={debian}",
            "-o", f"Dir::State::status={self._folder}/status",
            "-o", "Acquire::Languages=none",
            # The user _apt, to which apt falls back for downloads, may not look into a home directory.
            "-o", f"APT::Sandbox::User={'root' if os.geteuid() == 0 else ''}",
        ]

    def update(self):
        """Fetch the package lists."""
        for part in ("lists/partial", "cache/archives/partial"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        (self._folder / "status").write_text("")
        source = f"deb [signed-by={KEYRING} arch={self._debian}] {_mirror(self.name)} {self.name} main\n"
        (self._folder / "sources.list").write_text(source)
        self._apt("apt-get", ["update"])

    def kernels(self, series, flavour="amd64"):
        """List the kernels of a series such as 6.12 and a flavour such as arm64-16k, each with the packages that hold its files.

        Gives (package, version, packages), the last as a list of name=version. A kernel that lacks one of its
        packages is left out: an archive drops linux-modules-* before linux-image-*.
        """
        known = parse(self._apt("apt-cache", ["dumpavail"]))
        found = [(name, version, closure(known, name, version)) for name, version in known
                 if _is_kernel(name, version, series, known[name, version], flavour)]
        return [kernel for kernel in found if kernel[2]]

    def download(self, packages, folder):
        """Fetch packages (name=version) into folder as .deb files."""
        self._apt("apt-get", ["download", *packages], folder)

    def _apt(self, command, arguments, folder=None):
        done = subprocess.run([command, *self._options, *arguments], cwd=folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
        if done.returncode:
            raise Failure(f"{command} {arguments[0]} for {self.name}: {complaint(done.stderr)}")
        return done.stdout


def parse(text):
    """Map (package, version) of the linux-* packages in a package list to what they depend on."""
    known = {}
    for stanza in text.split("\n\n"):
        if stanza.startswith("Package: linux-"):
            fields = dict(line.split(": ", 1) for line in stanza.splitlines() if ": " in line and line[0] != " ")
            known[fields["Package"], fields["Version"]] = fields.get("Depends", "")
    return known


def closure(known, package, version):
    """List package=version and the linux-binary-*, linux-modules-* that it needs.

    The list is empty if one of them is not known.
    """
    packages, wanted = [], [package]
    for name in wanted:
        if (name, version) not in known:
            return []
        packages.append(f"{name}={version}")
        needed = re.findall(r"(linux-(?:binary|modules)-[^ ,|]+) \(= ([^)]+)\)", known[name, version])
        wanted += [other for other, same in needed if same == version and other not in wanted]
    return packages


def _is_kernel(name, version, series, depends, flavour):
    """Tell the kernels of a series and flavour from its others (rt, cloud, unsigned) and from mere pointers to one."""
    plain = re.fullmatch(rf"linux-image-\d[^-]*(-\d[^-]*)?-{re.escape(flavour)}", name)
    return plain and "linux-image-" not in depends and re.match(re.escape(series) + r"[.~-]", version)


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
