/* The board, and what both sides do with it. */
#define _GNU_SOURCE
#include "board.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct board *board;
int down[SLOTS][2], up[SLOTS][2];

void fail(const char *what)
{
    fprintf(stderr, "executor: %s: %s\n", what, strerror(errno));
    exit(3);
}

struct instruction *next(void)
{
    return (struct instruction *)((char *)board->program + board->at);
}

size_t behind(const struct instruction *in)
{
    return (char *)in - (char *)board->program + sizeof *in + ((in->bytes + 7) & ~7u);
}

void see(const void *bytes, uint32_t count)
{
    if (board->seen + sizeof count + count > OBSERVED) {
        fprintf(stderr, "executor: one scenario has more to see than fits\n");
        exit(3);
    }
    memcpy(board->observed + board->seen, &count, sizeof count);
    memcpy(board->observed + board->seen + sizeof count, bytes, count);
    board->seen += sizeof count + count;
}

void see_result(int64_t result)
{
    see(&result, sizeof result);
}

long raw(long number, long a, long b, long c, long d, long e, long f)
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

/* Interleaving over shared memory begins at its inode's number: make files until that is as if it were 0. */
int file_with_inode(int remainder)
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
