/*
 * Carries out programs of instructions on the running kernel and writes down what could be seen: executor PROGRAM OBSERVATIONS.
 *
 * The coordinator starts and ends processes and looks at them, as root; they carry out what concerns their own memory. Program and
 * observations lie in memory that all of them share.
 */
#define _GNU_SOURCE
#include "board.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILES = 4, FIRST_FILE = 200, HUGE = 2 << 20, PATIENCE_MS = 30000, NODES = 64 };
#define HUGETLB_PAGES "8"

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
    survive_faults();
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
