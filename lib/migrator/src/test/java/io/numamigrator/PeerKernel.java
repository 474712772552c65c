package io.numamigrator;

import io.numamigrator.kernel.CallFrame;
import io.numamigrator.kernel.Kernel;
import io.numamigrator.kernel.PageScan;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The running kernel as a peer may ask it: system calls are made by the peer, with its credentials and in its cpuset. */
final class PeerKernel implements Kernel {

    private final Peer peer;
    private final PeerMemory memory;

    PeerKernel(Peer peer, PeerMemory memory) {
        this.peer = peer;
        this.memory = memory;
    }

    @Override
    public long movePages(
            CallFrame frame,
            int pid,
            long count,
            MemorySegment pages,
            MemorySegment nodes,
            MemorySegment status,
            int flags) {
        memory.clear();
        long written = memory.put(status);
        long result =
                peer.ask(LinuxCalls.MOVE_PAGES, pid, count, memory.put(pages), memory.put(nodes), written, flags);
        memory.get(written, status);
        return result;
    }

    @Override
    public long migratePages(CallFrame frame, int pid, long maxNode, MemorySegment fromMask, MemorySegment toMask) {
        memory.clear();
        return peer.ask(LinuxCalls.MIGRATE_PAGES, pid, maxNode, memory.put(fromMask), memory.put(toMask));
    }

    @Override
    public long mbind(
            CallFrame frame, long address, long length, int mode, MemorySegment nodeMask, long maxNode, int flags) {
        memory.clear();
        return peer.ask(LinuxCalls.MBIND, address, length, mode, memory.put(nodeMask), maxNode, flags);
    }

    @Override
    public long getMempolicy(
            CallFrame frame, MemorySegment mode, MemorySegment nodeMask, long maxNode, long address, int flags) {
        memory.clear();
        long modeAt = memory.put(mode);
        long maskAt = memory.put(nodeMask);
        long result = peer.ask(LinuxCalls.GET_MEMPOLICY, modeAt, maskAt, maxNode, address, flags);
        memory.get(modeAt, mode);
        memory.get(maskAt, nodeMask);
        return result;
    }

    @Override
    public long setMempolicy(CallFrame frame, int mode, MemorySegment nodeMask, long maxNode) {
        memory.clear();
        return peer.ask(LinuxCalls.SET_MEMPOLICY, mode, memory.put(nodeMask), maxNode);
    }

    @Override
    public long setMempolicyHomeNode(CallFrame frame, long address, long length, long node, long flags) {
        return peer.ask(LinuxCalls.SET_MEMPOLICY_HOME_NODE, address, length, node, flags);
    }

    /** Nobody asks it what is in memory. */
    @Override
    public long mincore(CallFrame frame, long address, long length, MemorySegment vector) {
        return -Errno.ENOSYS.number();
    }

    @Override
    public long readPageMap(CallFrame frame, int pid, long firstPage, int count, MemorySegment entries) {
        return -Errno.ENOSYS.number();
    }

    @Override
    public long mmap(CallFrame frame, long length) {
        return peer.ask(LinuxCalls.MMAP, 0, length, Mapping.READ_WRITE, Mapping.PRIVATE | Mapping.ANONYMOUS, -1, 0);
    }

    @Override
    public long munmap(CallFrame frame, long address, long length) {
        return peer.ask(LinuxCalls.MUNMAP, address, length);
    }

    @Override
    public long madvise(CallFrame frame, long address, long length, int advice) {
        return peer.ask(LinuxCalls.MADVISE, address, length, advice);
    }

    @Override
    public @Nullable PageScan openPageScan(CallFrame frame, int pid) {
        return null;
    }

    @Override
    public String read(String pseudoFile) throws IOException {
        return Files.readString(Path.of(asSeenByPeer(pseudoFile)), StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<String> list(String pseudoDirectory) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(asSeenByPeer(pseudoDirectory)))) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).toList();
        }
    }

    private String asSeenByPeer(String pseudoFile) {
        return pseudoFile.replaceFirst("^/proc/(thread-)?self/", "/proc/" + peer.pid() + "/");
    }

    @Override
    public int getpid() {
        return peer.pid();
    }

    @Override
    public int pageSize() {
        return RealMachine.PAGE;
    }

    @Override
    public String description() {
        return "Linux through process " + peer.pid();
    }
}
