/* A list that grows, and counts what could not be kept. */
#include "base/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

void na_report_init(struct na_report *report)
{
    memset(report, 0, sizeof *report);
}

void na_report_fini(struct na_report *report)
{
    free(report->findings);
    na_report_init(report);
}

static bool grow(struct na_report *report)
{
    if (report->count < report->capacity) {
        return true;
    }
    size_t capacity = report->capacity == 0 ? 8 : report->capacity * 2;
    struct na_finding *findings = realloc(report->findings, capacity * sizeof *findings);
    if (findings == NULL) {
        return false;
    }
    report->findings = findings;
    report->capacity = capacity;
    return true;
}

void na_report_add(struct na_report *report, enum na_severity severity, const struct na_error *what)
{
    size_t *seen = severity == NA_SEVERITY_ERROR ? &report->errors : &report->warnings;
    (*seen)++;
    if (*seen <= NA_REPORT_KEPT && grow(report)) {
        report->findings[report->count].severity = severity;
        report->findings[report->count].what = *what;
        report->count++;
    }
}

enum na_code na_report_result(const struct na_report *report, struct na_error *reterr)
{
    if (report->errors == 0) {
        return NA_OK;
    }
    for (size_t i = 0; i < report->count; i++) {
        const struct na_error *what = &report->findings[i].what;
        if (report->findings[i].severity != NA_SEVERITY_ERROR) {
            continue;
        }
        if (reterr != NULL) {
            *reterr = *what;
            size_t used = strlen(reterr->message);
            if (report->errors > 1) {
                (void)snprintf(reterr->message + used, sizeof reterr->message - used,
                               " (and %zu more error%s)", report->errors - 1,
                               report->errors > 2 ? "s" : "");
            }
        }
        return what->code;
    }
    return na_fail(reterr, NA_ERR_MEMORY, "Errors were found but there was no memory to keep them");
}
