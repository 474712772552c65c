/* filtered ERRNO CALL[,CALL...] COMMAND...: run a command behind a seccomp filter that answers these calls with ERRNO. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef __NR_set_mempolicy_home_node
#define __NR_set_mempolicy_home_node 450
#endif

static const struct { const char *name; unsigned number; } calls[] = {
    {"move_pages", __NR_move_pages},
    {"migrate_pages", __NR_migrate_pages},
    {"mbind", __NR_mbind},
    {"get_mempolicy", __NR_get_mempolicy},
    {"set_mempolicy", __NR_set_mempolicy},
    {"set_mempolicy_home_node", __NR_set_mempolicy_home_node},
};

static unsigned number_of(const char *name)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (strcmp(calls[i].name, name) == 0) {
            return calls[i].number;
        }
    }
    fprintf(stderr, "filtered: no call %s\n", name);
    exit(2);
}

int main(int argc, char **argv)
{
    struct sock_filter code[2 * 8 + 2];
    unsigned short length = 0;

    if (argc < 4) {
        fprintf(stderr, "filtered ERRNO CALL[,CALL...] COMMAND...\n");
        return 2;
    }
    unsigned answer = SECCOMP_RET_ERRNO | (atoi(argv[1]) & SECCOMP_RET_DATA);
    code[length++] = (struct sock_filter) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (char *name = strtok(argv[2], ","); name != NULL && length < 16; name = strtok(NULL, ",")) {
        code[length++] = (struct sock_filter) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number_of(name), 0, 1);
        code[length++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, answer);
    }
    code[length++] = (struct sock_filter) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);

    struct sock_fprog filter = {length, code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
        perror("filtered");
        return 2;
    }
    execvp(argv[3], argv + 3);
    perror(argv[3]);
    return 2;
}
