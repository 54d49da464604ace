/* A fixed list with a code and a text each. When it is full, further ones are dropped. The list
 * belongs to the answer, so that a writer finds all of them in one place. */
#include "question/warnings.h"

#include <stdarg.h>
#include <string.h>

#include "base/format.h"
#include "base/number.h"
#include "base/text.h"
#include "question/ready.h"

NA_PRINTF(4, 0)
static void add(struct na_warnings *warnings, size_t at, const char *code, const char *format,
                va_list args)
{
    char text[NA_WARNING_TEXT * 2];
    (void)na_vformat(text, sizeof text, format, args);
    for (size_t i = warnings->count++; i > at; i--) {
        warnings->items[i] = warnings->items[i - 1];
    }
    warnings->items[at].code = code;
    warnings->items[at].ready = (struct na_str){NULL, 0};
    (void)na_text_copy(warnings->items[at].text, sizeof warnings->items[at].text, text);
}

void na_warn(struct na_warnings *warnings, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (warnings->count < NA_WARNINGS_MAX) {
        add(warnings, warnings->count, code, format, args);
    }
    va_end(args);
}

void na_warn_first(struct na_warnings *warnings, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (warnings->count < NA_WARNINGS_MAX) {
        add(warnings, 0, code, format, args);
    }
    va_end(args);
}

void na_warn_pieces(struct na_warnings *warnings, const char *code, const char *const *pieces)
{
    if (warnings->count == NA_WARNINGS_MAX) {
        return;
    }
    struct na_warning *warning = &warnings->items[warnings->count++];
    warning->code = code;
    warning->ready = (struct na_str){NULL, 0};
    size_t used = 0;
    bool whole = true;
    for (size_t i = 0; pieces[i] != NULL && whole; i++) {
        whole = na_text_copy(warning->text + used, sizeof warning->text - used, pieces[i]);
        used += strlen(warning->text + used);
    }
}

void na_warn_of_pack(struct na_warnings *warnings, const struct na_snapshot *snapshot)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    size_t before = warnings->count;
    if (info->indicative) {
        const char *const text[] = {"Demonstration data: boundaries are indicative", NULL};
        na_warn_pieces(warnings, "indicative", text);
    }
    if (info->transformation == NA_TRANSFORMATION_HELMERT) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, info->transformation_accuracy_m, 1);
        const char *const text[] = {
            "Compiled without the OSTN15 grid: grid and longitude/latitude agree to ", metres,
            " m only", NULL};
        na_warn_pieces(warnings, "transformation-approximate", text);
    }
    for (size_t i = before; i < warnings->count; i++) {
        warnings->items[i].ready = na_ready_standing(snapshot, i - before);
    }
}
