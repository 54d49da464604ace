/* How long a name and a postcode take to find, and how large 1.7 million postcodes are.
 *
 *   bench_locate [NAMES [POSTCODES]]     default 100000 1700000
 *
 * The names are made of 12,000 made-up words of British length, 1 to 5 a name, the common ones
 * common as words are (Zipf); then a gazetteer with a national one's words (support/gazetteer.h).
 * The postcodes fill sectors as the real ones do, some 200 to each. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "compile/compile.h"
#include "data/places.h"
#include "locate/locate.h"
#include "question/ask.h"
#include "support/gazetteer.h"
#include "support/random.h"

#define WORDS 12000
#define QUESTIONS 2000

struct bench {
    char folder[64];
    struct na_buffer bytes;
    struct na_snapshot *snapshot;
    struct na_session *session;
    struct test_random random;
    char words[WORDS][16];
    char (*names)[80];
    size_t name_count;
};

static void must(int good, const char *what)
{
    if (!good) {
        (void)fprintf(stderr, "bench_locate: %s\n", what);
        exit(1);
    }
}

static double now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* Syllables, so that words have common beginnings. */
static void make_words(struct bench *bench)
{
    static const char *const heads[] = {"har", "sto", "bil", "ling", "mid", "dle", "red", "car",
                                        "gui", "sbo", "nor", "man",  "ess", "ton", "wyn", "yar"};
    static const char *const tails[] = {"ton",  "by",   "ham",  "ley",  "burn", "field",
                                        "wood", "dale", "ford", "well", "ster", "mouth",
                                        "gate", "ing",  "e",    "s"};
    for (size_t i = 0; i < WORDS; i++) {
        (void)snprintf(bench->words[i], sizeof bench->words[i], "%s%s%s",
                       heads[test_random_below(&bench->random, 16)],
                       test_random_below(&bench->random, 2) == 0
                           ? heads[test_random_below(&bench->random, 16)]
                           : "a",
                       tails[test_random_below(&bench->random, 16)]);
        size_t length = strlen(bench->words[i]);
        bench->words[i][test_random_below(&bench->random, length)] =
            (char)('a' + test_random_below(&bench->random, 26));
    }
}

/* Word i about as often as 1 / (i + 1). */
static const char *common_word(struct bench *bench)
{
    double u = test_random_between(&bench->random, 0, 9.4); /* ln 12000 */
    double x = 1;
    for (int i = 0; i < (int)u; i++) {
        x *= 2.718281828;
    }
    x *= 1 + (u - (int)u) * 1.718281828;
    size_t i = (size_t)x;
    return bench->words[i < WORDS ? i : WORDS - 1];
}

static void put_names(struct bench *bench, const char *path)
{
    FILE *file = fopen(path, "w");
    must(file != NULL, path);
    (void)fputs("name,easting,northing\n", file);
    for (size_t i = 0; i < bench->name_count; i++) {
        size_t words = 1 + (size_t)test_random_below(&bench->random, 5);
        size_t used = 0;
        for (size_t w = 0; w < words; w++) {
            used += (size_t)snprintf(bench->names[i] + used, sizeof bench->names[i] - used, "%s%s",
                                     w > 0 ? " " : "", common_word(bench));
        }
        (void)fprintf(file, "%s,%zu,%zu\n", bench->names[i], 400000 + i % 1000, 500000 + i / 1000);
    }
    must(fclose(file) == 0, path);
}

static void put_postcodes(struct bench *bench, const char *path, size_t count)
{
    FILE *file = fopen(path, "w");
    must(file != NULL, path);
    uint32_t key = 0;
    for (size_t i = 0; i < count; i++) {
        char text[NA_POSTCODE_TEXT];
        /* Full sectors of up to 400, then a leap to another outward code. */
        key += 1 + (uint32_t)test_random_below(&bench->random, 4);
        key += i % 2000 == 1999 ? NA_POSTCODE_OUTWARD_KEYS * 7 : 0;
        na_postcode_format(text, key % NA_POSTCODE_KEYS);
        (void)fprintf(file, "%s,10,%d,%d,,,,,,\n", text,
                      (int)test_random_below(&bench->random, 600000) + 50000,
                      (int)test_random_below(&bench->random, 1000000) + 50000);
    }
    must(fclose(file) == 0, path);
}

static void compile(struct bench *bench, const char *ini)
{
    char path[128];
    struct na_compile_options options = {.no_grid = true};
    struct na_report report;
    struct na_error error = {.message = ""};
    (void)snprintf(path, sizeof path, "%s/pack.ini", bench->folder);
    FILE *file = fopen(path, "w");
    must(file != NULL && fputs(ini, file) >= 0 && fclose(file) == 0, path);
    na_buffer_init(&bench->bytes, (size_t)2 << 30);
    na_report_init(&report);
    double start = now_us();
    enum na_code code = na_compile(bench->folder, &options, &bench->bytes, &report, &error);
    must(code == NA_OK, error.message);
    double compiled = now_us();
    code = na_snapshot_from_bytes(bench->bytes.data, bench->bytes.length, &bench->snapshot, &error);
    must(code == NA_OK, error.message);
    printf("compiled in %.2f s, opened and verified in %.1f ms, %zu bytes\n",
           (compiled - start) / 1e6, (now_us() - compiled) / 1e3, bench->bytes.length);
    must(na_session_new(bench->snapshot, &bench->session, &error) == NA_OK, error.message);
    na_report_fini(&report);
}

static void close_pack(struct bench *bench)
{
    na_session_free(bench->session);
    na_snapshot_unref(bench->snapshot);
    na_buffer_fini(&bench->bytes);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

enum question { WHOLE, TWO_WORDS, UNFINISHED, ONE_LETTER, MISSPELT, UNKNOWN, QUESTION_KINDS };

/* A question of one kind about a name. */
static void make_question(struct bench *bench, enum question kind, char to[128])
{
    const char *name = bench->names[test_random_below(&bench->random, bench->name_count)];
    (void)snprintf(to, 128, "%s", name);
    size_t length = strlen(to);
    switch (kind) {
    case WHOLE:
    case QUESTION_KINDS:
        return;
    case TWO_WORDS:
        (void)snprintf(to, 128, "%s %s", common_word(bench), common_word(bench));
        return;
    case UNFINISHED:
        to[length > 3 ? length - 3 : length] = '\0';
        return;
    case ONE_LETTER:
        to[1] = '\0';
        return;
    case MISSPELT:
        to[length / 2] = to[length / 2] == 'x' ? 'y' : 'x';
        to[length - 1] = to[length - 1] == 'q' ? 'z' : 'q';
        return;
    case UNKNOWN:
        (void)snprintf(to, 128, "xylophonist quetzalcoatl");
        return;
    }
}

static void bench_names(struct bench *bench)
{
    static const char *const labels[] = {"a whole name", "two common words", "unfinished",
                                         "one letter",   "two misspellings", "unknown"};
    static double times[QUESTIONS];
    static struct na_located located;
    for (int kind = 0; kind < QUESTION_KINDS; kind++) {
        size_t hits = 0;
        double total = 0;
        for (size_t i = 0; i < QUESTIONS; i++) {
            char text[128];
            make_question(bench, (enum question)kind, text);
            double start = now_us();
            enum na_code code = na_locate_text(bench->session, text, 10, &located, NULL);
            times[i] = now_us() - start;
            total += times[i];
            hits += code == NA_OK ? located.count : 0;
        }
        qsort(times, QUESTIONS, sizeof times[0], compare_doubles);
        printf("%-18s mean %7.1f us, median %7.1f, 99%% %7.1f, most %7.1f; %zu candidates\n",
               labels[kind], total / QUESTIONS, times[QUESTIONS / 2], times[QUESTIONS * 99 / 100],
               times[QUESTIONS - 1], hits);
    }
}

/* The same of a gazetteer whose words are as common as a national one's. */
static void bench_gazetteer(struct bench *bench, const char *path)
{
    static double times[QUESTIONS];
    static struct na_located located;
    struct gazetteer gazetteer;
    must(gazetteer_init(&gazetteer, &bench->random, bench->name_count), "out of memory");
    FILE *file = fopen(path, "w");
    must(file != NULL, path);
    gazetteer_write(&gazetteer, file);
    must(fclose(file) == 0, path);
    compile(bench, "[pack]\ntitle = T\n[places.n]\nfile = p.csv\nformat = csv\n");
    printf("a gazetteer: %u names, %u words\n", na_snapshot_name_count(bench->snapshot),
           na_snapshot_word_count(bench->snapshot));
    for (size_t kind = 0; kind < GAZETTEER_QUESTIONS; kind++) {
        size_t bounded = 0;
        char text[GAZETTEER_QUESTION];
        for (size_t i = 0; i < QUESTIONS / 4; i++) {
            gazetteer_question(&gazetteer, kind, text, sizeof text);
            double start = now_us();
            enum na_code code = na_locate_text(bench->session, text, 10, &located, NULL);
            times[i] = now_us() - start;
            bounded += code == NA_OK && located.reason != NULL &&
                       strcmp(located.reason, "too-many-names") == 0;
        }
        qsort(times, QUESTIONS / 4, sizeof times[0], compare_doubles);
        printf("median %7.1f us, 99%% %7.1f, most %7.1f; %zu at a bound; \"%s\"\n",
               times[QUESTIONS / 8], times[QUESTIONS / 4 * 99 / 100], times[QUESTIONS / 4 - 1],
               bounded, text);
    }
    gazetteer_fini(&gazetteer);
    close_pack(bench);
}

static void bench_postcodes(struct bench *bench)
{
    static struct na_located located;
    uint32_t count = na_snapshot_postcode_count(bench->snapshot);
    size_t rounds = 1000000;
    uint32_t *keys = calloc(rounds, sizeof *keys);
    must(keys != NULL, "out of memory");
    for (size_t i = 0; i < rounds; i++) {
        keys[i] = na_snapshot_postcode_key(bench->snapshot,
                                           (uint32_t)test_random_below(&bench->random, count));
    }
    size_t hits = 0;
    double start = now_us();
    for (size_t i = 0; i < rounds; i++) {
        uint32_t number = 0;
        struct na_postcode_view view;
        if (na_snapshot_find_postcode(bench->snapshot, keys[i], &number)) {
            na_snapshot_postcode(bench->snapshot, number, &view);
            hits += view.has_position;
        }
    }
    printf("%u postcodes, %.1f bytes each in the file: looked up in %.0f ns; %zu hits\n", count,
           (double)bench->bytes.length / count, (now_us() - start) * 1e3 / (double)rounds, hits);
    hits = 0;
    start = now_us();
    for (size_t i = 0; i < rounds / 10; i++) {
        char text[NA_POSTCODE_TEXT];
        na_postcode_format(text, keys[i]);
        hits += na_locate_text(bench->session, text, 1, &located, NULL) == NA_OK;
    }
    printf("located from its text, transformed: %.2f us; %zu hits\n",
           (now_us() - start) / ((double)rounds / 10), hits);
    free(keys);
}

int main(int argc, char **argv)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char path[128];
    must(bench != NULL, "out of memory");
    size_t postcodes = argc > 2 ? strtoul(argv[2], NULL, 10) : 1700000;
    bench->name_count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    bench->names = calloc(bench->name_count, sizeof *bench->names);
    bench->random = test_random_start("bench_locate");
    (void)snprintf(bench->folder, sizeof bench->folder, "/tmp/nearaid-bench-XXXXXX");
    must(bench->names != NULL && mkdtemp(bench->folder) != NULL, "no room");
    (void)snprintf(path, sizeof path, "%s/p.csv", bench->folder);
    make_words(bench);
    put_names(bench, path);
    compile(bench, "[pack]\ntitle = T\n[places.n]\nfile = p.csv\nformat = csv\n");
    printf("%u names, %u words\n", na_snapshot_name_count(bench->snapshot),
           na_snapshot_word_count(bench->snapshot));
    bench_names(bench);
    close_pack(bench);
    bench_gazetteer(bench, path);
    put_postcodes(bench, path, postcodes);
    compile(bench, "[pack]\ntitle = T\n[places.n]\nfile = p.csv\nformat = codepoint-open\n");
    bench_postcodes(bench);
    close_pack(bench);
    (void)unlink(path);
    (void)snprintf(path, sizeof path, "%s/pack.ini", bench->folder);
    (void)unlink(path);
    (void)rmdir(bench->folder);
    free(bench->names);
    free(bench);
    return 0;
}
