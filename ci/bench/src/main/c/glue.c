/* The JNI peer: what a hand-written binding of move_pages does with Java arrays. */
#include "bench.h"

JAVA(jlong, movePages)(JNIEnv *env, jclass type, jint count, jlongArray pages, jintArray nodes, jintArray status,
                       jint flags)
{
    struct arrays *a = arrays_for(count);
    (*env)->GetLongArrayRegion(env, pages, 0, count, (jlong *) a->pages);
    if (nodes)
        (*env)->GetIntArrayRegion(env, nodes, 0, count, a->nodes);
    long result = syscall(SYS_move_pages, 0, (long) count, a->pages, nodes ? a->nodes : NULL, a->status, flags);
    if (result < 0)
        return -errno;
    (*env)->SetIntArrayRegion(env, status, 0, count, a->status);
    return result;
}
