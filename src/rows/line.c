/* NDJSON in: an object a line. */
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

/* The member of that name; NULL if there is none. */
static const struct na_json_member *find_member(struct batch_worker *worker, const char *name)
{
    struct na_str wanted = na_str_of(name);
    for (size_t i = 0; i < worker->line.count; i++) {
        struct na_str raw = worker->line.members[i].name;
        if (na_str_equal(raw, wanted) ||
            (memchr(raw.bytes, '\\', raw.length) != NULL &&
             na_str_equal(na_json_line_text(raw, worker->text), wanted))) {
            return &worker->line.members[i];
        }
    }
    return NULL;
}

/* The same, or else one whose name is written in another case. */
static const struct na_json_member *find_like(struct batch_worker *worker, const char *name)
{
    const struct na_json_member *found = find_member(worker, name);
    for (size_t i = 0; i < worker->line.count && found == NULL; i++) {
        if (na_column_same_name(worker->line.members[i].name, na_str_of(name))) {
            found = &worker->line.members[i];
        }
    }
    return found;
}

/* A number's digits or a string's text; blank for null and for no such member. */
static bool member_text(struct batch_worker *worker, const char *name, size_t *used,
                        struct na_str *ret_text)
{
    const struct na_json_member *member = find_like(worker, name);
    *ret_text = (struct na_str){"", 0};
    if (member == NULL || na_str_is(member->value, "null")) {
        return true;
    }
    char first = member->value.bytes[0];
    if (first == '"') {
        *ret_text = na_json_line_text(member->value, worker->cell + *used);
        *used += member->value.length;
        return true;
    }
    *ret_text = member->value;
    return first == '-' || (first >= '0' && first <= '9');
}

static bool is_blank(struct na_str line)
{
    return na_str_trim(line).length == 0;
}

static enum na_code place_line(struct batch_worker *worker, struct na_str line,
                               struct batch_place *ret_place, struct na_error *reterr)
{
    const struct batch_binding *binding = worker->binding;
    const char *fault = line.length > NA_CSV_ROW_MAX ? na_csv_fault_text(NA_CSV_LONG)
                                                     : na_json_line_read(line, &worker->line);
    worker->line.close = fault != NULL ? 0 : worker->line.close;
    if (fault != NULL) {
        na_batch_place_bad(ret_place, fault);
        return NA_OK;
    }
    for (size_t i = 0; i < worker->plan->add_count; i++) {
        if (find_member(worker, worker->plan->adds[i].name) != NULL) {
            worker->line.close = 0;
            na_batch_place_bad(ret_place, "it has a member with the name of one that is added");
            return NA_OK;
        }
    }
    size_t used = 0;
    struct na_str x = {"", 0};
    struct na_str y = {"", 0};
    struct na_str as_at = {"", 0};
    bool good = member_text(worker, binding->x_name, &used, &x) &&
                member_text(worker, binding->y_name, &used, &y);
    if (good && binding->as_at_name != NULL) {
        good = member_text(worker, binding->as_at_name, &used, &as_at);
    }
    if (!good) {
        na_batch_place_bad(ret_place, "a position or day that is neither a number nor a text");
        return NA_OK;
    }
    return na_batch_place(worker, x, y, as_at, ret_place, reterr);
}

enum na_code na_batch_lines_work(struct batch_worker *worker, const char *bytes, size_t length,
                                 struct batch_output *output, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t at = 0; at < length && code == NA_OK;) {
        const char *lf = memchr(bytes + at, '\n', length - at);
        size_t end = lf != NULL ? (size_t)(lf - bytes) : length;
        struct na_str line = {bytes + at, end - at};
        at = end + 1;
        if (is_blank(line)) {
            continue;
        }
        struct batch_place place;
        code = place_line(worker, line, &place, reterr);
        if (code == NA_OK) {
            code = na_batch_count(worker, &place, output, reterr);
        }
        if (code == NA_OK && worker->plan->output != NA_BATCH_NOTHING) {
            code = na_batch_object_put(worker, &place, line, NULL, worker->line.count,
                                       worker->line.close, worker->row_base + output->tally.read,
                                       &output->bytes);
            if (code != NA_OK) {
                code = na_fail(reterr, code, "The output of a block does not fit in memory");
            }
        }
    }
    return code;
}
