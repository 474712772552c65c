/*
 * What the coordinator and the processes of a scenario share: a board with the program and what was seen of it.
 *
 * A program is a sequence of blocks, each of a 32-bit size and so many bytes; a block is one scenario. An instruction is
 *
 *   u8 code, u8 process, u8 references, u8 spare, u32 bytes, payload padded to 8 bytes
 *
 * and the observation of one that has any is u32 bytes and the bytes. Processes are slots 0-7; bit i of references says that
 * argument i of a call is a slot, not a number.
 */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SLOTS = 8, PAGE = 4096 };
enum { PROGRAM = 1 << 20, OBSERVED = 1 << 20 };
enum { MMAP = 9, MLOCK = 149, SCHED_SETAFFINITY = 203, MOVE_PAGES = 279 };

/* Weighted or not, interleaving over so many inode numbers begins anew for 1, 2, 3 and 4 nodes. */
enum { INTERLEAVES = 12 };

enum code { SPAWN = 1, FORK, EXIT, REAP, POKE, PEEK, CALL, TOUCH, PLACES, MAPS, PIN, UNPIN, CONFINE, FILL, EMPTY };

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

extern struct board *board;

/* Bytes that a process is told to go on with, and those that it answers with. */
extern int down[SLOTS][2], up[SLOTS][2];

_Noreturn void fail(const char *what);
struct instruction *next(void);
size_t behind(const struct instruction *in);
void see(const void *bytes, uint32_t count);
void see_result(int64_t result);
long raw(long number, long a, long b, long c, long d, long e, long f);
int file_with_inode(int remainder);

/* Be the process of a slot: carry out its instructions whenever told to go on. */
_Noreturn void work(int slot);

/* Let an access that fails be seen, not be the end. */
void survive_faults(void);

#endif
