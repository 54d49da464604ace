/* `profile = NAME` of a section of assets: the keys of profiles/NAME.ini of the pack, else of a
 * profile that ships, for what the section does not say itself. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "register/profile.h"

#define PROFILE_MAX ((size_t)256 * 1024)

/* "Profiles that ship are: ..." */
static void list_shipped(char *to, size_t size)
{
    size_t used = (size_t)snprintf(to, size, "Write a profile of the pack, profiles/NAME.ini, or:");
    for (size_t i = 0; i < na_profile_count() && used < size; i++) {
        used += (size_t)snprintf(to + used, size - used, "%s %s", i > 0 ? "," : "",
                                 na_profile_at(i).name);
    }
}

static enum na_code take_own(struct na_compiler *compiler, struct na_section *section,
                             const char *name, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    bool found = false;
    enum na_code code =
        na_compile_read(compiler, section->full, name, PROFILE_MAX, &file, &found, reterr);
    if (code == NA_OK && found) {
        code = na_manifest_take_profile(&compiler->manifest, section,
                                        (struct na_str){(const char *)file.bytes, file.length},
                                        name, compiler->report, reterr);
    }
    na_file_free(&file);
    return code;
}

static enum na_code take(struct na_compiler *compiler, struct na_section *section,
                         struct na_error *reterr)
{
    struct na_place place = {.file = "pack.ini", .record = section->line, .field = "profile"};
    char path[4096];
    char name[80];
    char hint[256];
    struct na_profile shipped;
    struct na_error error;
    if (!na_profile_is_name(section->profile)) {
        place.hint = "Write its name alone: small letters, figures, - and _, without .ini";
        na_compile_error(compiler, place, "A profile cannot be called that");
        return NA_OK;
    }
    (void)snprintf(name, sizeof name, "profiles/%s.ini", section->profile);
    if (na_path_join(path, sizeof path, compiler->pack_dir, name, &error) == NA_OK &&
        access(path, F_OK) == 0) {
        return take_own(compiler, section, name, reterr);
    }
    if (na_profile_named(section->profile, &shipped)) {
        return na_manifest_take_profile(&compiler->manifest, section, shipped.text, shipped.name,
                                        compiler->report, reterr);
    }
    list_shipped(hint, sizeof hint);
    place.hint = hint;
    na_compile_error(compiler, place, "There is no profile %s", section->profile);
    return NA_OK;
}

enum na_code na_compile_profiles(struct na_compiler *compiler, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < compiler->manifest.section_count && code == NA_OK; i++) {
        struct na_section *section = &compiler->manifest.sections[i];
        if (section->type == NA_SECTION_ASSETS && section->profile[0] != '\0') {
            code = take(compiler, section, reterr);
        }
    }
    return code;
}
