/* support/coverage_pack.h - questions about coverage, put to a small pack. */
#ifndef NA_TEST_COVERAGE_PACK_H
#define NA_TEST_COVERAGE_PACK_H

#include "coverage/coverage.h"
#include "coverage/json.h"
#include "support/query_pack.h"

/* A question and its answer; the answer borrows from the question's texts. */
struct coverage_asked {
    char memory[1024];
    struct na_param params[NA_PARAMS_MAX];
    size_t count;
    struct na_coverage_question question;
    struct na_coverage *coverage;
    struct na_error error;
};

static inline enum na_code coverage_try(const struct query_pack *pack, const char *query,
                                        struct coverage_asked *asked)
{
    *asked = (struct coverage_asked){.count = 0};
    enum na_code code = na_params_from_query(query, asked->memory, asked->params, NA_PARAMS_MAX,
                                             &asked->count, &asked->error);
    if (code == NA_OK) {
        code = na_params_check(&na_coverage_params, asked->params, asked->count, &asked->error);
    }
    if (code == NA_OK) {
        code = na_coverage_read(pack->session, asked->params, asked->count, QUERY_TODAY,
                                &asked->question, &asked->error);
    }
    if (code == NA_OK) {
        code = na_coverage_new(pack->session, &asked->question, &asked->coverage, &asked->error);
    }
    return code;
}

static inline struct na_coverage *coverage_ask(const struct query_pack *pack, const char *query,
                                               struct coverage_asked *asked)
{
    if (coverage_try(pack, query, asked) != NA_OK) {
        query_pack_die(query, asked->error.message);
    }
    return asked->coverage;
}

/* The rendered answer, as a text that ends with NUL; `to` is initialised here. */
static inline const char *coverage_text(const struct query_pack *pack, const char *query,
                                        enum na_format format, struct na_buffer *to)
{
    struct coverage_asked asked = {.count = 0};
    na_buffer_init(to, NA_ANSWER_LIMIT);
    if (na_params_from_query(query, asked.memory, asked.params, NA_PARAMS_MAX, &asked.count,
                             &asked.error) != NA_OK ||
        na_answer_coverage(&(struct na_asking){.session = pack->session,
                                               .params = asked.params,
                                               .count = asked.count,
                                               .today = QUERY_TODAY,
                                               .format = format},
                           to, &asked.error) != NA_OK) {
        query_pack_die(query, asked.error.message);
    }
    return na_buffer_terminate(to);
}

static inline json_t *coverage_json(const struct query_pack *pack, const char *query,
                                    enum na_format format)
{
    struct na_buffer text;
    (void)coverage_text(pack, query, format, &text);
    json_t *json = query_pack_parse(&text);
    na_buffer_fini(&text);
    if (json == NULL) {
        query_pack_die(query, "not JSON");
    }
    return json;
}

static inline const struct na_coverage_area *coverage_whole(const struct na_coverage *coverage,
                                                            size_t day)
{
    return &coverage->days[day].areas[coverage->days[day].area_count - 1];
}

/* Metres on the grid of one on the ground: the projection's scale at this easting (Ordnance Survey,
 * "A guide to coordinate systems in Great Britain", C.4) times that of the datum (6.6). */
static inline double coverage_scale(double easting_m)
{
    double from_centre = (easting_m - 400000.0) / 6380500.0;
    return 0.9996012717 * (1.0 + from_centre * from_centre / 2.0) * (1.0 + 20.4894e-6);
}

#endif
