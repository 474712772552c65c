"""Run a command, or the contract tests, on every kernel and every preset, one guest after the other; write one table.

Options that are not listed here go to numa-vm, or with --contract to contract."""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

from . import kernels, presets

HERE = Path(__file__).resolve().parent.parent
# The closing line of contract.
COUNTS = re.compile(rb": (\d+ passed, \d+ failed, \d+ skipped)\n\Z")


def main(arguments):
    options, passed_on, command = _parse(arguments)
    results = {}
    for series in options.kernels:
        for nodes in options.nodes:
            arguments = ([HERE / "contract", *passed_on, *(["--compiled"] if results else [])] if options.contract
                         else [HERE / "numa-vm", *passed_on, "--", *command])
            results[series, nodes] = _run(series, nodes, arguments, options.logs)
            if options.table:
                # So far: a run of hours may be cut short.
                Path(options.table).write_text(write(options.kernels, options.nodes, results))
    table = write(options.kernels, options.nodes, results)
    print(table, end="")
    return 0 if all(status == 0 for status, _, _ in results.values()) else 1


def _parse(arguments):
    everything = [kernel.series for kernel in kernels.listed()]
    parser = argparse.ArgumentParser(prog="matrix", usage="%(prog)s [options] [options of numa-vm] -- COMMAND…",
                                     description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     allow_abbrev=False)
    parser.add_argument("--kernels", metavar="A,B", type=_list, default=everything, help=",".join(everything))
    parser.add_argument("--nodes", metavar="SPEC", nargs="+", default=list(presets.USUAL), help=" ".join(presets.USUAL))
    parser.add_argument("--contract", action="store_true", help="run the contract tests, and no command")
    parser.add_argument("--table", metavar="FILE", help="write the table to a file, too")
    parser.add_argument("--logs", metavar="DIR", help="keep what each run wrote, as KERNEL-NODES.log")
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options, passed_on = parser.parse_known_args(arguments[:at])
    if not arguments[at + 1:] and not options.contract:
        parser.error("no command; write -- COMMAND… at the end, or --contract")
    return options, passed_on, arguments[at + 1:]


def _list(text):
    return text.split(",")


def _run(series, nodes, arguments, logs):
    print(f"matrix: {series} {nodes}", end=" ", file=sys.stderr, flush=True)
    begin = time.monotonic()
    program, *rest = map(str, arguments)
    done = subprocess.run([program, "--kernel", series, "--nodes", nodes, *rest],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seconds = time.monotonic() - begin
    print(f"exit {done.returncode}, {seconds:.0f} s", file=sys.stderr)
    if logs:
        Path(logs).mkdir(parents=True, exist_ok=True)
        (Path(logs) / f"{series}-{nodes.replace('/', '_')}.log").write_bytes(done.stdout)
    elif done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    counts = COUNTS.search(done.stdout)
    return done.returncode, seconds, counts and counts[1].decode()


def write(series, topologies, results):
    """Give the table: a row for each kernel, a column for each topology, what came out and seconds in the cells."""
    rows = [["kernel", *topologies], ["---"] * (len(topologies) + 1)]
    for name in series:
        rows.append([name, *(_cell(results.get((name, nodes))) for nodes in topologies)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _cell(result):
    if result is None:
        return "not run"
    status, seconds, counts = result
    return f"{counts or ('ok' if status == 0 else f'exit {status}')}, {seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
