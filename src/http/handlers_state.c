/* Routes about the server itself. */
#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/clock.h"
#include "base/fail.h"
#include "data/snapshot.h"
#include "features/features.h"
#include "http/handlers.h"
#include "http/process_metrics.h"
#include "io/json_write.h"

#define RETRY_AFTER_S 5

static enum na_code finish(const struct na_json *json, struct na_error *reterr)
{
    enum na_code code = na_json_finish(json);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The answer could not be written");
}

/* The links by which programs of OGC API Features find their way (landing page). */
static void write_links(struct na_json *json, const char *base)
{
    static const char *const links[][4] = {
        {"self", "application/json", "What is served here", "/"},
        {"alternate", "text/html", "The page for people", "/"},
        {"service-desc", "application/vnd.oai.openapi+json;version=3.0",
         "The interface as OpenAPI 3.0.3", "/api"},
        {"service-desc", "application/json", "The interface as OpenAPI 3.1", "/openapi.json"},
        {"conformance", "application/json", "What of OGC API Features is kept", "/conformance"},
        {"data", "application/json", "The collections", "/collections"},
    };
    na_json_name(json, "links");
    na_json_array_begin(json);
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        char url[NA_BASE_BYTES + 32];
        (void)snprintf(url, sizeof url, "%s%s", base, links[i][3]);
        na_link_write(json, links[i][0], links[i][1], links[i][2], url);
    }
    na_json_array_end(json);
}

enum na_code na_handle_conformance(struct na_handling *handling, struct na_error *reterr)
{
    struct na_json json;
    na_json_init(&json, &handling->response->body);
    na_json_object_begin(&json);
    na_json_name(&json, "conformsTo");
    na_json_array_begin(&json);
    for (size_t i = 0; i < na_features_class_count; i++) {
        na_json_text(&json, na_features_classes[i]);
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    return finish(&json, reterr);
}

enum na_code na_handle_index(struct na_handling *handling, struct na_error *reterr)
{
    struct na_json json;
    na_json_init(&json, &handling->response->body);
    na_json_object_begin(&json);
    na_json_name(&json, "name");
    na_json_text(&json, "nearaid");
    na_json_name(&json, "version");
    na_json_text(&json, NA_VERSION);
    na_json_name(&json, "title");
    na_json_text(&json, "nearaid");
    na_json_name(&json, "description");
    na_json_text(&json, "Wards, areas and assets of the pack that is served here");
    write_links(&json, handling->base);
    na_json_name(&json, "openapi");
    na_json_text(&json, "/openapi.json");
    na_json_name(&json, "routes");
    na_json_array_begin(&json);
    const struct na_routes *routes = handling->worker->service->routes;
    for (size_t i = 0; i < routes->count; i++) {
        const struct na_question *question = routes->items[i].question;
        if (!na_route_is_listed(&routes->items[i])) {
            continue;
        }
        na_json_object_begin(&json);
        na_json_name(&json, "path");
        na_json_text(&json, question->path);
        na_json_name(&json, "methods");
        na_json_text(&json, na_route_allow(&routes->items[i]));
        na_json_name(&json, "summary");
        na_json_text(&json, question->summary);
        na_json_object_end(&json);
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    return finish(&json, reterr);
}

enum na_code na_handle_healthz(struct na_handling *handling, struct na_error *reterr)
{
    if (na_buffer_text(&handling->response->body, "{\"status\":\"ok\"}") != NA_OK) {
        return na_fail_memory(reterr, "answering");
    }
    return NA_OK;
}

static int64_t age_s(const struct na_reloads *reloads)
{
    return (na_monotonic_us() - reloads->loaded_us) / 1000000;
}

static void write_last_reload(struct na_json *json, const struct na_reloads *reloads)
{
    if (reloads->last_at == 0) {
        na_json_null(json);
        return;
    }
    char at[40] = "";
    struct tm tm;
    if (gmtime_r(&reloads->last_at, &tm) != NULL) {
        (void)strftime(at, sizeof at, "%Y-%m-%dT%H:%M:%SZ", &tm);
    }
    na_json_object_begin(json);
    na_json_name(json, "ok");
    na_json_bool(json, reloads->last_ok);
    na_json_name(json, "error");
    na_json_text(json, reloads->last_ok ? NULL : reloads->last_error);
    na_json_name(json, "at");
    na_json_text(json, at);
    na_json_object_end(json);
}

enum na_code na_handle_readyz(struct na_handling *handling, struct na_error *reterr)
{
    struct na_service *service = handling->worker->service;
    struct na_snapshot *snapshot = na_slot_get(service->slot);
    struct na_reloads reloads;
    struct na_json json;
    na_service_reloads(service, &reloads);
    na_json_init(&json, &handling->response->body);
    na_json_object_begin(&json);
    na_json_name(&json, "ready");
    na_json_bool(&json, snapshot != NULL);
    na_json_name(&json, "pack");
    na_json_text(&json, snapshot != NULL ? na_snapshot_digest(snapshot) : NULL);
    na_json_name(&json, "title");
    na_json_text(&json, snapshot != NULL ? na_snapshot_info(snapshot)->title : NULL);
    na_json_name(&json, "snapshot_loaded_s");
    if (snapshot != NULL) {
        na_json_integer(&json, age_s(&reloads));
    } else {
        na_json_null(&json);
        handling->response->status = 503;
        handling->response->retry_after_s = RETRY_AFTER_S;
    }
    na_json_name(&json, "last_reload");
    write_last_reload(&json, &reloads);
    char map[700];
    if (na_map_slot_words(&service->map, snapshot, map)) {
        na_json_name(&json, "map");
        na_json_text(&json, map);
    }
    na_json_object_end(&json);
    na_snapshot_unref(snapshot);
    return finish(&json, reterr);
}

static enum na_code render_gauges(struct na_service *service, struct na_buffer *to)
{
    struct na_reloads reloads;
    na_service_reloads(service, &reloads);
    struct na_snapshot *snapshot = na_slot_get(service->slot);
    enum na_code code = NA_OK;
    if (snapshot != NULL) {
        code = na_buffer_printf(
            to,
            "# HELP nearaid_snapshot_age_seconds Since the current data was loaded.\n"
            "# TYPE nearaid_snapshot_age_seconds gauge\nnearaid_snapshot_age_seconds %lld\n"
            "# HELP nearaid_snapshot_bytes Size of the current compiled file.\n"
            "# TYPE nearaid_snapshot_bytes gauge\nnearaid_snapshot_bytes %zu\n",
            (long long)age_s(&reloads), na_snapshot_bytes(snapshot));
    }
    na_snapshot_unref(snapshot);
    if (code != NA_OK) {
        return code;
    }
    return na_buffer_printf(to,
                            "# HELP nearaid_reloads_total Reloads by how they ended.\n"
                            "# TYPE nearaid_reloads_total counter\n"
                            "nearaid_reloads_total{result=\"ok\"} %llu\n"
                            "nearaid_reloads_total{result=\"failed\"} %llu\n"
                            "# HELP nearaid_connections Connections now open.\n"
                            "# TYPE nearaid_connections gauge\nnearaid_connections %u\n",
                            (unsigned long long)reloads.succeeded,
                            (unsigned long long)reloads.failed, na_census_total(service->census));
}

static enum na_code render_errands(struct na_service *service, struct na_buffer *to)
{
    struct na_errand_tally tally;
    na_errands_tally(service->errands, &tally);
    return na_buffer_printf(
        to,
        "# HELP nearaid_errands_started_total Processes started for slow questions.\n"
        "# TYPE nearaid_errands_started_total counter\nnearaid_errands_started_total %llu\n"
        "# HELP nearaid_errands_ended_total Those processes by how they ended.\n"
        "# TYPE nearaid_errands_ended_total counter\n"
        "nearaid_errands_ended_total{result=\"answered\"} %llu\n"
        "nearaid_errands_ended_total{result=\"failed\"} %llu\n"
        "nearaid_errands_ended_total{result=\"killed\"} %llu\n"
        "# HELP nearaid_errand_questions_total Slow questions that needed no process of their own, "
        "or were refused.\n"
        "# TYPE nearaid_errand_questions_total counter\n"
        "nearaid_errand_questions_total{result=\"kept\"} %llu\n"
        "nearaid_errand_questions_total{result=\"shared\"} %llu\n"
        "nearaid_errand_questions_total{result=\"refused\"} %llu\n"
        "# HELP nearaid_errands_running Such processes now at work.\n"
        "# TYPE nearaid_errands_running gauge\nnearaid_errands_running %u\n"
        "# HELP nearaid_errand_cache_bytes Answers to slow questions that are kept.\n"
        "# TYPE nearaid_errand_cache_bytes gauge\nnearaid_errand_cache_bytes %llu\n",
        (unsigned long long)tally.started, (unsigned long long)tally.answered,
        (unsigned long long)tally.failed, (unsigned long long)tally.killed,
        (unsigned long long)tally.hits, (unsigned long long)tally.shared,
        (unsigned long long)tally.refused, tally.running, (unsigned long long)tally.cache_bytes);
}

enum na_code na_handle_metrics(struct na_handling *handling, struct na_error *reterr)
{
    struct na_service *service = handling->worker->service;
    struct na_buffer *to = &handling->response->body;
    enum na_code code = na_metrics_render(handling->worker->service->routes, service->metrics,
                                          service->metrics_count, to);
    if (code == NA_OK) {
        code = render_gauges(service, to);
    }
    if (code == NA_OK) {
        code = render_errands(service, to);
    }
    if (code == NA_OK) {
        code = na_process_metrics_render(to);
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The metrics could not be written");
}
