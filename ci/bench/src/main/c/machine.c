/* Clock, memory and processes of the benchmark; nothing here is measured. */
#include "bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define HUGE (2L << 20)

static jlong nanos(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

JAVA(jlong, cpuNanos)(JNIEnv *env, jclass type)
{
    return nanos(CLOCK_THREAD_CPUTIME_ID);
}

/* Map memory of its own VMA, from a 2 MiB boundary on, for huge pages or without any; nothing is touched yet. */
JAVA(jlong, map)(JNIEnv *env, jclass type, jlong bytes, jboolean huge)
{
    char *all = mmap(NULL, bytes + 2 * HUGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all == MAP_FAILED)
        return -errno;
    char *aligned = (char *) (((uintptr_t) all + HUGE) & -HUGE);
    if (mprotect(aligned, bytes, PROT_READ | PROT_WRITE)
        || madvise(aligned, bytes, huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE))
        return -errno;
    return (jlong) aligned;
}

JAVA(void, unmap)(JNIEnv *env, jclass type, jlong base, jlong bytes)
{
    munmap((char *) base, bytes);
}

JAVA(void, touch)(JNIEnv *env, jclass type, jlong base, jlong pages)
{
    for (jlong i = 0; i < pages; i++)
        ((volatile char *) base)[i * PAGE] = 1;
}

/* Keep khugepaged from putting together again what is about to be split. Huge pages that are there stay. */
JAVA(void, noMoreHuge)(JNIEnv *env, jclass type, jlong base, jlong pages)
{
    madvise((char *) base, pages * PAGE, MADV_NOHUGEPAGE);
}

JAVA(void, dontNeed)(JNIEnv *env, jclass type, jlong base, jlong pages)
{
    madvise((char *) base, pages * PAGE, MADV_DONTNEED);
}

/* Read all that a program prints; return when the end of its line number `line` came. */
static jlong read_until_end(int output, int line)
{
    char text[4096];
    jlong came = 0;
    for (ssize_t got; (got = read(output, text, sizeof text)) > 0;) {
        jlong now = nanos(CLOCK_MONOTONIC);
        for (ssize_t i = 0; i < got; i++)
            if (text[i] == '\n' && --line == 0)
                came = now;
    }
    return came;
}

/*
 * Run a program; into[0] is the wall time to its end, into[1] CPU time, into[2] the wall time to the end of line
 * `line` of its output, or negative if there is none; all in ns. Return the exit status.
 */
JAVA(jint, run)(JNIEnv *env, jclass type, jobjectArray words, jint line, jlongArray into)
{
    extern char **environ;
    jsize count = (*env)->GetArrayLength(env, words);
    char **argv = calloc(count + 1, sizeof *argv);
    for (jsize i = 0; i < count; i++) {
        jstring word = (*env)->GetObjectArrayElement(env, words, i);
        const char *text = (*env)->GetStringUTFChars(env, word, NULL);
        argv[i] = strdup(text);
        (*env)->ReleaseStringUTFChars(env, word, text);
    }
    int output[2];
    if (pipe2(output, O_CLOEXEC))
        return -errno;
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_adddup2(&quiet, output[1], 1);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);

    pid_t pid;
    int status = -1;
    struct rusage used = {0};
    jlong begin = nanos(CLOCK_MONOTONIC);
    int failed = posix_spawnp(&pid, argv[0], &quiet, NULL, argv, environ);
    close(output[1]);
    jlong came = read_until_end(output[0], line);
    close(output[0]);
    if (!failed)
        wait4(pid, &status, 0, &used);
    jlong times[3] = {
        nanos(CLOCK_MONOTONIC) - begin,
        (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000000L
            + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1000L,
        came ? came - begin : -1,
    };
    (*env)->SetLongArrayRegion(env, into, 0, 3, times);
    posix_spawn_file_actions_destroy(&quiet);
    for (jsize i = 0; i < count; i++)
        free(argv[i]);
    free(argv);
    return failed ? -failed : status;
}
