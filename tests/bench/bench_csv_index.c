/* Bytes of CSV a second: rows and fields by each way of looking, and by libcsv, same text.
 *
 *   bench_csv_index FILE */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "io/csv_index.h"
#include "io/file.h"

#define ROUNDS 5

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static size_t count_fields(const struct na_file *file, enum na_csv_way way)
{
    static struct na_csv_rows rows;
    struct na_csv_row row;
    size_t fields = 0;
    na_csv_rows_init(&rows, (const char *)file->bytes, file->length, ',', way);
    while (na_csv_rows_next(&rows, &row)) {
        fields += row.end > row.from ? row.count : 0;
    }
    return fields;
}

static void on_field(void *bytes, size_t length, void *user)
{
    (void)bytes;
    (void)length;
    ++*(size_t *)user;
}

static size_t count_by_libcsv(const struct na_file *file)
{
    struct csv_parser parser;
    size_t fields = 0;
    if (csv_init(&parser, 0) == 0) {
        (void)csv_parse(&parser, file->bytes, file->length, on_field, NULL, &fields);
        (void)csv_fini(&parser, on_field, NULL, &fields);
        csv_free(&parser);
    }
    return fields;
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"plain C", "SSE2", "AVX2", "libcsv"};
    struct na_file file;
    struct na_error error;
    if (argc != 2 || na_file_read(argv[1], (size_t)1 << 30, &file, &error) != NA_OK) {
        (void)fprintf(stderr, "usage: bench_csv_index FILE\n");
        return 2;
    }
    for (int way = 0; way <= NA_CSV_WAY_COUNT; way++) {
        if (way < NA_CSV_WAY_COUNT && !na_csv_way_there((enum na_csv_way)way)) {
            continue;
        }
        double best_s = 1e9;
        size_t fields = 0;
        for (int round = 0; round < (way < NA_CSV_WAY_COUNT ? ROUNDS : 2); round++) {
            double started_s = seconds_now();
            fields = way < NA_CSV_WAY_COUNT ? count_fields(&file, (enum na_csv_way)way)
                                            : count_by_libcsv(&file);
            double taken_s = seconds_now() - started_s;
            best_s = taken_s < best_s ? taken_s : best_s;
        }
        printf("%-8s %7.0f MB/s CPU, %zu fields\n", names[way], (double)file.length / best_s / 1e6,
               fields);
    }
    na_file_free(&file);
    return 0;
}
