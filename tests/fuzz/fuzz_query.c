/* Query strings: what is accepted, encoded again and decoded again, is the same; then the check of
 * the parameters. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "lists/list.h"
#include "nearest/nearest.h"
#include "question/params.h"
#include "ward/ward.h"

#define QUERY_LIMIT ((size_t)1 << 26)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

/* Every byte escaped. */
static void encode(struct na_buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        must(na_buffer_printf(out, "%%%02x", (unsigned int)(unsigned char)*text) == NA_OK);
    }
}

/* Memory of exactly the size the contract asks for. */
static enum na_code decode(const char *query, struct na_param *params, size_t *ret_count,
                           char **ret_memory, struct na_error *error)
{
    *ret_memory = malloc(2 * strlen(query) + 2);
    must(*ret_memory != NULL);
    return na_params_from_query(query, *ret_memory, params, NA_PARAMS_MAX, ret_count, error);
}

static void check_round_trip(const struct na_param *params, size_t count)
{
    struct na_param again[NA_PARAMS_MAX];
    size_t again_count = 0;
    char *memory = NULL;
    struct na_buffer out;
    na_buffer_init(&out, QUERY_LIMIT);
    for (size_t i = 0; i < count; i++) {
        must(na_utf8_valid(params[i].name, strlen(params[i].name)));
        must(na_utf8_valid(params[i].value, strlen(params[i].value)));
        must(i == 0 || na_buffer_text(&out, "&") == NA_OK);
        encode(&out, params[i].name);
        must(na_buffer_text(&out, "=") == NA_OK);
        encode(&out, params[i].value);
    }
    must(decode(na_buffer_terminate(&out), again, &again_count, &memory, NULL) == NA_OK);
    must(again_count == count);
    for (size_t i = 0; i < count; i++) {
        must(strcmp(params[i].name, again[i].name) == 0);
        must(strcmp(params[i].value, again[i].value) == 0);
    }
    free(memory);
    na_buffer_fini(&out);
}

/* What passes the check names only what the table has, each once unless it is repeatable. */
static void check_specs(const struct na_param_specs *specs, const struct na_param *params,
                        size_t count)
{
    struct na_error error = {0};
    if (na_params_check(specs, params, count, &error) != NA_OK) {
        must(error.message[0] != '\0');
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct na_param_spec *spec = NULL;
        for (size_t j = 0; j < specs->count; j++) {
            if (strcmp(specs->specs[j].name, params[i].name) == 0) {
                spec = &specs->specs[j];
            }
        }
        must(spec != NULL);
        must(spec->repeatable || na_params_get(params, count, params[i].name) == params[i].value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_param params[NA_PARAMS_MAX];
    struct na_error error = {0};
    size_t count = 0;
    char *memory = NULL;
    char *query = malloc(size + 1);
    must(query != NULL);
    if (size > 0) {
        memcpy(query, data, size);
    }
    query[size] = '\0';
    if (decode(query, params, &count, &memory, &error) == NA_OK) {
        must(count <= NA_PARAMS_MAX);
        check_round_trip(params, count);
        check_specs(&na_ward_params, params, count);
        check_specs(&na_nearest_params, params, count);
        check_specs(&na_wards_params, params, count);
    } else {
        must(error.message[0] != '\0');
    }
    free(memory);
    free(query);
    return 0;
}
