"""A machine's NUMA nodes: CPUs, memory, distances."""

from dataclasses import dataclass
from typing import Optional

MIB = 1 << 20
LOCAL_DISTANCE = 10
REMOTE_DISTANCE = 20


@dataclass(frozen=True)
class Node:
    """One node. An offline node has an id that the kernel calls possible, and nothing else.

    memory is in bytes, latency in nanoseconds, bandwidth in bytes a second; the last two are those of the
    node's memory seen from its nearest CPU, and None where the firmware says nothing about them.
    """

    cpus: int
    memory: int
    offline: bool = False
    latency: Optional[int] = None
    bandwidth: Optional[int] = None


@dataclass(frozen=True)
class Topology:
    """Nodes in the order of their ids, and distances[from][to]."""

    nodes: tuple
    distances: tuple

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
