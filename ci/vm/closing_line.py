"""Say in one line what a run in a guest came to, and before it what failed; for ci/vm/contract."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(folder, nodes, kernel, status):
    reports = [suite for file in sorted(folder.glob("TEST-*.xml")) for suite in ElementTree.parse(file).iter("testsuite")]
    passed = failed = skipped = 0
    for case in (case for suite in reports for case in suite.iter("testcase")):
        name = f'{case.get("classname").rpartition(".")[2]}.{case.get("name")}'
        problem = case.find("failure") if case.find("failure") is not None else case.find("error")
        if problem is not None:
            failed += 1
            print(f"FAILED {name}\n{(problem.text or '').strip()[:3000]}\n")
        elif case.find("skipped") is not None:
            skipped += 1
            print(f"skipped {name}: {reason(case.find('skipped'))}")
        else:
            passed += 1
    broken = not reports or (status != 0 and not failed)
    if broken:
        for name in ("out", "err", "console"):
            print(f"--- last lines of {name}", *tail(folder / name), sep="\n")
        failed += 1
    print(f"guest {nodes}, Linux {release(reports, kernel)}: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def reason(skipped):
    text = (skipped.text or "").strip() or "no reason given"
    return text.splitlines()[0].rpartition("TestAbortedException: ")[2]


def tail(file):
    return file.read_text(errors="replace").splitlines()[-30:] if file.exists() else ["(none)"]


def release(reports, kernel):
    """Give the release that the tests' own JVM saw, or the one asked for if it never came to that."""
    for suite in reports:
        for item in suite.iter("property"):
            if item.get("name") == "os.version":
                return item.get("value")
    return f"{kernel} (did not come up)"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
