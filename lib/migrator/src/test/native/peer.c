/*
 * A process that does what a test tells it to, line by line on stdin; each line gets one line of answer on stdout.
 *
 *   call NUMBER A B C D E F   make a system call                     its result, or -errno
 *   write ADDRESS PAGES       write one word to each page            0
 *   read ADDRESS PAGES        read one word of each page             0
 *   fork                      have a child that takes orders, too    its pid
 *   child LINE                pass a line on to the child            what the child answers
 *
 * Linked statically: it runs in any guest, whatever libraries that has.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* WIDEST is the largest size of a base page that a kernel can have here. */
enum { LINE = 4096, WIDEST = 1 << 16 };

static char scratch[1 << 18] __attribute__((aligned(WIDEST)));
static unsigned long page;

static FILE *to_child, *from_child;

static long answer_of(const char *line);

static void obey(FILE *orders, FILE *answers)
{
    char line[LINE];
    while (fgets(line, sizeof line, orders)) {
        if (strncmp(line, "child ", 6) == 0) {
            fputs(line + 6, to_child);
            fflush(to_child);
            if (!fgets(line, sizeof line, from_child))
                exit(3);
            fputs(line, answers);
        } else {
            fprintf(answers, "%ld\n", answer_of(line));
        }
        fflush(answers);
    }
    exit(0);
}

static long have_child(void)
{
    int down[2], up[2];
    if (pipe(down) || pipe(up))
        return -errno;
    pid_t pid = fork();
    if (pid < 0)
        return -errno;
    if (pid == 0) {
        close(down[1]);
        close(up[0]);
        obey(fdopen(down[0], "r"), fdopen(up[1], "w"));
    }
    close(down[0]);
    close(up[1]);
    to_child = fdopen(down[1], "w");
    from_child = fdopen(up[0], "r");
    return pid;
}

static long write_pages(unsigned long address, unsigned long pages)
{
    for (unsigned long i = 0; i < pages; i++)
        *(volatile unsigned long *)(address + i * page) = address + i;
    return 0;
}

static long read_pages(unsigned long address, unsigned long pages)
{
    for (unsigned long i = 0; i < pages; i++)
        (void)*(volatile unsigned long *)(address + i * page);
    return 0;
}

static long answer_of(const char *line)
{
    long n, a[6] = {0};
    unsigned long address, pages;
    if (sscanf(line, "call %ld %ld %ld %ld %ld %ld %ld", &n, a, a + 1, a + 2, a + 3, a + 4, a + 5) >= 1) {
        long result = syscall(n, a[0], a[1], a[2], a[3], a[4], a[5]);
        return result == -1 ? -errno : result;
    }
    if (sscanf(line, "write %lu %lu", &address, &pages) == 2)
        return write_pages(address, pages);
    if (sscanf(line, "read %lu %lu", &address, &pages) == 2)
        return read_pages(address, pages);
    if (strncmp(line, "fork", 4) == 0)
        return have_child();
    fprintf(stderr, "peer: not understood: %s", line);
    exit(2);
}

int main(void)
{
    page = sysconf(_SC_PAGESIZE);
    printf("%lu\n", (unsigned long)scratch);
    fflush(stdout);
    obey(stdin, stdout);
}
