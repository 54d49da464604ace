/* Profiles and mappings: a profile's text, a NUL, a line of headings with commas between. What the
 * profile says is taken into a section, whose lists then decide about the columns. Oracles: a list
 * of headings written with each in quotes is read again as it is; no role that only one column may
 * have is had by two; a column that a profile's list names alone is what it says. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "compile/register.h"
#include "io/csv.h"
#include "register/heading.h"

#define INI "[pack]\ntitle = T\n[assets.x]\nfile = x.csv\nkind = bleed_cabinet\nprofile = own\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good)
{
    if (!good) {
        abort();
    }
}

/* The list, each heading in quotes, is read as the same headings. */
static void check_list(const char *text, char mark)
{
    struct na_str rest = na_str_of(text != NULL ? text : "");
    struct na_str item;
    struct na_str back;
    struct na_buffer again;
    na_buffer_init(&again, (size_t)1 << 20);
    while (na_heading_list_next(&rest, mark, &item)) {
        if (item.length == 0 || memchr(item.bytes, '"', item.length) != NULL) {
            continue;
        }
        na_buffer_clear(&again);
        must(na_buffer_printf(&again, "\"%.*s\"%cLast", (int)item.length, item.bytes, mark) ==
             NA_OK);
        struct na_str list = {again.data, again.length};
        must(na_heading_list_next(&list, mark, &back) && na_str_equal(back, item));
        must(na_heading_list_next(&list, mark, &back) && na_str_is(back, "Last"));
        must(!na_heading_list_next(&list, mark, &back));
    }
    na_buffer_fini(&again);
}

static void check_roles(const struct na_register *reg)
{
    for (int role = 0; role < NA_REGISTER_TAG; role++) {
        size_t had = 0;
        bool shared = role == NA_REGISTER_ADDRESS || role == NA_REGISTER_NOTES ||
                      role == NA_REGISTER_SITE_PHONE || role == NA_REGISTER_IGNORED ||
                      role == NA_REGISTER_SECRET || role == NA_REGISTER_DAY_HOURS;
        for (size_t i = 0; i < reg->count; i++) {
            had += reg->columns[i].role == (enum na_register_role)role;
        }
        must(shared || had <= 1);
    }
}

static void decide(struct na_compiler *compiler, const struct na_section *section,
                   const struct na_csv_record *header)
{
    struct na_register reg;
    bool usable = false;
    enum na_code code =
        na_register_open(compiler, section, "x.csv", header->fields, header->count, 1, &reg, NULL);
    if (code == NA_OK && na_register_see(&reg, header->fields, header->count, NULL) == NA_OK &&
        na_register_decide(&reg, &usable, NULL) == NA_OK) {
        check_roles(&reg);
    }
    if (code == NA_OK) {
        na_register_fini(&reg);
    }
}

static void use_profile(struct na_compiler *compiler, struct na_str profile, struct na_str line)
{
    struct na_section *section = &compiler->manifest.sections[0];
    struct na_csv *csv = NULL;
    struct na_csv_record header;
    bool more = false;
    if (na_manifest_take_profile(&compiler->manifest, section, profile, "own", compiler->report,
                                 NULL) != NA_OK) {
        return;
    }
    for (int role = 0; role < NA_REGISTER_COUNT; role++) {
        check_list(section->profile_columns[role], '+');
    }
    check_list(section->profile_ignore, ',');
    check_list(section->profile_tags, ',');
    check_list(section->match, ',');
    if (na_csv_new(line.bytes, line.length, ',', &csv, NULL) == NA_OK &&
        na_csv_next(csv, &header, &more, NULL) == NA_OK && more && header.count <= 512) {
        decide(compiler, section, &header);
    }
    na_csv_free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct na_compile_options options = {.listener = NULL};
    struct na_report report;
    struct na_compiler compiler = {.pack_dir = ".", .options = &options, .report = &report};
    const uint8_t *nul = size > 0 ? memchr(data, '\0', size) : NULL;
    if (nul == NULL || size > 16384) {
        return 0;
    }
    struct na_str profile = {(const char *)data, (size_t)(nul - data)};
    struct na_str line = {(const char *)nul + 1, size - profile.length - 1};
    na_report_init(&report);
    must(na_manifest_parse(INI, sizeof INI - 1, "pack.ini", &compiler.manifest, &report, NULL) ==
         NA_OK);
    use_profile(&compiler, profile, line);
    na_manifest_fini(&compiler.manifest);
    na_report_fini(&report);
    return 0;
}
