/* What any join must do: read a file and write another, by blocks of 256 KiB. So many bytes are
 * written for each block that the output has the length asked for.
 *
 *   bench_join_move IN OUT OUT_BYTES */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((size_t)256 * 1024)

int main(int argc, char **argv)
{
    int in = argc == 4 ? open(argv[1], O_RDONLY) : -1;
    int out = in >= 0 ? open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    struct stat status;
    if (out < 0 || fstat(in, &status) != 0 || status.st_size == 0) {
        (void)fprintf(stderr, "usage: bench_join_move IN OUT OUT_BYTES\n");
        return 2;
    }
    double factor = strtod(argv[3], NULL) / (double)status.st_size;
    char *bytes = calloc(1, BLOCK + (size_t)((double)BLOCK * factor) + 1);
    double wanted = 0;
    double written = 0;
    ssize_t got;
    while (bytes != NULL && (got = read(in, bytes, BLOCK)) > 0) {
        wanted += (double)got * factor;
        ssize_t put = write(out, bytes, (size_t)(wanted - written));
        if (put < 0) {
            perror(argv[2]);
            return 4;
        }
        written += (double)put;
    }
    free(bytes);
    return close(out) == 0 ? 0 : 4;
}
