/* What a caller may say, against a small pack. Oracle: an answer has candidates, each placed and
 * explained in valid UTF-8, a certain one is exact; a refusal is one of
 * those there are and has nothing certain; the same text gives the same answer; the problem
 * document and every form of the answer are written. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "base/text.h"
#include "compile/compile.h"
#include "locate/locate.h"
#include "nearaid/questions.h"
#include "question/ask.h"
#include "question/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct na_buffer pack;
static struct na_session *session;

static void must(int good)
{
    if (!good) {
        abort();
    }
}

static void put(const char *folder, const char *name, const char *text)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    must(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void remove_from(const char *folder, const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    (void)unlink(path);
}

/* A pack of every kind of thing that is found. */
static void fill(const char *folder)
{
    put(folder, "pack.ini",
        "[pack]\ntitle = F\n[places.p]\nfile = p.csv\nformat = onspd\n"
        "[places.n]\nfile = n.csv\nformat = csv\n[assets.a]\nfile = a.csv\nkind = k\n");
    put(folder, "p.csv",
        "pcds,doterm,oseast1m,osnrth1m,osgrdind,lat,long\nTS24 8AY,,450770,532587,1,,\n"
        "TS24 8ZZ,202005,450700,532500,1,,\nTS24 0UX,,450385,532393,1,,\nTS24 8XX,,,,9,,\n"
        "NZ50 1AA,,450500,532500,1,,\nBT1 1AA,,333800,374200,1,54.6,-5.9\n");
    put(folder, "n.csv",
        "name,aliases,kind,place,easting,northing\nVictoria Road,,road,Hartlepool,450700,532600\n"
        "Victoria Road,,road,Middlesbrough,449900,520100\nSt "
        "Hilda's,,church,Headland,452000,533700\n"
        "Caf\xC3\xA9 Ren\xC3\xA9|Ren\xC3\xA9,,pub,,452100,533600\n");
    put(folder, "a.csv",
        "id,name,aliases,address,postcode,w3w,easting_m,northing_m\n"
        "c1,Civic Centre,Orange Box,\"Victoria Road, Hartlepool\",TS24 "
        "8AY,handle.boot.twigs,450770,"
        "532587\nc2,Ship,,,TS26 9DE,loser.report.dock,450612,532426\n");
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    char folder[] = "/tmp/nearaid-fuzz-XXXXXX";
    struct na_compile_options options = {.no_grid = true};
    struct na_report report;
    struct na_snapshot *snapshot = NULL;
    must(mkdtemp(folder) != NULL);
    fill(folder);
    na_buffer_init(&pack, (size_t)1 << 28);
    na_report_init(&report);
    must(na_compile(folder, &options, &pack, &report, NULL) == NA_OK);
    na_report_fini(&report);
    must(na_snapshot_from_bytes(pack.data, pack.length, &snapshot, NULL) == NA_OK);
    must(na_session_new(snapshot, &session, NULL) == NA_OK);
    na_snapshot_unref(snapshot);
    remove_from(folder, "pack.ini");
    remove_from(folder, "p.csv");
    remove_from(folder, "n.csv");
    remove_from(folder, "a.csv");
    (void)rmdir(folder);
    return 0;
}

static void check_candidates(const struct na_located *located, size_t limit)
{
    must(located->count <= limit);
    must(located->confident == NA_CANDIDATES_NONE || located->confident < located->count);
    for (size_t i = 0; i < located->count; i++) {
        const struct na_candidate *candidate = &located->candidates[i];
        must(candidate->has_lonlat || candidate->has_grid);
        must(candidate->accuracy_m >= 0 && candidate->accuracy_m < 1e7);
        must(candidate->why[0] != '\0' && candidate->kind[0] != '\0');
        must(na_utf8_valid(candidate->why, strlen(candidate->why)));
        must(na_candidate_name(candidate)[0] != '\0');
        must(i != located->confident || candidate->match == NA_CANDIDATE_EXACT);
    }
}

static void check_locate(const char *text, size_t limit)
{
    static struct na_located first;
    static struct na_located second;
    struct na_error error = {.code = NA_OK, .message = ""};
    enum na_code code = na_locate_text(session, text, limit, &first, &error);
    check_candidates(&first, limit);
    must(na_locate_text(session, text, limit, &second, NULL) == code);
    must(first.count == second.count && first.confident == second.confident);
    must((first.confident == NA_CANDIDATES_NONE) == (first.reason[0] != '\0') ||
         code == NA_ERR_PARAM_MALFORMED);
    must(na_utf8_valid(first.used, strlen(first.used)) &&
         na_utf8_valid(first.not_used, strlen(first.not_used)) &&
         na_utf8_valid(first.not_understood, strlen(first.not_understood)) &&
         na_utf8_valid(first.read_back, strlen(first.read_back)));
    if (code == NA_OK) {
        must(first.count > 0);
        return;
    }
    must(error.message[0] != '\0');
    must(first.confident == NA_CANDIDATES_NONE || !na_locate_refuses(code));
    must(na_locate_refuses(code) || na_code_http_status(code) == 400);
}

static void check_answers(const char *text)
{
    static const enum na_format formats[] = {NA_FORMAT_JSON, NA_FORMAT_GEOJSON, NA_FORMAT_TEXT};
    struct na_param q = {"q", text};
    struct na_param nearest[3] = {{"postcode", text}, {"kind", "k"}, {"k", "1"}};
    struct na_error error = {.code = NA_OK, .message = ""};
    struct na_buffer to;
    na_buffer_init(&to, NA_ANSWER_LIMIT);
    for (size_t i = 0; i < 3; i++) {
        na_buffer_clear(&to);
        if (na_answer_locate(&(struct na_asking){.session = session,
                                                 .params = &q,
                                                 .count = 1,
                                                 .today = 20000,
                                                 .format = formats[i]},
                             &to, &error) != NA_OK) {
            must(to.length == 0);
            must(na_render_refusal(session, &error, &to) == NA_OK);
            must(na_render_refusal_text(session, error.code, &to) == NA_OK);
        }
        must(na_utf8_valid(to.data, to.length));
    }
    na_buffer_clear(&to);
    if (na_answer_nearest(&(struct na_asking){.session = session,
                                              .params = nearest,
                                              .count = 3,
                                              .today = 20000,
                                              .format = NA_FORMAT_JSON},
                          &to, &error) != NA_OK) {
        must(na_render_refusal(session, &error, &to) == NA_OK);
    }
    na_buffer_fini(&to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0 || size > 1001) {
        return 0;
    }
    size_t limit = data[size - 1] % NA_CANDIDATES_MAX + 1;
    char *text = malloc(size + 1);
    must(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    struct na_param q = {"q", text};
    /* Only what passes the check of the parameters comes this far. */
    if (na_params_check(&na_locate_params, &q, 1, NULL) == NA_OK) {
        check_locate(text, limit);
        check_answers(text);
    }
    free(text);
    return 0;
}
