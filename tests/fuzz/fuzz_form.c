/* Bodies of HTML forms: what is accepted has no empty field, and encoded again as a browser would
 * is read as the same; and whatever is in it, escaped it leaves no byte that HTML would take for
 * markup. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "page/form.h"
#include "page/html.h"
#include "question/params.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

/* Memory of exactly the size the contract asks for. */
static enum na_code parse(const char *bytes, size_t length, struct na_param *params,
                          size_t *ret_count, char **ret_memory, struct na_error *error)
{
    *ret_memory = malloc(NA_FORM_MEMORY(length));
    must(*ret_memory != NULL);
    return na_form_parse(bytes, length, *ret_memory, params, NA_PARAMS_MAX, ret_count, error);
}

/* Letters and digits as they are, blanks as +, the rest escaped. */
static void encode(struct na_buffer *out, const char *text)
{
    for (; *text != '\0'; text++) {
        char lower = na_ascii_lower(*text);
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
            must(na_buffer_append(out, text, 1) == NA_OK);
        } else if (*text == ' ') {
            must(na_buffer_text(out, "+") == NA_OK);
        } else {
            must(na_buffer_printf(out, "%%%02X", (unsigned int)(unsigned char)*text) == NA_OK);
        }
    }
}

static void check_round_trip(const struct na_param *params, size_t count)
{
    struct na_param again[NA_PARAMS_MAX];
    struct na_buffer out;
    size_t again_count = 0;
    char *memory = NULL;
    na_buffer_init(&out, (size_t)1 << 20);
    for (size_t i = 0; i < count; i++) {
        must(params[i].name[0] != '\0' && params[i].value[0] != '\0');
        must(i == 0 || na_buffer_text(&out, "&") == NA_OK);
        encode(&out, params[i].name);
        must(na_buffer_text(&out, "=") == NA_OK);
        encode(&out, params[i].value);
    }
    const char *body = na_buffer_terminate(&out);
    must(body != NULL);
    /* Escapes make it longer than what was escaped less. */
    if (out.length <= NA_FORM_LIMIT) {
        must(parse(body, out.length, again, &again_count, &memory, NULL) == NA_OK);
        must(again_count == count);
        for (size_t i = 0; i < count; i++) {
            must(strcmp(params[i].name, again[i].name) == 0);
            must(strcmp(params[i].value, again[i].value) == 0);
        }
        free(memory);
    }
    na_buffer_fini(&out);
}

static void check_escape(const uint8_t *data, size_t size)
{
    struct na_buffer out;
    na_buffer_init(&out, (size_t)1 << 26);
    must(na_html_escape((struct na_str){(const char *)data, size}, &out) == NA_OK);
    for (size_t i = 0; i < out.length; i++) {
        must(strchr("<>\"'", out.data[i]) == NULL || out.data[i] == '\0');
        must((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7F);
    }
    must(na_utf8_valid(out.data != NULL ? out.data : "", out.length));
    na_buffer_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_param params[NA_PARAMS_MAX];
    struct na_error error = {0};
    size_t count = 0;
    char *memory = NULL;
    char *bytes = malloc(size > 0 ? size : 1);
    must(bytes != NULL);
    if (size > 0) {
        memcpy(bytes, data, size);
    }
    if (parse(bytes, size, params, &count, &memory, &error) == NA_OK) {
        check_round_trip(params, count);
    } else {
        must(error.message[0] != '\0');
    }
    free(memory);
    free(bytes);
    check_escape(data, size);
    return 0;
}
