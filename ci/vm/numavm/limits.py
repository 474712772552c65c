"""What a guest cannot be though a SPEC can say it: refused with one line that names the limit and whose it is."""

from .failure import SpecError
from .topology import LOCAL_DISTANCE, MIB

MEMORY_OF_HOST = "/proc/meminfo"


def check(topology, arch):
    """Refuse a topology that QEMU cannot build, or that the guest's Linux would see otherwise than it is written."""
    for field, why in _faults(topology, arch):
        raise SpecError(f"{field}: {why}; the simulated machine can be so")


def _faults(topology, arch):
    nodes = topology.nodes
    if len(nodes) > arch.most_nodes:
        yield "topology", f"guests of {arch.name} have at most {arch.most_nodes} nodes, not {len(nodes)}"
    cpus = sum(node.cpus for node in nodes)
    if cpus > arch.most_cpus:
        yield "cpus", f"guests of {arch.name} have at most {arch.most_cpus}, not {cpus}"
    if not nodes[0].cpus:
        yield "node 0", "a guest starts on its first node, which needs a CPU"
    if not arch.plugs:
        yield from _faults_without_plugs(topology, arch)
    for i, node in enumerate(nodes):
        if node.is_empty:
            yield f"node {i}", "QEMU 7.2 makes no online node that has neither CPU nor memory"
        if node.memory % MIB:
            yield f"node {i}, memory", f"guests have whole MiB, not {node.memory >> 10}K"
        if any(distance <= LOCAL_DISTANCE for to, distance in enumerate(topology.distances[i]) if to != i):
            yield f"distance of node {i}", "Linux drops a table in which another node is at 10"
    if arch.plugs and any(node.listed for node in nodes):
        yield from _faults_of_numbers(topology)
    if topology.memory > memory_of_host():
        yield "memory", (f"{topology.memory >> 20}M in all are more than the {memory_of_host() >> 20}M of this host; "
                         "write smaller nodes")


def _faults_without_plugs(topology, arch):
    for i, node in enumerate(topology.nodes):
        if node.offline:
            yield f"node {i}", f"no CPU can be plugged into a guest of {arch.name}, so no id is possible and offline"
    if topology.has_performance:
        yield "latency", f"QEMU's machine for {arch.name} has no table for it"


def _faults_of_numbers(topology):
    """A guest numbers nodes as it meets their CPUs, and CPUs without a gap."""
    with_cpus = [of for of in topology.cpus if of]
    if sorted(cpu for of in with_cpus for cpu in of) != list(range(sum(map(len, with_cpus)))):
        yield "cpus", "QEMU numbers CPUs without a gap from 0 on"
    if [of[0] for of in with_cpus] != sorted(of[0] for of in with_cpus):
        yield "cpus", "a guest numbers its nodes by their lowest CPU; write the lists in that order"
    last = max(i for i, of in enumerate(topology.cpus) if of)
    if not all(topology.cpus[:last]):
        yield "cpus", "with lists, a guest's nodes with CPUs come before all others"


def memory_of_host():
    """Give the bytes of memory of this host."""
    with open(MEMORY_OF_HOST, encoding="ascii") as lines:
        return int(next(line for line in lines if line.startswith("MemTotal")).split()[1]) << 10
