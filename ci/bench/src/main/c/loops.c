/* The yardstick: the same jobs as a C programmer writes them. Make the address list, call, scan all statuses. */
#include "bench.h"

static struct arrays kept;

struct arrays *arrays_for(long count)
{
    if (count > kept.room) {
        free(kept.pages);
        free(kept.nodes);
        free(kept.status);
        kept.pages = malloc(count * sizeof *kept.pages);
        kept.nodes = malloc(count * sizeof *kept.nodes);
        kept.status = malloc(count * sizeof *kept.status);
        if (!kept.pages || !kept.nodes || !kept.status)
            abort();
        kept.room = count;
    }
    return &kept;
}

/* Query `count` neighbouring pages once; return how many are on a node, or a negative errno. */
static long query(char *base, long count)
{
    struct arrays *a = arrays_for(count);
    for (long i = 0; i < count; i++)
        a->pages[i] = base + i * PAGE;
    if (syscall(SYS_move_pages, 0, count, a->pages, NULL, a->status, 0) < 0)
        return -errno;
    long present = 0;
    for (long i = 0; i < count; i++)
        present += a->status[i] >= 0;
    return present;
}

/* Move `count` neighbouring pages to a node once; return how many are there, or a negative errno. */
static long move(char *base, long count, int node)
{
    struct arrays *a = arrays_for(count);
    for (long i = 0; i < count; i++) {
        a->pages[i] = base + i * PAGE;
        a->nodes[i] = node;
    }
    if (syscall(SYS_move_pages, 0, count, a->pages, a->nodes, a->status, MPOL_MF_MOVE) < 0)
        return -errno;
    long there = 0;
    for (long i = 0; i < count; i++)
        there += a->status[i] == node;
    return there;
}

JAVA(jlong, query)(JNIEnv *env, jclass type, jlong base, jlong count, jlong times)
{
    long sum = 0;
    for (jlong i = 0; i < times; i++) {
        long got = query((char *) base, count);
        if (got < 0)
            return got;
        sum += got;
    }
    return sum;
}

JAVA(jlong, move)(JNIEnv *env, jclass type, jlong base, jlong count, jint node, jlong times)
{
    long sum = 0;
    for (jlong i = 0; i < times; i++) {
        long got = move((char *) base, count, node);
        if (got < 0)
            return got;
        sum += got;
    }
    return sum;
}

/* Copy out the statuses that the last query or move of this file left. */
JAVA(void, statuses)(JNIEnv *env, jclass type, jintArray into)
{
    (*env)->SetIntArrayRegion(env, into, 0, (*env)->GetArrayLength(env, into), kept.status);
}
