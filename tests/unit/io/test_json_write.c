/* io/json_write: its bytes, its refusals, and random content read back by jansson. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <math.h>

#include "io/json_write.h"
#include "support/random.h"

#define LIMIT ((size_t)1 << 20)

static void whole_answer_is_compact_and_in_order(void **state)
{
    (void)state;
    struct na_buffer out;
    struct na_json json;
    na_buffer_init(&out, LIMIT);
    na_json_init(&json, &out);
    na_json_object_begin(&json);
    na_json_name(&json, "ward");
    na_json_object_begin(&json);
    na_json_name(&json, "code");
    na_json_text(&json, "E05013038");
    na_json_name(&json, "n\"ame");
    na_json_text(&json, NULL);
    na_json_object_end(&json);
    na_json_name(&json, "list");
    na_json_array_begin(&json);
    na_json_integer(&json, 0);
    na_json_integer(&json, INT64_MIN);
    na_json_integer(&json, INT64_MAX);
    na_json_bool(&json, true);
    na_json_bool(&json, false);
    na_json_null(&json);
    na_json_fixed(&json, 1.5, 3);
    na_json_trimmed(&json, 1.5, 3);
    na_json_fixed(&json, NAN, 3);
    na_json_trimmed(&json, INFINITY, 3);
    na_json_array_begin(&json);
    na_json_array_end(&json);
    na_json_object_begin(&json);
    na_json_object_end(&json);
    na_json_array_end(&json);
    na_json_name(&json, "");
    na_json_string(&json, (struct na_str){NULL, 0});
    na_json_object_end(&json);
    assert_int_equal(na_json_finish(&json), NA_OK);
    assert_string_equal(na_buffer_terminate(&out),
                        "{\"ward\":{\"code\":\"E05013038\",\"n\\\"ame\":null},"
                        "\"list\":[0,-9223372036854775808,9223372036854775807,true,false,null,"
                        "1.500,1.5,null,null,[],{}],\"\":\"\"}");
    na_buffer_fini(&out);
}

static char *string_json(struct na_buffer *out, const char *bytes, size_t length)
{
    struct na_json json;
    na_buffer_clear(out);
    na_json_init(&json, out);
    na_json_string(&json, (struct na_str){bytes, length});
    assert_int_equal(na_json_finish(&json), NA_OK);
    return na_buffer_terminate(out);
}

static void strings_are_escaped(void **state)
{
    (void)state;
#define CASE(in, out)                                                                              \
    {                                                                                              \
        in, sizeof(in) - 1, out                                                                    \
    }
    static const struct {
        const char *in;
        size_t length;
        const char *out;
    } cases[] = {
        CASE("", "\"\""),
        CASE("plain", "\"plain\""),
        CASE("\"\\/", "\"\\\"\\\\/\""),
        CASE("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""),
        CASE("\0\x01\x1F\x7F", "\"\\u0000\\u0001\\u001f\\u007f\""),
        CASE("\x20\x7E", "\" ~\""),
        CASE("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80",
             "\"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80\""),
        CASE("\xE2\x80\xA7\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA",
             "\"\xE2\x80\xA7\\u2028\\u2029\xE2\x80\xAA\""),
        CASE("a\xFFz", "\"a\xEF\xBF\xBDz\""),
        CASE("a\x80z", "\"a\xEF\xBF\xBDz\""),
        CASE("\xC3", "\"\xEF\xBF\xBD\""),
        CASE("\xE2\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""),
        CASE("\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""),
        CASE("\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""),
        CASE("</script>", "\"</script>\""),
    };
#undef CASE
    struct na_buffer out;
    na_buffer_init(&out, LIMIT);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(string_json(&out, cases[i].in, cases[i].length), cases[i].out);
    }
    na_buffer_fini(&out);
}

/* Runs are scanned eight bytes at a time: every byte at every place of two such steps. */
static void each_byte_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    struct na_buffer out;
    na_buffer_init(&out, LIMIT);
    for (int byte = 0; byte < 256; byte++) {
        char alone[16];
        char one = (char)byte;
        char *written = string_json(&out, &one, 1);
        size_t alone_length = strlen(written) - 2;
        assert_true(alone_length < sizeof alone);
        memcpy(alone, written + 1, alone_length);
        for (size_t at = 0; at < 17; at++) {
            char text[17];
            char expected[64];
            memset(text, 'x', sizeof text);
            text[at] = one;
            (void)snprintf(expected, sizeof expected, "\"%.*s%.*s%.*s\"", (int)at,
                           "xxxxxxxxxxxxxxxxx", (int)alone_length, alone, (int)(16 - at),
                           "xxxxxxxxxxxxxxxxx");
            assert_string_equal(string_json(&out, text, sizeof text), expected);
        }
    }
    na_buffer_fini(&out);
}

/* Each letter of `calls` is a call: a bracket itself, n a name, anything else a value. */
static enum na_code play(const char *calls, struct na_buffer *out)
{
    struct na_json json;
    na_buffer_clear(out);
    na_json_init(&json, out);
    for (; *calls != '\0'; calls++) {
        switch (*calls) {
        case '{':
            na_json_object_begin(&json);
            break;
        case '}':
            na_json_object_end(&json);
            break;
        case '[':
            na_json_array_begin(&json);
            break;
        case ']':
            na_json_array_end(&json);
            break;
        case 'n':
            na_json_name(&json, "n");
            break;
        default:
            na_json_integer(&json, 1);
            break;
        }
    }
    return na_json_finish(&json);
}

static void misuse_is_an_internal_error(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",     "{",     "[",    "}",     "]",    "{]",    "[}",    "11",    "{}{}", "{1}",
        "n",    "n1",    "[n1]", "{nn1}", "{n}",  "{n1",   "[1",    "{n1}]", "1]",   "[]1",
        "{n[}", "{n{]}", "[[]",  "{{}}",  "[{]}", "{n1}n", "[1]n1", "{[]}",
    };
    static const char *const right[] = {"1",    "{}",        "[]",     "{n1}", "{n1n1}",
                                        "[11]", "{n{n[1]}}", "[[][]]", "[{}]"};
    struct na_buffer out;
    na_buffer_init(&out, LIMIT);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (play(wrong[i], &out) != NA_ERR_INTERNAL) {
            fail_msg("%s gave %s", wrong[i], na_buffer_terminate(&out));
        }
    }
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        if (play(right[i], &out) != NA_OK) {
            fail_msg("%s was refused", right[i]);
        }
    }
    na_buffer_fini(&out);
}

static void nesting_is_limited_to_32(void **state)
{
    (void)state;
    char calls[80];
    struct na_buffer out;
    na_buffer_init(&out, LIMIT);
    for (size_t depth = 31; depth <= 34; depth++) {
        memset(calls, '[', depth);
        memset(calls + depth, ']', depth);
        calls[2 * depth] = '\0';
        assert_int_equal(play(calls, &out), depth <= 32 ? NA_OK : NA_ERR_LIMIT);
    }
    na_buffer_fini(&out);
}

static void the_buffer_limit_sticks(void **state)
{
    (void)state;
    for (size_t limit = 0; limit <= 12; limit++) {
        struct na_buffer out;
        struct na_json json;
        na_buffer_init(&out, limit);
        na_json_init(&json, &out);
        na_json_array_begin(&json);
        na_json_text(&json, "ab\n");
        na_json_integer(&json, 12);
        na_json_array_end(&json); /* ["ab\n",12]: 11 bytes */
        assert_int_equal(na_json_finish(&json), limit >= 11 ? NA_OK : NA_ERR_LIMIT);
        assert_true(out.length <= limit);
        na_buffer_fini(&out);
    }
}

/* A random text of whole UTF-8 characters of all lengths, or of any bytes. */
static size_t random_text(struct test_random *random, bool valid, char *to, size_t size)
{
    size_t length = 0;
    size_t wanted = test_random_below(random, size - 4);
    while (length < wanted) {
        static const unsigned int tops[] = {0x7F, 0x7F, 0x7FF, 0x2FFF, 0xFFFF, 0x10FFFF};
        unsigned int point =
            (unsigned int)test_random_below(random, tops[test_random_below(random, 6)] + 1);
        if (!valid) {
            to[length++] = (char)test_random_bits(random);
        } else if (point > 0 && (point < 0xD800 || point > 0xDFFF)) {
            length += na_utf8_put(point, to + length);
        }
    }
    return length;
}

static json_t *random_value(struct test_random *random, int depth)
{
    char text[60];
    switch (test_random_below(random, depth > 0 ? 7 : 5)) {
    case 0:
        return json_integer((json_int_t)test_random_bits(random));
    case 1:
        return json_boolean(test_random_below(random, 2));
    case 2:
        return json_null();
    case 5: {
        json_t *array = json_array();
        for (uint64_t i = test_random_below(random, 5); i > 0; i--) {
            json_array_append_new(array, random_value(random, depth - 1));
        }
        return array;
    }
    case 6: {
        json_t *object = json_object();
        for (uint64_t i = test_random_below(random, 5); i > 0; i--) {
            text[random_text(random, true, text, sizeof text - 1)] = '\0';
            json_object_set_new(object, text, random_value(random, depth - 1));
        }
        return object;
    }
    default:
        return json_stringn(text, random_text(random, true, text, sizeof text));
    }
}

static void write_value(struct na_json *json, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        na_json_object_begin(json);
        for (void *at = json_object_iter((json_t *)(uintptr_t)value); at != NULL;
             at = json_object_iter_next((json_t *)(uintptr_t)value, at)) {
            na_json_name(json, json_object_iter_key(at));
            write_value(json, json_object_iter_value(at));
        }
        na_json_object_end(json);
        break;
    case JSON_ARRAY:
        na_json_array_begin(json);
        for (size_t i = 0; i < json_array_size(value); i++) {
            write_value(json, json_array_get(value, i));
        }
        na_json_array_end(json);
        break;
    case JSON_STRING:
        na_json_string(json, (struct na_str){json_string_value(value), json_string_length(value)});
        break;
    case JSON_INTEGER:
        na_json_integer(json, json_integer_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        na_json_bool(json, json_is_true(value));
        break;
    default:
        na_json_null(json);
        break;
    }
}

static void random_content_is_read_back_the_same(void **state)
{
    (void)state;
    struct test_random random = test_random_start("json read back");
    struct na_buffer out;
    na_buffer_init(&out, LIMIT);
    for (int round = 0; round < 5000; round++) {
        json_t *value = random_value(&random, 4);
        struct na_json json;
        na_buffer_clear(&out);
        na_json_init(&json, &out);
        write_value(&json, value);
        assert_int_equal(na_json_finish(&json), NA_OK);
        json_t *read = json_loadb(out.data, out.length,
                                  JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
        assert_true(json_equal(value, read));
        json_decref(read);
        json_decref(value);
    }
    na_buffer_fini(&out);
}

static void any_bytes_give_valid_json(void **state)
{
    (void)state;
    struct test_random random = test_random_start("json of any bytes");
    struct na_buffer out;
    na_buffer_init(&out, LIMIT);
    for (int round = 0; round < 20000; round++) {
        char text[40];
        size_t length = random_text(&random, false, text, sizeof text);
        (void)string_json(&out, text, length);
        json_t *read = json_loadb(out.data, out.length, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_non_null(read);
        json_decref(read);
    }
    na_buffer_fini(&out);
}

/* Members written elsewhere stand among others as if they were written here. */
static void members_are_taken_in(void **state)
{
    struct na_buffer out;
    struct na_json json;
    (void)state;
    na_buffer_init(&out, LIMIT);
    na_json_init(&json, &out);
    na_json_object_begin(&json);
    na_json_members(&json, na_str_of("\"a\":1,\"b\":[]"));
    na_json_name(&json, "c");
    na_json_object_begin(&json);
    na_json_name(&json, "d\x7F");
    na_json_null(&json);
    na_json_members(&json, na_str_of("\"e\":{}"));
    na_json_object_end(&json);
    na_json_object_end(&json);
    assert_int_equal(na_json_finish(&json), NA_OK);
    assert_string_equal(na_buffer_terminate(&out),
                        "{\"a\":1,\"b\":[],\"c\":{\"d\\u007f\":null,\"e\":{}}}");
    na_buffer_clear(&out);
    na_json_init(&json, &out);
    na_json_array_begin(&json);
    na_json_members(&json, na_str_of("\"a\":1"));
    assert_int_equal(na_json_finish(&json), NA_ERR_INTERNAL);
    na_buffer_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_answer_is_compact_and_in_order),
        cmocka_unit_test(members_are_taken_in),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(each_byte_is_escaped_wherever_it_stands),
        cmocka_unit_test(misuse_is_an_internal_error),
        cmocka_unit_test(nesting_is_limited_to_32),
        cmocka_unit_test(the_buffer_limit_sticks),
        cmocka_unit_test(random_content_is_read_back_the_same),
        cmocka_unit_test(any_bytes_give_valid_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
