"""The numbers of CPUs: lists as the kernel writes them, and numbers for nodes that only say how many."""

import re

from .failure import SpecError

CPU_LIST = r"cpus=\d*(?:-\d*)?(?:,\d+(?:-\d+)?(?=,|$))*"


def numbers(field, text, most):
    """Give the numbers of a list such as 0-11,96-107, ascending."""
    found = []
    for piece in text.split(","):
        ends = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", piece)
        first, last = (int(ends[1]), int(ends[2] or ends[1])) if ends else (1, 0)
        if first > last:
            raise SpecError(f'{field}: "{text}" is not a list of CPUs such as 0-11,96-107')
        if last >= most:
            raise SpecError(f"{field}: CPU {last} is not within 0 to {most - 1}")
        found += range(first, last + 1)
    if len(set(found)) < len(found):
        raise SpecError(f'{field}: "{text}" names a CPU twice')
    return tuple(sorted(found))


def number_cpus(nodes):
    """Give the CPU numbers of each node: its list, or the lowest that no list names, in the order of the nodes."""
    listed = [cpu for node in nodes for cpu in node.listed]
    if len(set(listed)) < len(listed):
        twice = next(cpu for cpu in sorted(listed) if listed.count(cpu) > 1)
        raise SpecError(f"cpus: CPU {twice} is on two nodes")
    taken = set(listed)
    free = (cpu for cpu in range(len(listed) + sum(node.cpus for node in nodes)) if cpu not in taken)
    return tuple(node.listed or tuple(next(free) for _ in range(node.cpus)) for node in nodes)
