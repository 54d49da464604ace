/* What nearaid import asks a person: each question looks at the import as it is, and writes its
 * answer into the section of pack.ini, so that it is never asked again. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/import.h"
#include "cli/person.h"

/* "Two columns could be the name. Which?  [1] Site Name  [2] Location" */
static bool ask(const struct na_import *import, char *ret_answer, size_t size)
{
    char question[128];
    bool sheet = strcmp(import->doubt_role, "sheet") == 0;
    const char *const choices[] = {import->doubt_first, import->doubt_second};
    size_t choice = 0;
    (void)snprintf(question, sizeof question, "Two %s could be the %s. Which?",
                   sheet ? "sheets" : "columns", sheet ? "register" : import->doubt_role);
    return na_cli_person_choose(question, choices, 2, SIZE_MAX, &choice) &&
           na_text_copy(ret_answer, size, choices[choice]);
}

/* Which of two profiles? */
bool na_import_ask_profile(const char *first, const char *second, const char **ret_chosen)
{
    const char *const choices[] = {first, second, "none"};
    size_t choice = 0;
    bool said = na_cli_person_choose("Two profiles fit. Which?", choices, 3, SIZE_MAX, &choice);
    *ret_chosen = said && choice < 2 ? choices[choice] : NULL;
    return said;
}

bool na_import_ask_ids(const struct na_import *import)
{
    char question[256];
    (void)snprintf(question, sizeof question,
                   "No column of lasting ids. Make ids and keep them in %s?", import->ids_name);
    return na_cli_person_agrees(question);
}

/* The heading as a line of pack.ini has it: one with a mark of lists stands in quotes. */
static const char *quoted(const char *heading, char to[NA_IMPORT_HEADING_BYTES + 2])
{
    const char *quote = na_import_wants_quotes(heading) ? "\"" : "";
    (void)snprintf(to, NA_IMPORT_HEADING_BYTES + 2, "%s%s%s", quote, heading, quote);
    return to;
}

/* One more heading into a list of the section. */
static enum na_code add_to_list(struct na_import *import, const char *key, const char *heading,
                                struct na_error *reterr)
{
    char list[NA_IMPORT_LIST_MAX + 1] = "";
    char more[NA_IMPORT_HEADING_BYTES + 2];
    char all[NA_IMPORT_LIST_MAX + NA_IMPORT_HEADING_BYTES + 8];
    (void)na_import_has_key(import, key, list, sizeof list);
    (void)snprintf(all, sizeof all, "%s%s%s", list, list[0] != '\0' ? ", " : "",
                   quoted(heading, more));
    return na_import_set(import, key, all, reterr);
}

/* A question that may be asked: *ret_asked true if an answer was written down. */
typedef enum na_code question_ask(struct na_import *import, bool *ret_asked,
                                  struct na_error *reterr);

/* Two columns, or two sheets, that could be one thing. */
static enum na_code ask_doubt(struct na_import *import, bool *ret_asked, struct na_error *reterr)
{
    char answer[NA_IMPORT_HEADING_BYTES];
    char value[NA_IMPORT_HEADING_BYTES + 2];
    char key[64];
    if (!import->in_doubt || !ask(import, answer, sizeof answer)) {
        return NA_OK;
    }
    bool sheet = strcmp(import->doubt_role, "sheet") == 0;
    (void)snprintf(key, sizeof key, "%s%s", sheet ? "" : "column.", import->doubt_role);
    *ret_asked = true;
    return na_import_set(import, key, sheet ? answer : quoted(answer, value), reterr);
}

static bool has_role(const struct na_import *import, const char *role)
{
    for (size_t i = 0; i < import->count; i++) {
        if (strcmp(import->columns[i].role, role) == 0) {
            return true;
        }
    }
    return false;
}

/* No column is the name. */
static enum na_code ask_name(struct na_import *import, bool *ret_asked, struct na_error *reterr)
{
    enum { MOST = 20 };
    const char *choices[MOST];
    char value[NA_IMPORT_HEADING_BYTES + 2];
    size_t count = 0;
    size_t choice = 0;
    if (import->count == 0 || import->in_doubt || has_role(import, "name")) {
        return NA_OK;
    }
    for (size_t i = 0; i < import->count && count < MOST; i++) {
        const struct na_import_column *column = &import->columns[i];
        bool text = strcmp(column->role, "tag") == 0 || strcmp(column->role, "address") == 0;
        if (text && na_import_is_writable(column->heading)) {
            choices[count++] = column->heading;
        }
    }
    if (count == 0 || !na_cli_person_choose("No column is known to be the name. Which is it?",
                                            choices, count, SIZE_MAX, &choice)) {
        return NA_OK;
    }
    *ret_asked = true;
    return na_import_set(import, "column.name", quoted(choices[choice], value), reterr);
}

/* Dates in both orders: no cell shows which one the ambiguous ones have. */
static enum na_code ask_order(struct na_import *import, bool *ret_asked, struct na_error *reterr)
{
    static const char *const choices[] = {"day first", "month first"};
    static const char *const values[] = {"dmy", "mdy"};
    for (size_t i = 0; i < import->count; i++) {
        char question[NA_IMPORT_HEADING_BYTES + 80];
        size_t choice = 0;
        if (!import->columns[i].is_mixed) {
            continue;
        }
        (void)snprintf(question, sizeof question,
                       "The dates of \"%s\" have both orders. What is 03/04/2025?",
                       import->columns[i].heading);
        if (!na_cli_person_choose(question, choices, 2, SIZE_MAX, &choice)) {
            return NA_OK;
        }
        *ret_asked = true;
        return na_import_set(import, "date_order", values[choice], reterr);
    }
    return NA_OK;
}

/* A column whose values look like codes, though its heading does not say so. */
static enum na_code ask_codes(struct na_import *import, bool *ret_asked, struct na_error *reterr)
{
    for (size_t i = 0; i < import->count; i++) {
        const struct na_import_column *column = &import->columns[i];
        char question[NA_IMPORT_HEADING_BYTES + 80];
        if (!column->is_asked || !na_import_is_writable(column->heading)) {
            continue;
        }
        (void)snprintf(question, sizeof question,
                       "\"%s\" seems to hold access codes (%zu cells). Leave it out?",
                       column->heading, column->filled);
        bool out = na_cli_person_agrees(question);
        *ret_asked = true;
        return add_to_list(import, out ? "left_out" : "keep", column->heading, reterr);
    }
    return NA_OK;
}

/* How well the positions are known, if the file does not say it. */
static enum na_code ask_quality(struct na_import *import, bool *ret_asked, struct na_error *reterr)
{
    static const char *const choices[] = {"surveyed (1 m)", "building (10 m)", "postcode (100 m)",
                                          "not known (500 m)"};
    static const char *const values[] = {"surveyed", "building", "postcode", "approximate"};
    char question[160];
    size_t choice = 3;
    if (import->unsaid == 0 || na_import_has_key(import, "quality", NULL, 0)) {
        return NA_OK;
    }
    if (import->at_postcode > 0 && import->at_postcode * 2 >= import->compared) {
        (void)snprintf(question, sizeof question,
                       "Positions: %zu of %zu lie on their postcode's centre. Quality for all: "
                       "postcode (100 m)?",
                       import->at_postcode, import->compared);
        if (na_cli_person_agrees(question)) {
            *ret_asked = true;
            return na_import_set(import, "quality", "postcode", reterr);
        }
    }
    (void)snprintf(
        question, sizeof question,
        "The file does not say how well its %zu positions are known. They are:", import->unsaid);
    *ret_asked = na_cli_person_choose(question, choices, 4, 3, &choice);
    return *ret_asked ? na_import_set(import, "quality", values[choice], reterr) : NA_OK;
}

enum na_code na_import_ask(struct na_import *import, bool *ret_asked, struct na_error *reterr)
{
    static question_ask *const questions[] = {ask_doubt, ask_name, ask_order, ask_codes,
                                              ask_quality};
    enum na_code code = NA_OK;
    *ret_asked = false;
    for (size_t q = 0; q < sizeof questions / sizeof questions[0] && !*ret_asked; q++) {
        code = questions[q](import, ret_asked, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return NA_OK;
}
