"""Read a topology from one line; the grammar is in SPEC.md."""

import re

from .cpus import CPU_LIST, number_cpus, numbers
from .failure import SpecError
from .presets import PRESETS
from .topology import LOCAL_DISTANCE, MIB, REMOTE_DISTANCE, UNREACHABLE_DISTANCE, Node, Topology

UNITS = {"K": MIB >> 10, "M": MIB, "G": MIB << 10, "T": MIB << 20}
MOST_NODES = 1024
MOST_CPUS = 8192
LEAST_MEMORY = 128 * MIB
GROUP = re.compile(r"(?:(?P<first>\d{1,9})=)?(?:(?P<nodes>\d+)|(?:(?P<count>\d+)x)?\[(?P<parts>[^\[\]]*)\])"
                   r"(?:@(?P<distance>.*))?")
PAIR = re.compile(r"(\d+)(?:-(\d+))?:(\d+)(?:-(\d+))?=(.*)")
OFFLINE = Node(0, 0, offline=True)


def parse(text, cpus=1, memory=512 * MIB):
    """Read text; cpus and memory (bytes) are those of a node that does not name its own."""
    name, *pairs = text.split("/")
    machine, *own = PRESETS.get(name, name).split("/")
    nodes, group_distance = [], []
    for number, group in enumerate(_split_groups(machine), 1):
        first, members, distance = _group(f"group {number}", group, cpus, memory)
        gap = _gap(f"group {number}, first node", first, len(nodes))
        nodes += [OFFLINE] * gap + members
        group_distance += [None] * gap + [distance] * len(members)
        if len(nodes) > MOST_NODES:
            raise SpecError(f"topology: {len(nodes)} nodes are more than {MOST_NODES}")
    _check(nodes)
    distances = _distances(nodes, group_distance)
    _pairs(distances, own)
    _pairs(distances, pairs)
    return Topology(tuple(nodes), tuple(map(tuple, distances)), number_cpus(nodes))


def _gap(field, first, there):
    if first is not None and not there <= first < MOST_NODES:
        raise SpecError(f"{field}: {first} is not within {there} to {MOST_NODES - 1}, the ids that are left")
    return 0 if first is None else first - there


def size(field, text):
    """Give the bytes of a size such as 512M or 2G."""
    found = re.fullmatch(r"(\d+)([KMGT])", text)
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
    if node.listed and count > 1:
        raise SpecError(f"{where}, cpus: a list of CPUs belongs to one node; write a group for each of the {count}")
    return None if found["first"] is None else int(found["first"]), [node] * count, distance


def _count(field, text):
    number = int(text)
    if not 1 <= number <= MOST_NODES:
        raise SpecError(f"{field}: {number} is not within 1 to {MOST_NODES}")
    return number


def _node(where, text, cpus, memory):
    if text == "offline":
        return OFFLINE
    if text == "empty":
        return Node(0, 0)
    said = {}
    # A list of CPUs goes on behind its own commas: cpus=0-11,96-107.
    for part in re.sub(CPU_LIST, lambda found: found[0].replace(",", ";"), text).split(","):
        name, value = _part(where, part)
        if name in said:
            raise SpecError(f'{where}, {name}: written twice, "{part}" is one too many')
        said[name] = value
    cpus = said.get("cpus", cpus)
    listed = cpus if isinstance(cpus, tuple) else ()
    node = Node(len(listed) if listed else cpus, said.get("memory", memory), False, said.get("latency"),
                said.get("bandwidth"), listed)
    if not node.cpus and not node.memory:
        raise SpecError(f"{where}: a node needs a CPU or memory; an online node without either is written [empty], "
                        "an id that is only possible [offline]")
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
    if text.startswith("cpus="):
        return "cpus", numbers(f"{where}, cpus", text[5:].replace(";", ","), MOST_CPUS)
    if text in ("offline", "empty"):
        raise SpecError(f"{where}: {text} stands alone, such a node has neither CPUs nor memory")
    if re.fullmatch(r"[\d.]+[A-Za-z]?", text):
        return "memory", size(f"{where}, memory", text)
    raise SpecError(f'{where}: "{text}" is none of 1cpu, cpus=0-3, 512M, latency=80ns, bandwidth=20G, offline, empty')


def _distance(field, text):
    if not re.fullmatch(r"\d{1,4}", text) or not LOCAL_DISTANCE <= int(text) <= UNREACHABLE_DISTANCE:
        raise SpecError(f'{field}: "{text}" is not within {LOCAL_DISTANCE} to {UNREACHABLE_DISTANCE}')
    return int(text)


def _distances(nodes, group_distance):
    everyone = range(len(nodes))
    return [[LOCAL_DISTANCE if a == b else
             max((d for d in (group_distance[a], group_distance[b]) if d), default=REMOTE_DISTANCE)
             for b in everyone] for a in everyone]


def _pairs(table, pairs):
    """Enter the distances of pairs; each statement stands for all pairs of its two ranges, on the way back too."""
    written = {}
    for text in pairs:
        found = PAIR.fullmatch(text)
        if not found:
            raise SpecError(f'distance: "{text}" is not a pair such as 0:1=31')
        field = f"distance {text[:text.index('=')]}"
        from_nodes, to_nodes = (_range(field, found[i], found[i + 1], len(table)) for i in (1, 3))
        pairs_here = {(a, b) for a in from_nodes for b in to_nodes if a != b}
        if not pairs_here:
            raise SpecError(f"{field}: from a node to itself it is always {LOCAL_DISTANCE}")
        if pairs_here & written.keys():
            raise SpecError(f"{field}: written twice")
        written.update(dict.fromkeys(pairs_here, _distance(field, found[5])))
    for (a, b), distance in written.items():
        table[a][b] = distance
        table[b][a] = written.get((b, a), distance)


def _range(field, first, last, nodes):
    first, last = int(first), int(last or first)
    if max(first, last) >= nodes:
        raise SpecError(f"{field}: there is no node {max(first, last)}")
    if first > last:
        raise SpecError(f"{field}: {first}-{last} goes backwards")
    return range(first, last + 1)


def _check(nodes):
    cpus = sum(node.cpus for node in nodes)
    if not cpus:
        raise SpecError("cpus: no node has one, and a machine starts on one")
    if cpus > MOST_CPUS:
        raise SpecError(f"cpus: {cpus} in all are more than {MOST_CPUS}")
    with_memory = [node for node in nodes if node.memory]
    if sum(node.memory for node in nodes) < LEAST_MEMORY:
        raise SpecError(f"memory: less than {LEAST_MEMORY // MIB}M in all does not hold a kernel")
    described = [node for node in with_memory if node.latency is not None]
    if described and len(described) < len(with_memory):
        raise SpecError("latency: some nodes with memory have one and some have none; write it for all or for none")
