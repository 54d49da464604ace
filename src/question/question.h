/* question/question.h - a question as a value: what it is called, what it asks for, what comes back
 * and who may ask. Each room declares its own (`<room>/question.c`), nearaid/questions.h lists
 * them, and routes, subcommands, help, the OpenAPI document, the reference and the library read
 * that list.
 *
 * A question and its answer are two objects, so that a program that only lists questions, or
 * answers quick ones, is not linked with what slow ones need. Constant; any thread. */
#ifndef NA_QUESTION_QUESTION_H
#define NA_QUESTION_QUESTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "question/ask.h"
#include "question/params.h"

/* Forms that an answer has. */
enum na_question_form {
    NA_FORM_JSON = 1,
    NA_FORM_GEOJSON = 2,
    NA_FORM_TEXT = 4,          /* lines for people, on the command line */
    NA_FORM_WORDS = 8,         /* what is read out */
    NA_FORM_CSV = 16,          /* on the command line */
    NA_FORM_WARD_ROWS = 32,    /* a table of any length in, the same rows out, with wards: */
    NA_FORM_NEAREST_ROWS = 64, /* or with assets. CSV, NDJSON or GeoJSON (rows/batch.h) */
    NA_FORM_ROWS = NA_FORM_WARD_ROWS | NA_FORM_NEAREST_ROWS,
    NA_FORM_HTML = 128 /* a page, for browsers */
};

enum na_question_cost {
    NA_QUICK, /* answered where it is asked */
    NA_ERRAND /* answered by a child; the answer changes with the day and the data only */
};

enum na_question_privacy {
    NA_OPEN,     /* the data itself: may be kept, and has an ETag */
    NA_MOMENT,   /* how things stand now: not kept */
    NA_POSITION, /* about a position: not kept, never in a log, in the audit log by its square */
    NA_SECRET    /* a code: not kept, and nobody gets it without a line in the audit log */
};

enum na_question_role {
    NA_ANYONE,
    NA_CONTROL /* those who have a token of the role control */
};

/* What its POST takes; a question without a body is asked by GET alone. */
enum na_question_body {
    NA_BODY_NONE,
    NA_BODY_PARAMS, /* its parameters as a JSON object; asked by GET too */
    NA_BODY_ROWS,   /* rows; the parameters are in the query, and there is no GET */
    NA_BODY_FILE    /* a file that is no CSV; the same */
};

/* Texts are never NULL save where that is said. */
struct na_question {
    const char *name; /* of the operation: "wardByCode" */
    const char *path; /* "/v1/wards/{code}": braces take one segment of any text, and there are at
                         most two pairs; NULL: off HTTP */
    const char *command;       /* the subcommand; NULL: off the command line */
    const char *summary;       /* a line without a full stop, at most 70 characters */
    const char *about;         /* sentences: what is answered, and what for */
    const char *command_about; /* further ones, of the subcommand; NULL none */
    const char *tag;           /* the group that it stands in */
    const struct na_param_specs *params;
    const struct na_param_specs *command_params; /* options of the subcommand alone: files, and how
                                                    they are read; NULL none */
    const struct na_question *without_rows; /* asked by the subcommand when it is given no rows; its
                                               parameters are options too; NULL: nothing */
    const char *path_summary;               /* of the braces; NULL without */
    const char *path_example;
    const char *second_summary; /* of the second braces; NULL without */
    const char *second_example;
    const char *argument;        /* of the subcommand, as shown: "TEXT", "[FILE...]"; NULL: none */
    const char *argument_stands; /* for this parameter; NULL: for the braces */
    const char *examples;        /* of the subcommand: lines "  nearaid ...\n", run by a test */
    const char *schema;          /* of its JSON: data/schemas/<schema>.json, and with GeoJson after
                                    its name of its GeoJSON; NULL: it has no JSON */
    unsigned int forms;          /* of enum na_question_form */
    enum na_question_body body;
    enum na_question_cost cost;
    enum na_question_privacy privacy;
    enum na_question_role role;
    bool by_minute;     /* the answer changes with the minute, not with the day alone */
    bool by_token;      /* the answer says more to those who may see codes */
    const char *media;  /* type of its JSON; NULL: application/json */
    bool is_linked;     /* its answer has links to where it was asked */
    bool is_open_ended; /* it takes further parameters, which depend on the data: its answer checks
                           them all */
};

/* One asking. All is borrowed for the call. */
struct na_asking {
    struct na_session *session; /* bound to the data, its clock set */
    const struct na_param *params;
    size_t count;
    const char *path_value;   /* what stands for the braces; NULL without */
    const char *second_value; /* and for the second ones */
    const char *base;         /* "http://host:8080", where links lead; NULL: they are relative */
    int32_t today;            /* days since 1970 */
    enum na_format format;
};

/* Appends the answer to `to`, or nothing on failure. Parameters are checked here (na_params_check
 * and the rules across parameters). JSON ends without a newline, text with one. Errors:
 * NA_ERR_ACCEPT for a form that the question does not have, NA_ERR_PARAM_*, those of the question,
 * NA_ERR_LIMIT, NA_ERR_MEMORY. One thread a session. */
typedef enum na_code na_answer(const struct na_asking *asking, struct na_buffer *to,
                               struct na_error *reterr);

#endif
