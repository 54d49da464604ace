/* Templates of words. Oracles: a template that is taken says the same twice, valid UTF-8 on one
 * line; one that is refused says where and what to do. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/sayable.h"
#include "compile/compile.h"
#include "nearest/say.h"
#include "question/ask.h"
#include "support/folder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool right)
{
    if (!right) {
        abort();
    }
}

static struct na_nearest_answer answer;
static struct na_snapshot *snapshot;

/* A pack of one asset, compiled once. */
static void prepare(void)
{
    static const char assets[] =
        "id,kind,name,address,lat,lon,siting,access_locked,code_holder\n"
        "a,bleed_cabinet,\"Caf\xc3\xa9\",\"High Street, Town\",54.68,-1.21,By the door.,yes,Desk\n";
    static const char ini[] = "[pack]\ntitle = T\n[assets.a]\nfile = assets.csv\n";
    static struct na_buffer bytes;
    struct na_report report;
    struct na_error error;
    char folder[256];
    char path[512];
    folder_make(folder, sizeof folder);
    folder_put(folder, "assets.csv", assets, sizeof assets - 1, path, sizeof path);
    folder_put(folder, "pack.ini", ini, sizeof ini - 1, path, sizeof path);
    struct na_compile_options options = {.no_grid = true};
    na_buffer_init(&bytes, (size_t)1 << 24);
    na_report_init(&report);
    require(na_compile(folder, &options, &bytes, &report, &error) == NA_OK);
    require(na_snapshot_from_bytes(bytes.data, bytes.length, &snapshot, &error) == NA_OK);
    na_report_fini(&report);
    folder_remove(folder);
    answer.question.position.at = (struct na_lonlat){-1.2, 54.67};
    answer.question.when = NA_INSTANT_NONE;
    answer.found.count = 1;
    answer.found.hits[0] = (struct na_point_hit){.distance_m = 1234.5};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_say *say = NULL;
    struct na_error error = {.message = ""};
    if (snapshot == NULL) {
        prepare();
    }
    if (na_say_new(size > 0 ? (const char *)data : "", size, "own.txt", &say, &error) != NA_OK) {
        require(error.code == NA_ERR_DATA && error.message[0] != '\0' && error.hint[0] != '\0' &&
                strcmp(error.file, "own.txt") == 0);
        return 0;
    }
    struct na_say_texts said;
    struct na_say_texts again;
    require(na_say_result(say, snapshot, &answer, 0, &said) == NA_OK);
    require(na_say_result(say, snapshot, &answer, 0, &again) == NA_OK);
    for (int told = NA_TOLD_CALLER; told <= NA_TOLD_OPERATOR; told++) {
        struct na_str text = na_say_text(&said, (enum na_told)told);
        require(na_str_equal(text, na_say_text(&again, (enum na_told)told)));
        require(text.length == 0 || (na_utf8_valid(text.bytes, text.length) &&
                                     memchr(text.bytes, '\n', text.length) == NULL));
        /* Three sentences of twelve words, whatever the template. */
        require(na_say_is_old(say) || told == NA_TOLD_OPERATOR || na_sayable_words(text) <= 36);
    }
    na_say_texts_fini(&said);
    na_say_texts_fini(&again);
    na_say_free(say);
    return 0;
}
