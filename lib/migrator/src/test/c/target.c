/*
 * target REAL EFFECTIVE SAVED DUMPABLE: take these user and group ids, print the pid, wait for the end of stdin.
 * target zombie: print the pid of a child that has ended, reap it when a line comes in and say so, wait for the end of stdin.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *word, int number)
{
    printf("%s %d\n", word, number);
    fflush(stdout);
}

static int zombie(void)
{
    pid_t child = fork();
    if (child == 0) {
        _exit(0);
    }
    siginfo_t end;
    if (child < 0 || waitid(P_PID, child, &end, WEXITED | WNOWAIT) != 0) {
        perror("target");
        return 2;
    }
    tell("pid", child);
    if (getchar() != EOF) {
        waitpid(child, NULL, 0);
        tell("reaped", child);
    }
    while (getchar() != EOF) {
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "zombie") == 0) {
        return zombie();
    }
    if (argc != 5) {
        fprintf(stderr, "target REAL EFFECTIVE SAVED DUMPABLE | target zombie\n");
        return 2;
    }
    int real = atoi(argv[1]), effective = atoi(argv[2]), saved = atoi(argv[3]);
    if (setresgid(real, effective, saved) != 0 || setresuid(real, effective, saved) != 0
            || prctl(PR_SET_DUMPABLE, atoi(argv[4]), 0, 0, 0) != 0) {
        perror("target");
        return 2;
    }
    tell("pid", getpid());
    while (getchar() != EOF) {
    }
    return 0;
}
