"""Say in one line what a run in a guest came to, and before it what failed; for ci/vm/contract."""

import sys
from collections import Counter
from pathlib import Path

SLOWEST = 5


def main(folder, nodes, kernel, status):
    release, ended, hanging = read(folder / "journal")
    results = {state: [test for test in ended if test[0] == state] for state in ("passed", "failed", "skipped")}
    for _, name, _, reason in results["failed"]:
        print(f"FAILED {name}\n{reason.strip()[:3000]}\n")
    for name in hanging:
        print(f"FAILED {name}\nbegun, and never ended\n")
    # The cases of one rule are skipped together.
    reasons = Counter((name.split()[0], reason.partition("\n")[0].removeprefix("Assumption failed: "))
                      for _, name, _, reason in results["skipped"])
    for (rule, reason), times in reasons.items():
        print(f"skipped {rule}{f' ({times} cases)' if times > 1 else ''}: {reason or 'no reason given'}")
    failed = len(results["failed"]) + len(hanging)
    if hanging or not ended or (status != 0 and not failed):
        for name in ("out", "err", "console"):
            print(f"--- last lines of {name}", *tail(folder / name), sep="\n")
        failed = failed or 1
    slowest = sorted(ended, key=lambda test: -test[2])[:SLOWEST]
    times = [line for line in tail(folder / "err") if line.startswith("numa-vm: boot ")]
    print("\n".join(times))
    print("slowest: " + ", ".join(f"{name} {milliseconds / 1000:.1f} s"
                                  for _, name, milliseconds, _ in slowest))
    print(f"guest {nodes}, Linux {release or f'{kernel} (did not come up)'}: {len(results['passed'])} passed, "
          f"{failed} failed, {len(results['skipped'])} skipped")
    return 1 if failed or not results["passed"] else 0


def read(journal):
    """Give the release that the tests saw, (state, name, milliseconds, reason) of each, and names of those without an end."""
    release, ended, hanging = None, [], []
    for line in journal.read_text(errors="replace").splitlines() if journal.exists() else []:
        state, name, *rest = line.split("\t")
        if state == "release":
            release = name
        elif state == "begun":
            hanging.append(name)
        else:
            if name in hanging:
                hanging.remove(name)
            # Half a line if the guest was ended in the middle of it.
            milliseconds, reason = (rest + ["0", ""][len(rest):])[:2]
            ended.append((state, name, int(milliseconds or 0), unescaped(reason)))
    return release, ended, hanging


def unescaped(text):
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def tail(file):
    return file.read_text(errors="replace").splitlines()[-30:] if file.exists() else ["(none)"]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
