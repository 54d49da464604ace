/* Runs a fuzz target without libFuzzer: on nothing, on each file of its corpus, and on mutations of
 * each. A fault shows as an abort of the target; the seed printed last is the one it came from. For
 * a long run NA_TEST_MUTATIONS says how many of each, and NA_TEST_SEED which. */
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "support/random.h"

#define INPUT_MAX ((size_t)1 << 22)
#define MUTATIONS 2000
#define MUTATION_INPUT_MAX ((size_t)8192)
#define SEEDS_MAX 1000
#define SEED UINT64_C(20261121)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct corpus {
    char *names[SEEDS_MAX];
    size_t count;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In order of name: the generator's sequence must not depend on the folder's order. */
static bool list_corpus(const char *folder, struct corpus *corpus)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        perror(folder);
        return false;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (entry->d_name[0] != '.' && corpus->count < SEEDS_MAX) {
            corpus->names[corpus->count] = strdup(entry->d_name);
            corpus->count += corpus->names[corpus->count] != NULL;
        }
    }
    (void)closedir(dir);
    qsort(corpus->names, corpus->count, sizeof corpus->names[0], by_name);
    return true;
}

/* One to four changes: a byte set, a bit turned, a piece removed, doubled, or moved. */
static size_t mutate(uint8_t *bytes, size_t length, size_t capacity, struct test_random *random)
{
    static const uint8_t telling[] = {0,   '"', '\\', '\n', '\r', ',',  '=', ';', '[',
                                      '{', '%', 0x7F, 0x80, 0xE2, 0xFF, '9', '-', '.'};
    for (uint64_t changes = 1 + test_random_below(random, 4); changes > 0 && length > 0;
         changes--) {
        size_t at = test_random_below(random, length);
        size_t piece = 1 + test_random_below(random, length - at < 16 ? length - at : 16);
        switch (test_random_below(random, 6)) {
        case 0:
            bytes[at] = telling[test_random_below(random, sizeof telling)];
            break;
        case 1:
            bytes[at] = (uint8_t)(bytes[at] ^ (1u << test_random_below(random, 8)));
            break;
        case 2:
            memmove(bytes + at, bytes + at + piece, length - at - piece);
            length -= piece;
            break;
        case 3:
            if (length + piece <= capacity) {
                memmove(bytes + at + piece, bytes + at, length - at);
                length += piece;
            }
            break;
        case 4:
            memmove(bytes + test_random_below(random, length - piece + 1), bytes + at, piece);
            break;
        default:
            length = at;
            break;
        }
    }
    return length;
}

/* The target sees memory of exactly its size, so that a sanitizer sees a read beyond it. */
static void run(const uint8_t *bytes, size_t length)
{
    uint8_t *exact = malloc(length > 0 ? length : 1);
    if (exact == NULL) {
        abort();
    }
    memcpy(exact, bytes, length);
    (void)LLVMFuzzerTestOneInput(exact, length);
    free(exact);
}

static unsigned long long mutations = MUTATIONS;

static void run_mutations(const struct na_file *seed, struct test_random *random)
{
    static uint8_t bytes[2 * MUTATION_INPUT_MAX];
    for (unsigned long long i = 0; seed->length <= MUTATION_INPUT_MAX && i < mutations; i++) {
        memcpy(bytes, seed->bytes, seed->length);
        run(bytes, mutate(bytes, seed->length, sizeof bytes, random));
    }
}

static bool run_seed(const char *folder, const char *name, struct test_random *random)
{
    char path[4096];
    struct na_file file = {0};
    struct na_error error = {0};
    if (na_path_join(path, sizeof path, folder, name, &error) != NA_OK ||
        na_file_read(path, INPUT_MAX, &file, &error) != NA_OK) {
        fprintf(stderr, "%s/%s: %s\n", folder, name, error.message);
        return false;
    }
    printf("%s: %zu bytes\n", name, file.length);
    (void)fflush(stdout); /* the last line before an abort names the seed */
    run(file.bytes, file.length);
    run_mutations(&file, random);
    na_file_free(&file);
    return true;
}

/* libFuzzer calls this first, where a target has it. */
__attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv);

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 2;
    }
    static struct corpus corpus;
    const char *given_seed = getenv("NA_TEST_SEED");
    const char *given_count = getenv("NA_TEST_MUTATIONS");
    struct test_random random = {given_seed != NULL ? strtoull(given_seed, NULL, 10) : SEED};
    mutations = given_count != NULL ? strtoull(given_count, NULL, 10) : MUTATIONS;
    printf("seed %" PRIu64 "\n", random.state);
    if (LLVMFuzzerInitialize != NULL && LLVMFuzzerInitialize(&argc, &argv) != 0) {
        return 2;
    }
    bool good = list_corpus(argv[1], &corpus);
    if (corpus.count == 0) {
        fprintf(stderr, "%s: no seeds\n", argv[1]);
        good = false;
    }
    run((const uint8_t *)"", 0);
    for (size_t i = 0; i < corpus.count; i++) {
        good = run_seed(argv[1], corpus.names[i], &random) && good;
        free(corpus.names[i]);
    }
    printf("%zu seeds, %llu mutations of each up to %zu bytes\n", corpus.count, mutations,
           MUTATION_INPUT_MAX);
    return good ? 0 : 1;
}
