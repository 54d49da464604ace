/* base/report.h - what a load found: errors and warnings for people, in the order found. */
#ifndef NA_BASE_REPORT_H
#define NA_BASE_REPORT_H

#include <stddef.h>

#include <nearaid/error.h>

enum na_severity { NA_SEVERITY_WARNING, NA_SEVERITY_ERROR };

struct na_finding {
    enum na_severity severity;
    struct na_error what; /* code, message, file, record, field, hint */
};

/* Keeps the first NA_REPORT_KEPT findings of each severity and counts them all. Initialise with {0}
 * or na_report_init, release with na_report_fini. Not thread-safe. */
#define NA_REPORT_KEPT 200
struct na_report {
    struct na_finding *findings;
    size_t count; /* kept */
    size_t capacity;
    size_t errors;   /* all, kept or not */
    size_t warnings; /* all, kept or not */
};

void na_report_init(struct na_report *report);
void na_report_fini(struct na_report *report);
/* Add a finding (copied). If there is no memory for it, it is counted all the same. */
void na_report_add(struct na_report *report, enum na_severity severity,
                   const struct na_error *what);
/* The first error of the report as an error: its own fields, with " (and N more errors)" appended
 * to the message when there are more. NA_OK, with reterr untouched, when there is none. */
NA_MUST_USE enum na_code na_report_result(const struct na_report *report, struct na_error *reterr);

#endif
