/* register/secret.h - what opens a cabinet must never come into what everybody is served. Pure; any
 * thread.
 *
 * A cell goes through na_secret_judge before any other reader sees it, and what comes out takes its
 * place: no finding, list, answer or file can then quote a code. */
#ifndef NA_REGISTER_SECRET_H
#define NA_REGISTER_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* How sure it is that a text holds a code. */
enum na_secret_tier {
    NA_SECRET_NONE,
    NA_SECRET_UNREAD, /* figures that nothing explains: withheld until a person has read the text */
    NA_SECRET_CODE    /* the shape of a code, or figures beside words of locks: withheld */
};

enum na_secret_mode {
    NA_SECRET_NAME,  /* a name or address: only what has the shape of a code, or is announced as one
                      */
    NA_SECRET_TEXT,  /* free text */
    NA_SECRET_STRICT /* free text about something that is locked */
};

/* What was found, as bytes of the text: with the word that announces it and the bracket around. */
struct na_secret {
    enum na_secret_tier tier;
    size_t from, to;
};

struct na_secret na_secret_judge(struct na_str text, enum na_secret_mode mode);

/* What the heading of a column, or the name of a tag, says of its values. */
enum na_secret_heading {
    NA_HEADING_PLAIN,    /* nothing of locks */
    NA_HEADING_SECRET,   /* "Door code": left out unless it holds only yes and no */
    NA_HEADING_DOUBTFUL, /* "Access", "Info", "": left out if most values look like codes */
    NA_HEADING_EXPLAINS  /* "Serial number", "Capacity": its figures are explained */
};
enum na_secret_heading na_secret_heading_of(struct na_str heading);
/* Does the value look like a code: C1234X, 4471, 90318#? */
bool na_secret_looks_like_code(struct na_str value);

#endif
