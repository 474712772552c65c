"""Read a topology from one line; the grammar is in SPEC.md."""

import re

from .failure import SpecError
from .topology import LOCAL_DISTANCE, MIB, REMOTE_DISTANCE, Node, Topology

PRESETS = {
    "two": "2",
    "four": "4",
    "eight": "8",
    "tiered": "2+[0cpu]@31",
    "holes": "[1cpu]+[offline]+[1cpu]+[1cpu,0M]+[0cpu]",
}

UNITS = {"M": MIB, "G": MIB << 10, "T": MIB << 20}
LARGEST_COUNT = 128
LEAST_MEMORY = 128 * MIB
GROUP = re.compile(r"(?:(?P<nodes>\d+)|(?:(?P<count>\d+)x)?\[(?P<parts>[^\[\]]*)\])(?:@(?P<distance>.*))?")
PAIR = re.compile(r"(\d+):(\d+)=(.*)")


def parse(text, cpus=1, memory=512 * MIB):
    """Read text; cpus and memory (bytes) are those of a node that does not name its own."""
    first, *pairs = text.split("/")
    nodes, group_distance = [], []
    for number, group in enumerate(_split_groups(PRESETS.get(first, first)), 1):
        members, distance = _group(f"group {number}", group, cpus, memory)
        nodes += members
        group_distance += [distance] * len(members)
    distances = _distances(nodes, group_distance, pairs)
    _check(nodes)
    return Topology(tuple(nodes), tuple(map(tuple, distances)))


def size(field, text):
    """Give the bytes of a size such as 512M or 2G."""
    found = re.fullmatch(r"(\d+)([MGT])", text)
    if not found:
        raise SpecError(f'{field}: "{text}" is not a size; write 512M or 2G')
    return int(found[1]) * UNITS[found[2]]


def _split_groups(text):
    if not text:
        raise SpecError(f"topology: nothing is written; write 4, 2x[1cpu,512M] or one of {', '.join(PRESETS)}")
    return text.split("+")


def _group(where, text, cpus, memory):
    found = GROUP.fullmatch(text)
    if not found:
        raise SpecError(f'{where}: "{text}" is neither a number of nodes, nor 2x[1cpu,512M], '
                        f"nor one of {', '.join(PRESETS)}")
    count = _count(f"{where}, count", found["nodes"] or found["count"] or "1")
    distance = found["distance"]
    if distance is not None:
        distance = _distance(f"{where}, distance", distance)
    parts = found["parts"]
    node = Node(cpus, memory) if parts is None else _node(where, parts, cpus, memory)
    return [node] * count, distance


def _count(field, text):
    number = int(text)
    if not 1 <= number <= LARGEST_COUNT:
        raise SpecError(f"{field}: {number} is not within 1 to {LARGEST_COUNT}")
    return number


def _node(where, text, cpus, memory):
    if text == "offline":
        return Node(0, 0, offline=True)
    said = {}
    for part in text.split(","):
        name, value = _part(where, part)
        if name in said:
            raise SpecError(f'{where}, {name}: written twice, "{part}" is one too many')
        said[name] = value
    node = Node(said.get("cpus", cpus), said.get("memory", memory), False, said.get("latency"), said.get("bandwidth"))
    if not node.cpus and not node.memory:
        raise SpecError(f"{where}: a node needs a CPU or memory; a node id without either is written [offline]")
    if (node.latency is None) != (node.bandwidth is None):
        raise SpecError(f"{where}, {'latency' if node.latency is None else 'bandwidth'}: "
                        "missing; latency and bandwidth are written together")
    if node.latency is not None and not node.memory:
        raise SpecError(f"{where}, latency: the node has no memory that could have one")
    return node


def _part(where, text):
    if re.fullmatch(r"\d+cpu", text):
        return "cpus", int(text[:-3])
    if text.startswith("latency="):
        found = re.fullmatch(r"latency=([1-9]\d*)ns", text)
        if not found:
            raise SpecError(f'{where}, latency: "{text[8:]}" is not a time; write latency=80ns')
        return "latency", int(found[1])
    if text.startswith("bandwidth="):
        value = size(f"{where}, bandwidth", text[10:])
        if not value:
            raise SpecError(f"{where}, bandwidth: it cannot be zero")
        return "bandwidth", value
    if text == "offline":
        raise SpecError(f"{where}: offline stands alone, an offline node has neither CPUs nor memory")
    if re.fullmatch(r"[\d.]+[A-Za-z]?", text):
        return "memory", size(f"{where}, memory", text)
    raise SpecError(f'{where}: "{text}" is none of 1cpu, 512M, latency=80ns, bandwidth=20G, offline')


def _distance(field, text):
    # 255 means unreachable, and the kernel drops a whole table in which a remote distance is not above the local one.
    if not re.fullmatch(r"\d+", text) or not LOCAL_DISTANCE < int(text) < 255:
        raise SpecError(f'{field}: "{text}" is not within {LOCAL_DISTANCE + 1} to 254')
    return int(text)


def _distances(nodes, group_distance, pairs):
    everyone = range(len(nodes))
    table = [[LOCAL_DISTANCE if a == b else
              max((d for d in (group_distance[a], group_distance[b]) if d), default=REMOTE_DISTANCE)
              for b in everyone] for a in everyone]
    written = {}
    for text in pairs:
        found = PAIR.fullmatch(text)
        if not found:
            raise SpecError(f'distance: "{text}" is not a pair such as 0:1=31')
        a, b = int(found[1]), int(found[2])
        for node in (a, b):
            if node not in everyone:
                raise SpecError(f"distance {a}:{b}: there is no node {node}")
        if a == b:
            raise SpecError(f"distance {a}:{b}: from a node to itself it is always {LOCAL_DISTANCE}")
        if (a, b) in written:
            raise SpecError(f"distance {a}:{b}: written twice")
        written[a, b] = _distance(f"distance {a}:{b}", found[3])
    for (a, b), distance in written.items():
        table[a][b] = distance
        table[b][a] = written.get((b, a), distance)
    return table


def _check(nodes):
    if len(nodes) > LARGEST_COUNT:
        raise SpecError(f"topology: {len(nodes)} nodes are more than {LARGEST_COUNT}")
    if not nodes[0].cpus:
        raise SpecError("node 0: the first node needs a CPU, the machine starts on it")
    cpus = sum(node.cpus for node in nodes)
    if cpus > LARGEST_COUNT:
        raise SpecError(f"cpus: {cpus} in all are more than {LARGEST_COUNT}")
    with_memory = [node for node in nodes if node.memory]
    if sum(node.memory for node in nodes) < LEAST_MEMORY:
        raise SpecError(f"memory: less than {LEAST_MEMORY // MIB}M in all does not hold a kernel")
    described = [node for node in with_memory if node.latency is not None]
    if described and len(described) < len(with_memory):
        raise SpecError("latency: some nodes with memory have one and some have none; write it for all or for none")
