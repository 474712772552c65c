/*
 * Carries out programs of instructions on the running kernel and writes down what could be seen: executor PROGRAM OBSERVATIONS.
 *
 * A program is a sequence of blocks, each of a 32-bit size and so many bytes; a block is one scenario. An instruction is
 *
 *   u8 code, u8 process, u8 references, u8 spare, u32 bytes, payload padded to 8 bytes
 *
 * and the observation of one that has any is u32 bytes and the bytes. Processes are slots 0-7; bit i of references says that
 * argument i of a call is a slot, not a number. The coordinator starts and ends processes and looks at them, as root; they
 * carry out what concerns their own memory. Program and observations lie in memory that all of them share.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOTS = 8, FILES = 4, FIRST_FILE = 200, PINS = 8, PAGE = 4096, HUGE = 2 << 20 };
enum { PROGRAM = 1 << 20, OBSERVED = 1 << 20, PATIENCE_MS = 30000 };
enum { MMAP = 9, SCHED_SETAFFINITY = 203, MOVE_PAGES = 279, NODES = 64, INTERLEAVES = 12 };
#define HUGETLB_PAGES "8"
enum code { SPAWN = 1, FORK, EXIT, REAP, POKE, PEEK, CALL, TOUCH, PLACES, MAPS, PIN, UNPIN, CONFINE };

struct instruction {
    uint8_t code, process, references, spare;
    uint32_t bytes;
    uint64_t payload[];
};

struct board {
    size_t at, size, seen;
    pid_t pid[SLOTS];
    uint64_t program[PROGRAM / 8];
    unsigned char observed[OBSERVED];
};

static struct board *board;
static int down[SLOTS][2], up[SLOTS][2];
static int pins[PINS][2];
static unsigned pinned;
static sigjmp_buf fault;

static void fail(const char *what)
{
    fprintf(stderr, "executor: %s: %s\n", what, strerror(errno));
    exit(3);
}

static struct instruction *next(void)
{
    return (struct instruction *)((char *)board->program + board->at);
}

static size_t behind(const struct instruction *in)
{
    return (char *)in - (char *)board->program + sizeof *in + ((in->bytes + 7) & ~7u);
}

static void see(const void *bytes, uint32_t count)
{
    if (board->seen + sizeof count + count > OBSERVED) {
        fprintf(stderr, "executor: one scenario has more to see than fits\n");
        exit(3);
    }
    memcpy(board->observed + board->seen, &count, sizeof count);
    memcpy(board->observed + board->seen + sizeof count, bytes, count);
    board->seen += sizeof count + count;
}

static void see_result(int64_t result)
{
    see(&result, sizeof result);
}

static long raw(long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

static void on_fault(int signal)
{
    siglongjmp(fault, signal);
}

/* Interleaving over shared memory begins at its inode's number: make files until that is as if it were 0. */
static int file_with_inode(int remainder)
{
    for (;;) {
        struct stat status;
        int fd = memfd_create("file", 0);
        if (fd < 0 || fstat(fd, &status))
            fail("memfd_create");
        if (status.st_ino % INTERLEAVES == (unsigned)remainder)
            return fd;
        close(fd);
    }
}

/*
 * A page waits in a list of the CPU it was touched on, which holds a reference: a write from another CPU may then copy a page
 * that is one process's own. Empty the lists of all CPUs, as any move does, so that this does not depend on what else ran.
 */
static void empty_lists(void)
{
    uint64_t nothing = 0;
    int32_t node = 0, status;
    raw(MOVE_PAGES, 0, 1, (long)&nothing, (long)&node, (long)&status, 2);
}

static long call(const struct instruction *in)
{
    long a[7];
    memcpy(a, in->payload, sizeof a);
    if (a[0] == MMAP && (a[4] & MAP_SHARED) && (a[4] & MAP_ANONYMOUS))
        close(file_with_inode(INTERLEAVES - 1));
    for (int i = 0; i < 6; i++)
        if (in->references >> i & 1)
            a[i + 1] = board->pid[a[i + 1] & (SLOTS - 1)];
    if (a[0] == SCHED_SETAFFINITY)
        empty_lists();
    return raw(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

static long touch(const uint64_t *order)
{
    if (sigsetjmp(fault, 1))
        return -EFAULT;
    for (uint64_t i = 0; i < order[1]; i++) {
        volatile char *at = (char *)order[0] + i * PAGE;
        if (order[2])
            *at = (char)(i % 100 + 1);
        else
            (void)*at;
    }
    return 0;
}

static void peek(const uint64_t *order)
{
    see((void *)order[0], (uint32_t)order[1]);
}

/* A pipe that holds pages holds a reference to each. */
static long pin(const uint64_t *order)
{
    int *pipe_ends = pins[order[0] & (PINS - 1)];
    if (pipe(pipe_ends))
        return -errno;
    pinned |= 1u << (order[0] & (PINS - 1));
    struct iovec memory = {(void *)order[1], order[2] * PAGE};
    ssize_t held = vmsplice(pipe_ends[1], &memory, 1, SPLICE_F_NONBLOCK);
    return held < 0 ? -errno : held / PAGE;
}

static void let_go(unsigned number)
{
    pinned &= ~(1u << number);
    close(pins[number][0]);
    close(pins[number][1]);
}

static void work(int slot);

/* The child is the coordinator's, as all are: who waits for it is known. Pins stay its parent's. */
static long fork_to(int slot)
{
    long pid = raw(56, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0, 0);
    if (pid == 0) {
        for (unsigned i = 0; i < PINS; i++)
            if (pinned >> i & 1)
                let_go(i);
        work(slot);
    }
    if (pid > 0)
        board->pid[slot] = (pid_t)pid;
    return pid > 0 ? 0 : pid;
}

/* Carry out an instruction of a process's own, or return 0 if it is not. */
static int carry_out(const struct instruction *in)
{
    const uint64_t *order = in->payload;
    switch (in->code) {
    case POKE:
        memcpy((void *)order[0], order + 1, in->bytes - 8);
        return 1;
    case PEEK:
        peek(order);
        return 1;
    case CALL:
        see_result(call(in));
        return 1;
    case TOUCH:
        see_result(touch(order));
        return 1;
    case PIN:
        see_result(pin(order));
        return 1;
    case UNPIN:
        let_go(order[0] & (PINS - 1));
        see_result(0);
        return 1;
    case FORK:
        /* The child begins behind it. */
        board->at = behind(in);
        see_result(fork_to((int)order[0]));
        return 1;
    default:
        return 0;
    }
}

static void work(int slot)
{
    char go;
    while (read(down[slot][0], &go, 1) == 1) {
        while (board->at < board->size) {
            struct instruction *in = next();
            if (in->process != slot)
                break;
            size_t after = behind(in);
            if (!carry_out(in))
                break;
            board->at = after;
        }
        if (write(up[slot][1], &go, 1) != 1)
            break;
    }
    _exit(0);
}

static void spawn(int slot)
{
    pid_t pid = fork();
    if (pid < 0)
        fail("fork");
    if (pid == 0)
        work(slot);
    board->pid[slot] = pid;
}

static void end(int slot)
{
    siginfo_t info;
    kill(board->pid[slot], SIGKILL);
    waitid(P_PID, (id_t)board->pid[slot], &info, WEXITED | WNOWAIT);
}

static void reap(int slot)
{
    waitpid(board->pid[slot], NULL, 0);
}

static void hand_to(int slot)
{
    char go = 1;
    struct pollfd answer = {up[slot][0], POLLIN, 0};
    if (write(down[slot][1], &go, 1) != 1)
        fail("a process");
    if (poll(&answer, 1, PATIENCE_MS) != 1 || read(up[slot][0], &go, 1) != 1) {
        fprintf(stderr, "executor: process %d did not come back from instruction %d\n", slot, next()->code);
        exit(3);
    }
}

static void places(const struct instruction *in)
{
    long count = in->bytes / 8;
    static int32_t status[PROGRAM / 8];
    static signed char small[PROGRAM / 8];
    long result = raw(MOVE_PAGES, board->pid[in->process], count, (long)in->payload, 0, (long)status, 0);
    if (result) {
        see_result(result);
        return;
    }
    for (long i = 0; i < count; i++)
        small[i] = (signed char)status[i];
    see(small, (uint32_t)count);
}

static void maps(const struct instruction *in)
{
    static char line[1 << 16], text[1 << 18];
    char path[64];
    size_t length = 0;
    snprintf(path, sizeof path, "/proc/%d/numa_maps", board->pid[in->process]);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        uint64_t start = strtoull(line, NULL, 16);
        if (start >= in->payload[0] && start < in->payload[1] && length + strlen(line) < sizeof text)
            length = (size_t)(stpcpy(text + length, line) - text);
    }
    if (file)
        fclose(file);
    see(text, (uint32_t)length);
}

static int write_to(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0)
        return -errno;
    ssize_t written = write(fd, text, strlen(text));
    int result = written < 0 ? -errno : 0;
    close(fd);
    return result;
}

/* Every process of a scenario has a cpuset to itself. */
static int confine(int slot, const char *mems)
{
    char folder[64], path[96], pid[16];
    snprintf(folder, sizeof folder, "/sys/fs/cgroup/slot%d", slot);
    mkdir(folder, 0755);
    snprintf(path, sizeof path, "%s/cpuset.mems", folder);
    int result = write_to(path, mems);
    if (result)
        return result;
    snprintf(path, sizeof path, "%s/cgroup.procs", folder);
    snprintf(pid, sizeof pid, "%d", board->pid[slot]);
    return write_to(path, pid);
}

static void coordinate(const struct instruction *in)
{
    switch (in->code) {
    case SPAWN:
        spawn(in->process);
        break;
    case EXIT:
        end(in->process);
        break;
    case REAP:
        reap(in->process);
        break;
    case PLACES:
        places(in);
        break;
    case MAPS:
        maps(in);
        break;
    case CONFINE:
        see_result(confine(in->process, (const char *)in->payload));
        break;
    default:
        hand_to(in->process);
        return;
    }
    board->at = behind(in);
}

/* Policies of shared memory stay with the file: every scenario has new ones. */
static void make_files(void)
{
    for (int i = 0; i < FILES; i++) {
        struct stat status;
        if (fstat(FIRST_FILE + i, &status) == 0 && status.st_size == 0)
            continue;
        int fd = file_with_inode(0);
        if (dup2(fd, FIRST_FILE + i) < 0)
            fail("dup2");
        close(fd);
    }
}

/* The huge zero page lies where it was first needed, and stays while somebody shows it. */
static void show_huge_zero_page(void)
{
    char *room = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *huge = (char *)(((uintptr_t)room + HUGE - 1) & -(uintptr_t)HUGE);
    if (room == MAP_FAILED || madvise(huge, HUGE, MADV_HUGEPAGE) || madvise(huge, HUGE, MADV_DONTFORK))
        fail("the huge zero page");
    (void)*(volatile char *)huge;
}

static void stay_on_first_cpu(void)
{
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    if (sched_setaffinity(0, sizeof first, &first))
        fail("sched_setaffinity");
}

static void clear(void)
{
    for (int slot = 0; slot < SLOTS; slot++) {
        if (board->pid[slot] == 0)
            continue;
        end(slot);
        reap(slot);
        board->pid[slot] = 0;
        char folder[64];
        snprintf(folder, sizeof folder, "/sys/fs/cgroup/slot%d", slot);
        rmdir(folder);
    }
    make_files();
}

static void run_block(int out)
{
    board->at = board->seen = 0;
    while (board->at < board->size)
        coordinate(next());
    for (size_t done = 0; done < board->seen;) {
        ssize_t written = write(out, board->observed + done, board->seen - done);
        if (written < 0)
            fail("writing observations");
        done += (size_t)written;
    }
    clear();
}

static void prepare(void)
{
    struct sigaction action = {.sa_handler = on_fault};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED)
        fail("mmap");
    for (int slot = 0; slot < SLOTS; slot++)
        if (pipe(down[slot]) || pipe(up[slot]))
            fail("pipe");
    make_files();
    stay_on_first_cpu();
    write_to("/sys/fs/cgroup/cgroup.subtree_control", "+cpuset");
    /* The kernel patches its code when the first cpuset comes and when the last one goes; an emulator may trip over that. */
    mkdir("/sys/fs/cgroup/stays", 0755);
    write_to("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
    write_to("/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs", "3600000");
    show_huge_zero_page();
    for (int node = 0; node < NODES; node++) {
        char pool[96];
        snprintf(pool, sizeof pool, "/sys/devices/system/node/node%d/hugepages/hugepages-2048kB/nr_hugepages", node);
        write_to(pool, HUGETLB_PAGES);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: executor PROGRAM OBSERVATIONS\n");
        return 2;
    }
    FILE *program = fopen(argv[1], "rb");
    int out = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (!program || out < 0)
        fail("opening files");
    prepare();
    uint32_t size;
    while (fread(&size, sizeof size, 1, program) == 1) {
        board->size = size;
        if (size > PROGRAM || fread(board->program, 1, size, program) != size)
            fail("reading a program");
        run_block(out);
    }
    return 0;
}
