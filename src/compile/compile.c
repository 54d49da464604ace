/* The order of the work. Sections are read first, and their findings pile up. If there is no error,
 * the tables that need all of them are built and written, and a checksum seals the file. A part of
 * the file has a file of its own in this folder; here is only who comes when. */
#include "compile/compile.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "compile/asset_places.h"
#include "compile/compiler.h"

/* The pack's digest: SHA-256 over the lines "SHA-256 NAME" of its files in the order of pack.ini,
 * and the transformation. */
static enum na_code make_digest(struct na_compiler *compiler, uint32_t *ret_offset,
                                struct na_error *reterr)
{
    char text[sizeof "sha256:" + NA_SHA256_TEXT] = "sha256:";
    enum na_transformation used = na_crs_transformation(compiler->crs);
    enum na_code code = na_buffer_printf(&compiler->digest_lines, "%s %s\n",
                                         na_transformation_name(used), compiler->grid_sha256);
    if (code != NA_OK) {
        return na_fail(reterr, code, "No room for the list of files");
    }
    code = na_sha256(compiler->digest_lines.data, compiler->digest_lines.length,
                     text + strlen(text), reterr);
    return code == NA_OK ? na_compile_text(compiler, na_str_of(text), ret_offset, reterr) : code;
}

static enum na_code write_info(struct na_compiler *compiler, struct na_error *reterr)
{
    const struct na_manifest *manifest = &compiler->manifest;
    struct na_flat_info info = {.issued = manifest->issued,
                                .indicative = manifest->indicative,
                                .stale_days = manifest->stale_days,
                                .area_margin_m = (uint32_t)manifest->area_margin_m,
                                .transformation = (uint32_t)na_crs_transformation(compiler->crs)};
    enum na_code code = make_digest(compiler, &info.digest, reterr);
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of(manifest->title), &info.title, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_attribution(compiler, &info.attribution, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_str_of("nearaid " NA_VERSION), &info.compiler, reterr);
    }
    if (code == NA_OK) {
        code =
            na_compile_text(compiler, na_str_of(compiler->grid_sha256), &info.grid_sha256, reterr);
    }
    if (code == NA_OK) {
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_INFO, &info);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the compiled file");
    }
    return code;
}

/* Warnings travel with the snapshot, so that /v1/datasets shows them. */
static enum na_code write_warnings(struct na_compiler *compiler, struct na_error *reterr)
{
    for (size_t i = 0; i < compiler->report->count; i++) {
        const struct na_finding *finding = &compiler->report->findings[i];
        char text[1024];
        uint32_t offset = 0;
        if (finding->severity != NA_SEVERITY_WARNING) {
            continue;
        }
        na_error_format(&finding->what, text, sizeof text);
        enum na_code code = na_compile_text(compiler, na_str_of(text), &offset, reterr);
        if (code == NA_OK) {
            code = na_flat_writer_add(&compiler->writer, NA_FLAT_WARNINGS, &offset);
        }
        if (code != NA_OK) {
            return na_fail(reterr, code, "No room for the warnings");
        }
    }
    return NA_OK;
}

static enum na_code compile_section(struct na_compiler *compiler, const struct na_section *section,
                                    struct na_error *reterr)
{
    switch (section->type) {
    case NA_SECTION_WARDS:
    case NA_SECTION_AREAS:
        return na_compile_layer(compiler, section, reterr);
    case NA_SECTION_ASSETS:
        return na_compile_assets(compiler, section, reterr);
    case NA_SECTION_PLACES:
        if (section->format == NA_PLACES_UPRN) {
            return NA_OK; /* after all assets: na_compile_plausible */
        }
        return na_compile_places(compiler, section, reterr);
    case NA_SECTION_BARRIERS:
        return na_compile_barriers(compiler, section, reterr);
    case NA_SECTION_TABLE:
        return NA_OK; /* after all wards: na_compile_tables */
    case NA_SECTION_NETWORK:
        return NA_OK; /* after all wards: na_compile_streets */
    case NA_SECTION_KIND:
        return NA_OK; /* after all assets: na_compile_kinds */
    }
    return NA_OK;
}

/* pack.ini, then the grid, then every section: findings pile up in the report. */
static enum na_code compile_sources(struct na_compiler *compiler, struct na_error *reterr)
{
    struct na_file ini = {NULL, 0};
    bool found = false;
    enum na_code code =
        na_compile_read(compiler, "pack", "pack.ini", NA_PACK_INI_MAX, &ini, &found, reterr);
    if (code != NA_OK || !found) {
        return code;
    }
    code = na_manifest_parse((const char *)ini.bytes, ini.length, "pack.ini", &compiler->manifest,
                             compiler->report, reterr);
    na_file_free(&ini);
    if (code == NA_ERR_MEMORY) {
        return code;
    }
    if (code != NA_OK) {
        return NA_OK; /* in the report */
    }
    size_t errors = compiler->report->errors;
    code = na_compile_profiles(compiler, reterr);
    if (code != NA_OK || compiler->report->errors > errors) {
        return code;
    }
    na_asset_places_note(compiler);
    code = na_compile_choose_grid(compiler, reterr);
    for (size_t i = 0; code == NA_OK && i < compiler->manifest.section_count; i++) {
        if (compiler->crs != NULL) {
            code = compile_section(compiler, &compiler->manifest.sections[i], reterr);
        }
    }
    if (code == NA_OK && compiler->crs != NULL) {
        code = na_compile_plausible(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_tables(compiler, reterr);
    }
    code = code == NA_OK ? na_compile_streets(compiler, reterr) : code;
    if (code == NA_OK) {
        na_compile_check_records(compiler);
        na_compile_check_extents(compiler);
    }
    return code;
}

static enum na_code write_note(struct na_compiler *compiler, struct na_error *reterr)
{
    uint32_t offset = 0;
    if (compiler->options->note == NULL) {
        return NA_OK;
    }
    enum na_code code =
        na_compile_text(compiler, na_str_of(compiler->options->note), &offset, reterr);
    if (code == NA_OK &&
        na_flat_writer_add(&compiler->writer, NA_FLAT_WARNINGS, &offset) != NA_OK) {
        code = na_fail_memory(reterr, "writing the note");
    }
    return code;
}

static enum na_code write_all(struct na_compiler *compiler, struct na_buffer *ret_bytes,
                              struct na_error *reterr)
{
    enum na_code code = na_compile_asset_tables(compiler, reterr);
    if (code == NA_OK) {
        code = na_compile_codes(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_postcode_tables(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_street_tables(compiler, reterr);
    }
    if (code == NA_OK && compiler->report->errors > 0) {
        return na_report_result(compiler->report, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_place_tree(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_regions(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_names(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_barrier_edges(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_write_grid(compiler, reterr);
    }
    if (code == NA_OK) {
        code = write_warnings(compiler, reterr);
    }
    if (code == NA_OK) {
        code = write_note(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_provenance(compiler, reterr);
    }
    if (code == NA_OK) {
        code = write_info(compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_flat_writer_finish(&compiler->writer, ret_bytes);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the compiled file");
    }
    return code;
}

static void compiler_fini(struct na_compiler *compiler)
{
    na_manifest_fini(&compiler->manifest);
    na_flat_writer_fini(&compiler->writer);
    na_topology_free(compiler->topology);
    na_crs_free(compiler->crs);
    na_proj_grid_free(compiler->proj);
    na_file_free(&compiler->grid);
    na_buffer_fini(&compiler->digest_lines);
    if (compiler->asset_rows.data != NULL) { /* codes are among them */
        memset(compiler->asset_rows.data, 0, compiler->asset_rows.capacity);
    }
    na_buffer_fini(&compiler->asset_rows);
    na_buffer_fini(&compiler->asset_tags);
    na_buffer_fini(&compiler->postcode_rows);
    na_buffer_fini(&compiler->barrier_edges);
    na_buffer_fini(&compiler->sensitive);
    na_buffer_fini(&compiler->extents);
    na_streets_free(compiler->streets);
}

enum na_code na_compile(const char *pack_dir, const struct na_compile_options *options,
                        struct na_buffer *ret_bytes, struct na_report *report,
                        struct na_error *reterr)
{
    static const struct na_compile_options defaults = {.grid_path = NULL};
    struct na_compiler compiler = {
        .pack_dir = pack_dir, .options = options != NULL ? options : &defaults, .report = report};
    na_flat_writer_init(&compiler.writer);
    na_buffer_init(&compiler.digest_lines, NA_PACK_INI_MAX);
    na_buffer_init(&compiler.asset_rows, NA_PACK_ASSETS_MAX * sizeof(struct na_asset_row));
    na_buffer_init(&compiler.asset_tags, NA_FLAT_LIMIT);
    na_buffer_init(&compiler.postcode_rows, NA_FLAT_LIMIT);
    na_buffer_init(&compiler.barrier_edges, NA_FLAT_LIMIT);
    na_buffer_init(&compiler.sensitive, NA_FLAT_LIMIT);
    na_buffer_init(&compiler.extents, NA_FLAT_LIMIT);
    enum na_code code = na_topology_new(&compiler.topology, reterr);
    if (code == NA_OK) {
        code = compile_sources(&compiler, reterr);
    }
    if (code == NA_OK) {
        code = na_report_result(report, reterr);
    }
    if (code == NA_OK) {
        code = write_all(&compiler, ret_bytes, reterr);
    }
    compiler_fini(&compiler);
    return code;
}
