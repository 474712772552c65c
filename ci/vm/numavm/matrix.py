"""Run a command on every kernel and every preset, one guest after the other, and write one table.

Options that are not listed here go to numa-vm."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from . import kernels, spec

NUMA_VM = Path(__file__).resolve().parent.parent / "numa-vm"


def main(arguments):
    options, passed_on, command = _parse(arguments)
    results = {}
    for series in options.kernels:
        for nodes in options.nodes:
            results[series, nodes] = _run(series, nodes, [*passed_on, "--", *command], options.logs)
    table = write(options.kernels, options.nodes, results)
    if options.table:
        Path(options.table).write_text(table)
    print(table, end="")
    return 0 if all(status == 0 for status, _ in results.values()) else 1


def _parse(arguments):
    everything = [kernel.series for kernel in kernels.listed()]
    parser = argparse.ArgumentParser(prog="matrix", usage="%(prog)s [options] [options of numa-vm] -- COMMAND…",
                                     description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
                                     allow_abbrev=False)
    parser.add_argument("--kernels", metavar="A,B", type=_list, default=everything, help=",".join(everything))
    parser.add_argument("--nodes", metavar="SPEC", nargs="+", default=list(spec.PRESETS), help=" ".join(spec.PRESETS))
    parser.add_argument("--table", metavar="FILE", help="write the table to a file, too")
    parser.add_argument("--logs", metavar="DIR", help="keep what each run wrote, as KERNEL-NODES.log")
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options, passed_on = parser.parse_known_args(arguments[:at])
    if not arguments[at + 1:]:
        parser.error("no command; write -- COMMAND… at the end")
    return options, passed_on, arguments[at + 1:]


def _list(text):
    return text.split(",")


def _run(series, nodes, rest, logs):
    print(f"matrix: {series} {nodes}", end=" ", file=sys.stderr, flush=True)
    begin = time.monotonic()
    arguments = [str(NUMA_VM), "--kernel", series, "--nodes", nodes, *rest]
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seconds = time.monotonic() - begin
    print(f"exit {done.returncode}, {seconds:.0f} s", file=sys.stderr)
    if logs:
        Path(logs).mkdir(parents=True, exist_ok=True)
        (Path(logs) / f"{series}-{nodes.replace('/', '_')}.log").write_bytes(done.stdout)
    elif done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    return done.returncode, seconds


def write(series, topologies, results):
    """Give the table: a row for each kernel, a column for each topology, exit status and seconds in the cells."""
    rows = [["kernel", *topologies], ["---"] * (len(topologies) + 1)]
    for name in series:
        cells = (results[name, nodes] for nodes in topologies)
        rows.append([name, *(f"{'ok' if status == 0 else f'exit {status}'}, {s:.0f} s" for status, s in cells)])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
