"""A machine's NUMA nodes: CPUs, memory, distances."""

from dataclasses import dataclass
from typing import Optional

MIB = 1 << 20
LOCAL_DISTANCE = 10
REMOTE_DISTANCE = 20
UNREACHABLE_DISTANCE = 255


@dataclass(frozen=True)
class Node:
    """One node. An offline node has an id that the kernel calls possible, and nothing else.

    listed are the numbers of its CPUs where the SPEC writes them. memory is in bytes, latency in nanoseconds, bandwidth in bytes a second; the last two are those of the
    node's memory seen from its nearest CPU, and None where the firmware says nothing about them.
    """

    cpus: int
    memory: int
    offline: bool = False
    latency: Optional[int] = None
    bandwidth: Optional[int] = None
    listed: tuple = ()

    @property
    def is_empty(self):
        return not self.offline and not self.cpus and not self.memory


@dataclass(frozen=True)
class Topology:
    """Nodes in the order of their ids, distances[from][to], and the numbers of each node's CPUs."""

    nodes: tuple
    distances: tuple
    cpus: tuple

    @property
    def memory(self):
        return sum(node.memory for node in self.nodes)

    @property
    def has_performance(self):
        return any(node.latency is not None for node in self.nodes)

    def nearest_cpu_node(self, target):
        """Give the id of the CPU node with the least distance to target; the lowest id among equals."""
        with_cpus = [i for i, node in enumerate(self.nodes) if node.cpus]
        return min(with_cpus, key=lambda i: (self.distances[i][target], i))
