/* The calls of jansson, and from its tree to a flat list of names and values. */
#include "io/json_read.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"

#define PARAMS_MAX 64
#define DEPTH_MAX 8
/* Integers beyond do not survive as a double: 2^53. */
#define INTEGER_MAX ((json_int_t)1 << 53)

static enum na_code fail_body(struct na_error *reterr, const char *key, const char *message,
                              const char *hint)
{
    (void)na_fail(reterr, NA_ERR_BODY, "%s", message);
    (void)na_fail_at(reterr, NA_ERR_BODY, NULL, 0, key, hint);
    return NA_ERR_BODY;
}

/* jansson 2.14 loses a character of a string or number without a word when its buffer cannot grow,
 * and calls a body malformed when it has no memory for a string: found by failing each allocation
 * (tests/oom). A latitude short of a digit is a wrong answer, so a failed allocation is noted here,
 * and the body is then not read at all. */
static _Thread_local bool memory_failed;

static void *noting_malloc(size_t size)
{
    void *memory = malloc(size);
    memory_failed = memory_failed || memory == NULL;
    return memory;
}

/* Not before the first body: a program that has our library but never reads one keeps its own. */
static pthread_once_t noting_once = PTHREAD_ONCE_INIT;

static void install_noting(void)
{
    json_set_alloc_funcs(noting_malloc, free);
}

/* json_loadb, or NULL with memory_failed. */
static json_t *load_noting(const char *bytes, size_t length, json_error_t *fault)
{
    (void)pthread_once(&noting_once, install_noting);
    memory_failed = false;
    /* Any top-level value and NUL are let in to be refused by us in our own words. */
    json_t *root =
        json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, fault);
    if (memory_failed) {
        json_decref(root);
        root = NULL;
    }
    return root;
}

/* Brackets outside strings. jansson would recurse to a depth of 2,048 before it refused. */
static bool is_too_deep(const char *bytes, size_t length)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > DEPTH_MAX) {
                return true;
            }
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

/* What our contract refuses gets words of our own; the rest is "not valid JSON". */
static enum na_code fail_jansson(const json_error_t *fault, struct na_error *reterr)
{
    switch (json_error_code(fault)) {
    case json_error_duplicate_key:
        return fail_body(reterr, NULL, "A key is given more than once", "give each key once");
    case json_error_null_byte_in_key:
        return fail_body(reterr, NULL, "A key has a NUL character in it", "remove it");
    case json_error_numeric_overflow:
        return fail_body(reterr, NULL, "A number is out of range", "give a plain decimal number");
    default:
        (void)na_fail(reterr, NA_ERR_BODY, "The body is not valid JSON: line %d, column %d: %s",
                      fault->line, fault->column, fault->text);
        (void)na_fail_at(reterr, NA_ERR_BODY, NULL, 0, NULL,
                         "send one JSON object in UTF-8, such as {\"lat\":54.68,\"lon\":-1.2}");
        return NA_ERR_BODY;
    }
}

static enum na_code load(const char *bytes, size_t length, json_t **ret_root,
                         struct na_error *reterr)
{
    if (length == 0) {
        return fail_body(reterr, NULL, "The body is empty", "send one JSON object");
    }
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        return fail_body(reterr, NULL, "The body begins with a byte order mark",
                         "send plain UTF-8");
    }
    if (is_too_deep(bytes, length)) {
        return fail_body(reterr, NULL, "The body is nested deeper than 8 levels",
                         "send one flat JSON object");
    }
    json_error_t fault;
    json_t *root = load_noting(bytes, length, &fault);
    if (memory_failed) {
        return na_fail_memory(reterr, "reading the body");
    }
    if (root == NULL) {
        return fail_jansson(&fault, reterr);
    }
    if (!json_is_object(root)) {
        json_decref(root);
        return fail_body(reterr, NULL, "The body is not a JSON object",
                         "send one JSON object, such as {\"lat\":54.68,\"lon\":-1.2}");
    }
    *ret_root = root;
    return NA_OK;
}

/* Names and values as they are collected: offsets, for the buffer moves as it grows. */
struct collection {
    struct na_buffer texts;
    struct {
        size_t name, value;
    } at[PARAMS_MAX];
    size_t count;
};

static enum na_code store(struct na_buffer *texts, const char *text, size_t length, size_t *ret_at,
                          struct na_error *reterr)
{
    size_t at = texts->length;
    enum na_code code = na_buffer_append(texts, text, length);
    if (code == NA_OK) {
        code = na_buffer_append(texts, "", 1);
    }
    if (code == NA_OK) {
        *ret_at = at;
        return NA_OK;
    }
    return code == NA_ERR_MEMORY ? na_fail_memory(reterr, "reading the body")
                                 : fail_body(reterr, NULL, "The body is too large", NULL);
}

static enum na_code store_value(struct na_buffer *texts, const char *key, const json_t *value,
                                size_t *ret_at, struct na_error *reterr)
{
    char number[NA_NUMBER_TEXT];
    switch (json_typeof(value)) {
    case JSON_STRING:
        if (strlen(json_string_value(value)) != json_string_length(value)) {
            return fail_body(reterr, key, "The text has a NUL character in it", "remove it");
        }
        return store(texts, json_string_value(value), json_string_length(value), ret_at, reterr);
    case JSON_INTEGER: {
        json_int_t integer = json_integer_value(value);
        if (integer > INTEGER_MAX || integer < -INTEGER_MAX) {
            return fail_body(reterr, key, "The number is out of range",
                             "give a plain decimal number, or a text in quotes");
        }
        return store(texts, number, na_number_shortest(&number, (double)integer), ret_at, reterr);
    }
    case JSON_REAL:
        return store(texts, number, na_number_shortest(&number, json_real_value(value)), ret_at,
                     reterr);
    case JSON_NULL:
        return fail_body(reterr, key, "The value is null", "leave the key out");
    case JSON_TRUE:
    case JSON_FALSE:
        return fail_body(reterr, key, "The value is true or false", "give a text or a number");
    case JSON_ARRAY:
        return fail_body(reterr, key, "There is an array inside an array",
                         "give texts or numbers in the array");
    case JSON_OBJECT:
        return fail_body(reterr, key, "The value is an object", "give a text or a number");
    }
    return na_fail(reterr, NA_ERR_INTERNAL, "Unknown kind of JSON value");
}

static enum na_code collect_one(struct collection *all, const char *key, size_t name_at,
                                const json_t *value, struct na_error *reterr)
{
    if (all->count == PARAMS_MAX) {
        return fail_body(reterr, key, "There are more than 64 members and elements",
                         "send fewer of them");
    }
    size_t value_at = 0;
    enum na_code code = store_value(&all->texts, key, value, &value_at, reterr);
    if (code == NA_OK) {
        all->at[all->count].name = name_at;
        all->at[all->count].value = value_at;
        all->count++;
    }
    return code;
}

static enum na_code collect_member(struct collection *all, const char *key, const json_t *value,
                                   struct na_error *reterr)
{
    size_t name_at = 0;
    enum na_code code = store(&all->texts, key, strlen(key), &name_at, reterr);
    if (code != NA_OK || !json_is_array(value)) {
        return code != NA_OK ? code : collect_one(all, key, name_at, value, reterr);
    }
    if (json_array_size(value) == 0) {
        return fail_body(reterr, key, "The array is empty", "leave the key out");
    }
    for (size_t i = 0; i < json_array_size(value) && code == NA_OK; i++) {
        code = collect_one(all, key, name_at, json_array_get(value, i), reterr);
    }
    return code;
}

/* One block: the parameters, then their texts. */
static enum na_code build(const struct collection *all, struct na_json_object *ret_object,
                          struct na_error *reterr)
{
    size_t params_size = all->count * sizeof(struct na_param);
    struct na_param *params = malloc(params_size + all->texts.length + 1);
    if (params == NULL) {
        return na_fail_memory(reterr, "reading the body");
    }
    char *texts = (char *)params + params_size;
    if (all->texts.length > 0) {
        memcpy(texts, all->texts.data, all->texts.length);
    }
    for (size_t i = 0; i < all->count; i++) {
        params[i] = (struct na_param){texts + all->at[i].name, texts + all->at[i].value};
    }
    *ret_object = (struct na_json_object){.params = params, .count = all->count, .memory = params};
    return NA_OK;
}

enum na_code na_json_object_parse(const char *bytes, size_t length,
                                  struct na_json_object *ret_object, struct na_error *reterr)
{
    json_t *root = NULL;
    enum na_code code = load(bytes, length, &root, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct collection all = {.count = 0};
    /* Texts are never longer than in the body, numbers never longer than NA_NUMBER_TEXT. */
    na_buffer_init(&all.texts, 2 * length + (size_t)PARAMS_MAX * NA_NUMBER_TEXT);
    for (void *at = json_object_iter(root); at != NULL && code == NA_OK;
         at = json_object_iter_next(root, at)) {
        code = collect_member(&all, json_object_iter_key(at), json_object_iter_value(at), reterr);
    }
    if (code == NA_OK) {
        code = build(&all, ret_object, reterr);
    }
    na_buffer_fini(&all.texts);
    json_decref(root);
    return code;
}

void na_json_object_free(struct na_json_object *object)
{
    if (object != NULL) {
        free(object->memory);
        *object = (struct na_json_object){0};
    }
}
