/* A process of a scenario: it carries out what concerns its own memory. */
#define _GNU_SOURCE
#include "board.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <fcntl.h>
#include <unistd.h>

enum { PINS = 8 };

static int pins[PINS][2];
static unsigned pinned;
static sigjmp_buf fault;

static void on_fault(int signal)
{
    siglongjmp(fault, signal);
}

void survive_faults(void)
{
    struct sigaction action = {.sa_handler = on_fault};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

/*
 * A page waits in a list of the CPU it was touched on, which holds a reference: a write from another CPU, or on older kernels
 * after a fork from any, may then copy a page that is one process's own. Empty the lists of all CPUs, as any move does, so that
 * this does not depend on what else ran.
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
    if (a[0] == SCHED_SETAFFINITY || a[0] == MLOCK)
        empty_lists();
    return raw(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
}

static long touch(const uint64_t *order)
{
    if (order[2])
        empty_lists();
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

void work(int slot)
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
