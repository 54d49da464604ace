/* JSON bodies: what is accepted, written as JSON again and read again, is the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/json_read.h"
#include "io/json_write.h"

#define JSON_LIMIT ((size_t)1 << 26)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

/* One array of texts a name: elements of one array stand side by side. */
static void write_again(const struct na_json_object *object, struct na_buffer *out)
{
    struct na_json json;
    na_json_init(&json, out);
    na_json_object_begin(&json);
    for (size_t i = 0; i < object->count;) {
        const char *name = object->params[i].name;
        na_json_name(&json, name);
        na_json_array_begin(&json);
        for (; i < object->count && strcmp(object->params[i].name, name) == 0; i++) {
            na_json_text(&json, object->params[i].value);
        }
        na_json_array_end(&json);
    }
    na_json_object_end(&json);
    must(na_json_finish(&json) == NA_OK);
}

static void check_same(const struct na_json_object *a, const struct na_json_object *b)
{
    must(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        must(strcmp(a->params[i].name, b->params[i].name) == 0);
        must(strcmp(a->params[i].value, b->params[i].value) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_json_object object = {0};
    struct na_json_object again = {0};
    struct na_error error = {0};
    enum na_code code = na_json_object_parse((const char *)data, size, &object, &error);
    if (code != NA_OK) {
        must(code == NA_ERR_BODY && error.message[0] != '\0' && error.hint[0] != '\0');
        must(object.memory == NULL);
        return 0;
    }
    struct na_buffer out;
    na_buffer_init(&out, JSON_LIMIT);
    write_again(&object, &out);
    must(na_json_object_parse(out.data, out.length, &again, NULL) == NA_OK);
    check_same(&object, &again);
    na_json_object_free(&object);
    na_json_object_free(&again);
    na_buffer_fini(&out);
    return 0;
}
