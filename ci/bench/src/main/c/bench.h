/* What the C files of the benchmark share. */
#ifndef NUMA_MIGRATOR_BENCH_H
#define NUMA_MIGRATOR_BENCH_H

#define _GNU_SOURCE
#include <errno.h>
#include <jni.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096L
#define MPOL_MF_MOVE 2

/* The Java class io.numamigrator.bench.CSide declares every one of these. */
#define JAVA(type, name) JNIEXPORT type JNICALL Java_io_numamigrator_bench_CSide_##name

/* One thread runs the benchmark: arrays that grow and stay, as a C program would keep them. */
struct arrays {
    long room;
    void **pages;
    int *nodes;
    int *status;
};

struct arrays *arrays_for(long count);

#endif
