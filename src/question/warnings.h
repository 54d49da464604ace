/* question/warnings.h - what an answer has to say beside itself. */
#ifndef NA_QUESTION_WARNINGS_H
#define NA_QUESTION_WARNINGS_H

#include <stddef.h>

#include <nearaid/api.h>

#include "data/snapshot.h"

#define NA_WARNINGS_MAX 16
#define NA_WARNING_TEXT 480

struct na_warning {
    const char *code;    /* static */
    struct na_str ready; /* its JSON, if that is ready; else bytes NULL */
    char text[NA_WARNING_TEXT];
};

/* Start with count = 0; the rest need not be initialised. */
struct na_warnings {
    size_t count;
    struct na_warning items[NA_WARNINGS_MAX];
};

/* Add one, printf-style, cut at NA_WARNING_TEXT. Over NA_WARNINGS_MAX does nothing (no question
 * has so many). */
void na_warn(struct na_warnings *warnings, const char *code, const char *format, ...)
    NA_PRINTF(3, 4);

/* The same as na_warn, before all others. */
void na_warn_first(struct na_warnings *warnings, const char *code, const char *format, ...)
    NA_PRINTF(3, 4);

/* The same from pieces of text, the last of them NULL: a tenth of the time printf takes, for the
 * warnings that most answers carry. */
void na_warn_pieces(struct na_warnings *warnings, const char *code, const char *const *pieces);

/* What the pack itself has to warn of: "indicative" and "transformation-approximate". */
void na_warn_of_pack(struct na_warnings *warnings, const struct na_snapshot *snapshot);

#endif
