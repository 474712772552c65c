"""The command line of QEMU for one guest."""

from .arch import X86_64
from .failure import SpecError
from .topology import MIB

# numa_balancing moves pages behind the back of a test; the other words save seconds under emulation.
KERNEL_ARGUMENTS = "quiet panic=-1 oops=panic init_on_alloc=0 numa_balancing=disable"

def command(topology, kernel, initrd, ports, shares, kernel_arguments="", arch=X86_64):
    """Give the argument list.

    kernel and initrd are files; ports maps console, out, err and control to files; shares are (tag, folder,
    "ro" or "rw"), the first of them the host's root.
    """
    return [
        arch.program, "-M", f"{arch.machine}{',hmat=on' if topology.has_performance else ''}",
        "-accel", "tcg,thread=multi", "-cpu", arch.cpu, "-m", f"{topology.memory // MIB}M",
        "-nodefaults", "-no-user-config", "-nic", "none", "-display", "none", "-no-reboot",
        *(_by_sockets(topology, arch) if arch.plugs else _by_device_tree(topology)),
        *_distances(topology), *_performance(topology),
        "-kernel", str(kernel), "-initrd", initrd,
        "-append", f"console={arch.console} {KERNEL_ARGUMENTS} {arch.words} {kernel_arguments}".strip(),
        *_ports(ports), *_shares(shares),
    ]


def _by_sockets(topology, arch):
    yield from _processors(topology, arch)
    yield from _nodes(topology)


def _by_device_tree(topology):
    """A node of a device tree keeps its id, whatever it has."""
    yield from ("-smp", str(sum(map(len, topology.cpus))))
    for i, node in enumerate(topology.nodes):
        yield from _memory(i, node)
        yield from ("-numa", ",".join([f"node,nodeid={i}", *([f"memdev=memory{i}"] if node.memory else []),
                                       *(f"cpus={cpu}" for cpu in topology.cpus[i])]))


def _memory(i, node):
    if node.memory:
        yield from ("-object", f"memory-backend-ram,id=memory{i},size={node.memory // MIB}M")


def _sockets(topology):
    """List (node, plugged) for each CPU socket, in order.

    The guest numbers nodes as it first meets them, CPUs before memory. A socket that stays empty gives an offline
    node its id; it also keeps a node without CPUs in its place in front of one with CPUs.
    """
    if any(node.listed for node in topology.nodes):
        return [(i, True) for _, i in sorted((cpu, i) for i, of in enumerate(topology.cpus) for cpu in of)]
    last_with_cpu = max(i for i, node in enumerate(topology.nodes) if node.cpus or node.offline)
    sockets = []
    for i, node in enumerate(topology.nodes):
        sockets += [(i, True)] * node.cpus
        if not node.cpus and i <= last_with_cpu:
            sockets.append((i, False))
    # QEMU 7.2 delivers an interrupt with a logical destination only to the CPUs in front of the first empty socket.
    # Linux uses such destinations up to eight possible CPUs (seen: 5.10 and 6.1 hang, 6.12 does not), so have more.
    plugged = [is_plugged for _, is_plugged in sockets]
    if plugged != sorted(plugged, reverse=True):
        sockets += [(0, False)] * (9 - len(sockets))
    return sockets


def _processors(topology, arch):
    sockets = _sockets(topology)
    first_empty = next((s for s, (_, plugged) in enumerate(sockets) if not plugged), len(sockets))
    yield from ("-smp", f"cpus={first_empty},maxcpus={len(sockets)},sockets={len(sockets)},cores=1,threads=1")
    for socket, (_, plugged) in enumerate(sockets):
        if plugged and socket > first_empty:
            yield from ("-device", f"{arch.cpu.split(',')[0]}-x86_64-cpu,socket-id={socket},core-id=0,thread-id=0")


def _nodes(topology):
    for i, node in enumerate(topology.nodes):
        yield from _memory(i, node)
        text = f"node,nodeid={i}" + (f",memdev=memory{i}" if node.memory else "")
        if topology.has_performance:
            text += f",initiator={i if node.cpus else topology.nearest_cpu_node(i)}"
        yield from ("-numa", text)
    for socket, (node, _) in enumerate(_sockets(topology)):
        yield from ("-numa", f"cpu,node-id={node},socket-id={socket}")


def _distances(topology):
    if len(topology.nodes) > 1:
        for source, row in enumerate(topology.distances):
            for target, distance in enumerate(row):
                yield from ("-numa", f"dist,src={source},dst={target},val={distance}")


def _performance(topology):
    if not topology.has_performance:
        return
    # QEMU 7.2 describes the memory of every node, also where there is none, and Linux drops a table that does.
    empty = [str(i) for i, node in enumerate(topology.nodes) if not node.memory]
    if empty:
        raise SpecError(f"latency: QEMU can tell it only if every node has memory, and node {empty[0]} has none")
    for target, node in enumerate(topology.nodes):
        if not node.memory:
            continue
        nearest = topology.distances[topology.nearest_cpu_node(target)][target]
        for source in (i for i, other in enumerate(topology.nodes) if other.cpus):
            distance = topology.distances[source][target]
            pair = f"hmat-lb,initiator={source},target={target},hierarchy=memory"
            latency = node.latency * distance // nearest
            bandwidth = node.bandwidth * nearest // distance // MIB
            yield from ("-numa", f"{pair},data-type=access-latency,latency={latency}")
            yield from ("-numa", f"{pair},data-type=access-bandwidth,bandwidth={bandwidth}M")


def _ports(ports):
    for name, path in ports.items():
        yield from ("-chardev", f"file,id={name},path={path}")
    yield from ("-serial", "chardev:console", "-device", "virtio-serial-pci")
    for number, name in enumerate(("out", "err", "control"), 1):
        yield from ("-device", f"virtserialport,chardev={name},nr={number}")


def _shares(shares):
    for tag, folder, mode in shares:
        path = folder.replace(",", ",,")
        yield from ("-fsdev", f"local,id={tag},path={path},security_model=none,multidevs=remap"
                    + (",readonly=on" if mode == "ro" else ""))
        yield from ("-device", f"virtio-9p-pci,fsdev={tag},mount_tag={tag}")
