/* Texts of --by and --where become dimensions and conditions. Two that say the same thing, or a
 * ward beside its own authority, are refused: the table would have more columns and no more
 * answers. */
#include "table/question.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/name_fold.h"
#include "base/text.h"

static enum na_code refuse(struct na_error *reterr, enum na_code code, const char *field,
                           const char *hint)
{
    return na_fail_at(reterr, code, NULL, 0, field, hint);
}

/* Ward, authority and vintage by their own names, however they are typed; else a column. */
static enum na_table_what what_of(struct na_str *word)
{
    static const struct {
        const char *name;
        enum na_table_what what;
    } words[] = {
        {"ward", NA_TABLE_WARD}, {"authority", NA_TABLE_AUTHORITY}, {"vintage", NA_TABLE_VINTAGE}};
    char folded[NA_FOLD_MAX];
    na_fold_column(*word, folded);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(folded, words[i].name) == 0) {
            *word = na_str_of(words[i].name);
            return words[i].what;
        }
    }
    return NA_TABLE_COLUMN;
}

/* The columns of a ward say its authority and vintage: another thing to count by would only pretend
 * to have combinations. */
static bool part_of_ward(const struct na_table_dimension *a, const struct na_table_dimension *b)
{
    return a->what == NA_TABLE_WARD &&
           (b->what == NA_TABLE_AUTHORITY || b->what == NA_TABLE_VINTAGE);
}

static bool same_dimension(const struct na_table_dimension *a, const struct na_table_dimension *b)
{
    char folded_a[NA_FOLD_MAX], folded_b[NA_FOLD_MAX];
    na_fold_column(na_str_of(a->name), folded_a);
    na_fold_column(na_str_of(b->name), folded_b);
    return a->what == b->what && strcmp(folded_a, folded_b) == 0;
}

static enum na_code add_dimension(struct na_table_question *question, struct na_str word,
                                  struct na_error *reterr)
{
    struct na_table_dimension dimension = {.what = what_of(&word)};
    if (word.length > 5 && memcmp(word.bytes, "area:", 5) == 0) {
        dimension.what = NA_TABLE_AREA;
        word.bytes += 5;
        word.length -= 5;
    }
    if (word.length == 0 || !na_text_copy_str(dimension.name, sizeof dimension.name, word)) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "A name in --by is empty or too long");
        return refuse(reterr, NA_ERR_PARAM_MALFORMED, "by", "Write --by ward,month,crime-type");
    }
    if (question->dimension_count == NA_TABLE_DIMENSIONS_MAX) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "A table counts by at most %d things",
                      NA_TABLE_DIMENSIONS_MAX);
        return refuse(reterr, NA_ERR_PARAM_CONFLICT, "by", "Make several tables");
    }
    for (size_t i = 0; i < question->dimension_count; i++) {
        if (same_dimension(&question->dimensions[i], &dimension)) {
            (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "\"%s\" is in --by twice", dimension.name);
            return refuse(reterr, NA_ERR_PARAM_CONFLICT, "by", "Name it once");
        }
        if (part_of_ward(&question->dimensions[i], &dimension) ||
            part_of_ward(&dimension, &question->dimensions[i])) {
            (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT,
                          "A table by ward lists authority and vintage already");
            return refuse(reterr, NA_ERR_PARAM_CONFLICT, "by", "Leave them out of --by");
        }
    }
    question->dimensions[question->dimension_count++] = dimension;
    return NA_OK;
}

enum na_code na_table_question_by(struct na_table_question *question, const char *by,
                                  struct na_error *reterr)
{
    for (const char *at = by;;) {
        size_t length = strcspn(at, ",");
        enum na_code code =
            add_dimension(question, na_str_trim((struct na_str){at, length}), reterr);
        if (code != NA_OK || at[length] == '\0') {
            return code;
        }
        at += length + 1;
    }
}

enum na_code na_table_question_where(struct na_table_question *question, const char *where,
                                     struct na_error *reterr)
{
    const char *equals = strchr(where, '=');
    struct na_where added = {.values = equals != NULL ? equals + 1 : NULL};
    struct na_str column = {where, equals != NULL ? (size_t)(equals - where) : 0};
    column = na_str_trim(column);
    if (column.length == 0 || !na_text_copy_str(added.column, sizeof added.column, column)) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "\"%.80s\" is not COLUMN=VALUE", where);
        return refuse(reterr, NA_ERR_PARAM_MALFORMED, "where",
                      "Write --where 'Crime type=Drugs|Robbery'");
    }
    if (question->where_count == NA_WHERES_MAX) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "More than %d conditions", NA_WHERES_MAX);
        return refuse(reterr, NA_ERR_PARAM_CONFLICT, "where", "List values with |");
    }
    question->wheres[question->where_count++] = added;
    return NA_OK;
}

static enum na_code put_values(const char *values, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (const char *at = values; code == NA_OK;) {
        size_t end = strcspn(at, "|");
        code = end == 0 ? na_buffer_text(to, "blank") : na_buffer_append(to, at, end);
        if (code != NA_OK || at[end] == '\0') {
            break;
        }
        code = na_buffer_text(to, " or ");
        at += end + 1;
    }
    return code;
}

enum na_code na_table_question_words(const struct na_table_question *question, struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, "rows");
    for (size_t i = 0; i < question->where_count && code == NA_OK; i++) {
        const struct na_where *where = &question->wheres[i];
        code = na_buffer_printf(to, "%s %s is ", i == 0 ? " where" : " and", where->column);
        if (code == NA_OK) {
            code = put_values(where->values, to);
        }
    }
    return code;
}
