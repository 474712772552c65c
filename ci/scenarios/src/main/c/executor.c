/*
 * Carries out programs of instructions on the running kernel and writes down what could be seen: executor PROGRAM OBSERVATIONS.
 *
 * The coordinator starts and ends processes and looks at them, as root; they carry out what concerns their own memory. Program and
 * observations lie in memory that all of them share.
 */
#define _GNU_SOURCE
#include "board.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILES = 4, FIRST_FILE = 200, HUGE = 2 << 20, PATIENCE_MS = 30000, STEP_MS = 500, NODES = 64 };
#define HUGETLB_PAGES "8"

/* Memory that fills a node up, and how much of it moves at a time; which node is full. */
enum { HOG = 64 << 20, HOG_CHUNK = 64, NOWHERE = -1 };
static char *hog;
static int full = NOWHERE;

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
    for (int waited = 0; poll(&answer, 1, STEP_MS) != 1; waited += STEP_MS) {
        siginfo_t end = {.si_pid = 0};
        waitid(P_PID, (id_t)board->pid[slot], &end, WEXITED | WNOHANG | WNOWAIT);
        if (end.si_pid || waited >= PATIENCE_MS) {
            fprintf(stderr, "executor: process %d %s in instruction %d\n", slot, end.si_pid ? "died" : "did not come back",
                    next()->code);
            exit(3);
        }
    }
    if (read(up[slot][0], &go, 1) != 1)
        fail("a process");
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

static void set_hugetlb_pages(int node, const char *count)
{
    char pool[96];
    snprintf(pool, sizeof pool, "/sys/devices/system/node/node%d/hugepages/hugepages-2048kB/nr_hugepages", node);
    write_to(pool, count);
}

/* Give pages of a node back, as many as are asked for if there are. */
static long let_some_go(int node, int left)
{
    for (char *page = hog; left > 0 && page < hog + HOG; page += PAGE) {
        uint64_t address = (uintptr_t)page;
        int32_t status = NOWHERE;
        if (raw(MOVE_PAGES, 0, 1, (long)&address, 0, (long)&status, 0) || status == -ENOENT)
            break;
        if (status == node && madvise(page, PAGE, MADV_DONTNEED) == 0)
            left--;
    }
    return 0;
}

/* The pool of huge pages takes what it can, and our own pages the rest: they move there until there is no room for one more. */
static long fill(int node, int left)
{
    static uint64_t pages[HOG_CHUNK];
    static int32_t nodes[HOG_CHUNK], status[HOG_CHUNK];
    set_hugetlb_pages(node, "1000000");
    for (char *chunk = hog; chunk < hog + HOG; chunk += HOG_CHUNK * PAGE) {
        for (int i = 0; i < HOG_CHUNK; i++) {
            chunk[i * PAGE] = 1;
            pages[i] = (uintptr_t)(chunk + i * PAGE);
            nodes[i] = node;
        }
        long result = raw(MOVE_PAGES, 0, HOG_CHUNK, (long)pages, (long)nodes, (long)status, 2);
        if (result)
            return result == -ENOMEM ? let_some_go(node, left) : -EIO;
    }
    return -ENOSPC;
}

static long empty(int node)
{
    set_hugetlb_pages(node, HUGETLB_PAGES);
    return madvise(hog, HOG, MADV_DONTNEED) ? -errno : 0;
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
    case FILL:
        see_result(fill((int)in->payload[0], (int)in->payload[1]));
        full = (int)in->payload[0];
        break;
    case EMPTY:
        see_result(empty((int)in->payload[0]));
        full = NOWHERE;
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

static int stay_on_first_cpu(pid_t pid)
{
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    return sched_setaffinity(pid, sizeof first, &first);
}

/* Every move waits for the threads that expedite grace periods: have them on the CPU that waits, not on one that must wake. */
static void gather_expediters(void)
{
    DIR *all = opendir("/proc");
    char path[300], name[32];
    for (struct dirent *one; all && (one = readdir(all));) {
        snprintf(path, sizeof path, "/proc/%s/comm", one->d_name);
        FILE *file = fopen(path, "r");
        if (!file)
            continue;
        if (fgets(name, sizeof name, file) && strncmp(name, "rcu_exp", 7) == 0)
            stay_on_first_cpu(atoi(one->d_name));
        fclose(file);
    }
    if (all)
        closedir(all);
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
    if (full != NOWHERE)
        empty(full);
    full = NOWHERE;
    make_files();
}

static void run_block(FILE *out)
{
    board->at = board->seen = 0;
    while (board->at < board->size)
        coordinate(next());
    /* At once: a later scenario may end the machine. */
    if (fwrite(board->observed, 1, board->seen, out) != board->seen || fflush(out))
        fail("writing observations");
    clear();
}

static void prepare(void)
{
    survive_faults();
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED)
        fail("mmap");
    /* Shared by the coordinator, too, from the beginning: else a page of it may be a process's own, and move with it. */
    memset(board, 0, sizeof *board);
    for (int slot = 0; slot < SLOTS; slot++)
        if (pipe(down[slot]) || pipe(up[slot]))
            fail("pipe");
    make_files();
    if (stay_on_first_cpu(0))
        fail("sched_setaffinity");
    write_to("/sys/fs/cgroup/cgroup.subtree_control", "+cpuset");
    /* Else each process that enters a cpuset waits for a grace period; kernels before 6.0 do not know the word. */
    mount("none", "/sys/fs/cgroup", "cgroup2", MS_REMOUNT, "favordynmods");
    gather_expediters();
    /* The kernel patches its code when the first cpuset comes and when the last one goes; an emulator may trip over that. */
    mkdir("/sys/fs/cgroup/stays", 0755);
    write_to("/sys/kernel/mm/transparent_hugepage/enabled", "madvise");
    write_to("/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs", "3600000");
    show_huge_zero_page();
    for (int node = 0; node < NODES; node++)
        set_hugetlb_pages(node, HUGETLB_PAGES);
    hog = mmap(NULL, HOG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (hog == MAP_FAILED || madvise(hog, HOG, MADV_DONTFORK))
        fail("memory to fill nodes with");
    /* From 5.13 on a CPU may keep whole huge pages that it has freed, out of reach of others. */
    write_to("/proc/sys/vm/percpu_pagelist_high_fraction", "100000");
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: executor PROGRAM OBSERVATIONS\n");
        return 2;
    }
    FILE *program = fopen(argv[1], "rb"), *out = fopen(argv[2], "wb");
    /* These files lie on the host, and each request to it is dear. */
    if (!program || !out || setvbuf(program, NULL, _IOFBF, PROGRAM) || setvbuf(out, NULL, _IOFBF, OBSERVED))
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
