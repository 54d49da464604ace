/* Errors and reports. */
#include <inttypes.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/report.h"
#include "question/ask.h"
#include "write/render.h"

static void text_unless_empty(struct na_json *json, const char *name, const char *text)
{
    if (text[0] != '\0') {
        na_json_name(json, name);
        na_json_text(json, text);
    }
}

enum na_code na_render_problem(const struct na_error *error, struct na_buffer *to)
{
    char type[96];
    (void)snprintf(type, sizeof type, "urn:nearaid:problem:%s", na_code_slug(error->code));
    size_t before = to->length;
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    text_unless_empty(&json, "type", type);
    text_unless_empty(&json, "title", na_code_title(error->code));
    na_json_name(&json, "status");
    na_json_integer(&json, na_code_http_status(error->code));
    text_unless_empty(&json, "detail", error->message);
    text_unless_empty(&json, "code", na_code_slug(error->code));
    text_unless_empty(&json, "param", error->field);
    text_unless_empty(&json, "hint", error->hint);
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    if (code != NA_OK) {
        to->length = before;
    }
    return code;
}

static void finding_entry(struct na_json *json, const struct na_finding *finding)
{
    na_json_object_begin(json);
    na_json_name(json, "severity");
    na_json_text(json, finding->severity == NA_SEVERITY_ERROR ? "error" : "warning");
    na_json_name(json, "code");
    na_json_text(json, na_code_slug(finding->what.code));
    text_unless_empty(json, "file", finding->what.file);
    if (finding->what.record > 0) {
        na_json_name(json, "record");
        na_json_integer(json, finding->what.record);
    }
    text_unless_empty(json, "field", finding->what.field);
    na_json_name(json, "message");
    na_json_text(json, finding->what.message);
    text_unless_empty(json, "hint", finding->what.hint);
    na_json_object_end(json);
}

static enum na_code report_json(const struct na_report *report, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "errors");
    na_json_integer(&json, (int64_t)report->errors);
    na_json_name(&json, "warnings");
    na_json_integer(&json, (int64_t)report->warnings);
    na_json_name(&json, "findings");
    na_json_array_begin(&json);
    for (size_t i = 0; i < report->count; i++) {
        finding_entry(&json, &report->findings[i]);
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static enum na_code report_text(const struct na_report *report, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    for (size_t i = 0; i < report->count; i++) {
        char line[sizeof(struct na_error) + 64];
        na_error_format(&report->findings[i].what, line, sizeof line);
        na_lines_put(&lines, "%s: %s\n",
                     report->findings[i].severity == NA_SEVERITY_ERROR ? "error" : "warning", line);
    }
    size_t all = report->errors + report->warnings;
    if (all > report->count) {
        na_lines_put(&lines, "and %zu more of these\n", all - report->count);
    }
    na_lines_put(&lines, "%zu error%s, %zu warning%s\n", report->errors,
                 report->errors == 1 ? "" : "s", report->warnings,
                 report->warnings == 1 ? "" : "s");
    return lines.failed;
}

enum na_code na_render_report(const struct na_report *report, enum na_format format,
                              struct na_buffer *to)
{
    size_t before = to->length;
    enum na_code code =
        format == NA_FORMAT_TEXT ? report_text(report, to) : report_json(report, to);
    if (code != NA_OK) {
        to->length = before;
    }
    return code;
}
