/* What is asked of the items of a collection: query strings on each collection of a good pack.
 * Oracle: a refusal has words and leaves nothing behind; an answer is JSON, counts what it holds,
 * holds no more than was asked for, and page after page of one feature gives the same features. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "support/crafted.h"

#define TEXT_MAX 1000
#define PAGES_MAX 3

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct query_pack pack;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    crafted_make_pack(&pack);
    return 0;
}

/* The answer, or NULL when it is refused. */
static json_t *ask(const char *collection, const struct na_param *params, size_t count)
{
    struct na_buffer to;
    struct na_error error = {.code = NA_OK};
    json_t *answer = NULL;
    na_buffer_init(&to, NA_ANSWER_LIMIT);
    const struct na_asking asking = {.session = pack.session,
                                     .params = params,
                                     .count = count,
                                     .path_value = collection,
                                     .today = QUERY_TODAY,
                                     .format = NA_FORMAT_GEOJSON};
    if (na_answer_items(&asking, &to, &error) == NA_OK) {
        answer = query_pack_parse(&to);
        crafted_must(answer != NULL);
    } else {
        crafted_must(error.message[0] != '\0' && to.length == 0);
    }
    na_buffer_fini(&to);
    return answer;
}

static size_t number(const json_t *answer, const char *name)
{
    const json_t *value = json_object_get(answer, name);
    crafted_must(json_is_integer(value) && json_integer_value(value) >= 0);
    return (size_t)json_integer_value(value);
}

/* Feature `offset` of the same question alone is the one that stands there. */
static void check_page(const char *collection, const struct na_param *params, size_t count,
                       size_t offset, const json_t *wanted)
{
    struct na_param paged[NA_PARAMS_MAX + 2];
    char text[32];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(params[i].name, "limit") != 0 && strcmp(params[i].name, "offset") != 0) {
            paged[kept++] = params[i];
        }
    }
    (void)snprintf(text, sizeof text, "%zu", offset);
    paged[kept++] = (struct na_param){"limit", "1"};
    paged[kept++] = (struct na_param){"offset", text};
    if (kept > NA_PARAMS_MAX) {
        return;
    }
    json_t *page = ask(collection, paged, kept);
    crafted_must(page != NULL && number(page, "numberReturned") == 1);
    crafted_must(json_equal(json_array_get(json_object_get(page, "features"), 0), wanted));
    json_decref(page);
}

static void check(const char *collection, const struct na_param *params, size_t count)
{
    json_t *answer = ask(collection, params, count);
    if (answer == NULL) {
        return;
    }
    const json_t *features = json_object_get(answer, "features");
    const char *limit = na_params_get(params, count, "limit");
    const char *offset = na_params_get(params, count, "offset");
    size_t most = limit != NULL ? strtoul(limit, NULL, 10) : 100;
    size_t from = offset != NULL ? strtoul(offset, NULL, 10) : 0;
    size_t matched = number(answer, "numberMatched");
    size_t returned = number(answer, "numberReturned");
    crafted_must(json_array_size(features) == returned && returned <= most);
    crafted_must(from >= matched ? returned == 0 : returned <= matched - from);
    for (size_t i = 0; i < returned && i < PAGES_MAX; i++) {
        check_page(collection, params, count, from + i, json_array_get(features, i));
    }
    json_decref(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const collections[] = {"wards-2015", "wards-2023", "patrols", "cabinet"};
    char query[TEXT_MAX + 1];
    char memory[2 * TEXT_MAX + 2];
    struct na_param params[NA_PARAMS_MAX];
    size_t count = 0;
    if (size > TEXT_MAX || (size > 0 && memchr(data, '\0', size) != NULL)) {
        return 0;
    }
    if (size > 0) {
        memcpy(query, data, size);
    }
    query[size] = '\0';
    if (na_params_from_query(query, memory, params, NA_PARAMS_MAX, &count, NULL) != NA_OK) {
        return 0;
    }
    for (size_t i = 0; i < sizeof collections / sizeof collections[0]; i++) {
        check(collections[i], params, count);
    }
    return 0;
}
