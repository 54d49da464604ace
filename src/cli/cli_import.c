/* nearaid import: a council's file into a pack. What each column is taken for is said, asked about
 * where it is in doubt, and written into pack.ini, so that the next month's file is read the same
 * way. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "cli/command.h"
#include "cli/import.h"
#include "cli/left_over.h"
#include "cli/person.h"
#include "io/file.h"
#include "io/ini.h"
#include "io/ini_edit.h"
#include "register/profile.h"
#include "register/role.h"
#include "write/csv.h"

#define INI_MAX ((size_t)1 << 20)
#define FILE_MAX ((size_t)1 << 30)
#define IDS_HEADER "id,name,postcode,easting_m,northing_m\n"
/* Questions asked of a person at most. */
#define QUESTIONS_MAX 16

static const struct na_param_spec specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .example = "defibrillator",
     .summary = "The kind of the assets, for a section that is new"},
    {.name = "section",
     .type = NA_PARAM_TEXT,
     .example = "defibs",
     .summary = "The section of pack.ini, assets.NAME; the file's name without it"},
    {.name = "profile",
     .type = NA_PARAM_TEXT,
     .example = "fhrs",
     .summary = "How the file is read: the name of a profile, or a file of one, which is copied "
                "into the pack. Without it the profiles that ship are tried"},
    {.name = "secrets",
     .type = NA_PARAM_ENUM,
     .choices = "leave_out|move",
     .summary = "A column that holds access codes is left out, or its codes are kept as those of "
                "access_codes; the file in the pack is then closed to others"},
    {.name = "yes",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "Ask nothing: what is in doubt is an error"}};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "import",
    .summary = "A council's file into a pack",
    .arguments = "FILE",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT,
    .params = &params,
    .about = "Copy FILE (CSV, Excel, GeoJSON, GeoPackage ...) into the folder of -o, which is made "
             "if it "
             "is not there, say what each column is taken for, and write that into pack.ini. On a "
             "terminal what is in doubt is asked. A column that is new or gone in the next file is "
             "then an error, not a new guess. docs/registers.md.",
    .examples =
        "  nearaid import data/shapefiles/tees-demo/bleed_cabinets.csv --kind bleed_cabinet "
        "-o my-pack --no-grid\n",
};

static void take_column(void *context, const struct na_column_taken *taken)
{
    struct na_import *import = context;
    if (strcmp(taken->section, import->section) != 0 || import->count == NA_IMPORT_COLUMNS_MAX) {
        return;
    }
    struct na_import_column *column = &import->columns[import->count++];
    (void)na_text_copy_str(column->heading, sizeof column->heading, taken->heading);
    (void)na_text_copy(column->role, sizeof column->role, taken->role);
    column->why = taken->why;
    column->is_asked = taken->is_asked;
    column->counts_rows = taken->counts_rows;
    column->is_mixed = taken->is_mixed;
    column->filled = taken->filled;
}

/* One line of the file of ids. */
static void take_id(void *context, const struct na_id_kept *kept)
{
    struct na_import *import = context;
    char at[2][NA_NUMBER_TEXT] = {"", ""};
    const char *const texts[] = {kept->id, kept->name, kept->postcode, at[0], at[1]};
    if (strcmp(kept->section, import->section) != 0) {
        return;
    }
    if (!isnan(kept->easting_m)) {
        (void)na_number_trimmed(&at[0], kept->easting_m, 1);
        (void)na_number_trimmed(&at[1], kept->northing_m, 1);
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; i < 5 && code == NA_OK; i++) {
        code = i > 0 ? na_buffer_text(&import->ids, ",") : NA_OK;
        code = code == NA_OK ? na_csv_text_put(na_str_of(texts[i]), false, &import->ids) : code;
    }
    code = code == NA_OK ? na_buffer_text(&import->ids, "\n") : code;
    import->ids_failed = import->ids_failed || code != NA_OK;
    import->id_count++;
}

static void take_sheet(void *context, const char *section, const char *sheet)
{
    struct na_import *import = context;
    if (strcmp(section, import->section) == 0) {
        (void)na_text_copy(import->sheet, sizeof import->sheet, sheet);
    }
}

static void take_counts(void *context, const struct na_register_taken *taken)
{
    struct na_import *import = context;
    if (strcmp(taken->section, import->section) == 0) {
        import->unsaid = taken->unsaid;
        import->compared = taken->compared;
        import->at_postcode = taken->at_postcode;
    }
}

static void take_doubt(void *context, const char *section, const char *role, struct na_str first,
                       struct na_str second)
{
    struct na_import *import = context;
    if (strcmp(section, import->section) == 0) {
        import->in_doubt = true;
        (void)na_text_copy(import->doubt_role, sizeof import->doubt_role, role);
        (void)na_text_copy_str(import->doubt_first, sizeof import->doubt_first, first);
        (void)na_text_copy_str(import->doubt_second, sizeof import->doubt_second, second);
    }
}

/* Compile with pack.ini as it is now. */
static enum na_code try_pack(struct na_import *import, struct na_report *report,
                             struct na_error *reterr)
{
    struct na_buffer bytes;
    const struct na_compile_listener listener = {.context = import,
                                                 .column = take_column,
                                                 .sheet = take_sheet,
                                                 .id = take_id,
                                                 .taken = take_counts,
                                                 .doubt = take_doubt};
    const struct na_cli_compile more = {.listener = &listener};
    import->count = 0;
    import->in_doubt = false;
    import->id_count = 0;
    import->unsaid = 0;
    na_buffer_clear(&import->ids);
    if (na_buffer_text(&import->ids, IDS_HEADER) != NA_OK) {
        return na_fail_memory(reterr, "making ids");
    }
    enum na_code code =
        na_cli_write(import->ini_path, import->ini.data, import->ini.length, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_buffer_init(&bytes, SIZE_MAX / 2);
    code = na_cli_pack_compile_with(import->pack, import->options, &more, &bytes, report, reterr);
    na_buffer_fini(&bytes);
    return code;
}

/* Headings that the profile knows and the file has. */
static size_t match_profile(const struct na_import *import, size_t i)
{
    char match[1024];
    struct na_str headings[NA_IMPORT_COLUMNS_MAX];
    for (size_t c = 0; c < import->count; c++) {
        headings[c] = na_str_of(import->columns[c].heading);
    }
    if (na_profile_read_match(na_profile_at(i), match, sizeof match, NULL) != NA_OK) {
        return 0;
    }
    return na_profile_match(na_str_of(match), headings, import->count);
}

/* The profile that ships whose headings the file has; the one with most wins. */
static enum na_code find_profile(struct na_import *import, bool may_ask, struct na_error *reterr)
{
    const char *best = NULL;
    const char *other = NULL;
    size_t most = 0;
    for (size_t i = 0; i < na_profile_count(); i++) {
        size_t found = match_profile(import, i);
        if (found > 0 && found == most) {
            other = na_profile_at(i).name;
        } else if (found > most) {
            most = found;
            best = na_profile_at(i).name;
            other = NULL;
        }
    }
    if (other != NULL && !(may_ask && na_import_ask_profile(best, other, &best))) {
        (void)na_fail(reterr, NA_ERR_DATA, "Two profiles fit the file: %s and %s", best, other);
        return na_fail_at(reterr, NA_ERR_DATA, import->name, 0, "profile",
                          "Add --profile and the name of one");
    }
    (void)na_text_copy(import->profile, sizeof import->profile, best != NULL ? best : "");
    return best != NULL ? na_import_set(import, "profile", best, reterr) : NA_OK;
}

/* A register without lasting ids gets some, which are kept in a file beside it: as yet empty. */
static enum na_code make_ids(struct na_import *import, bool may_ask, bool *ret_made,
                             struct na_error *reterr)
{
    char path[4096];
    bool has = false;
    *ret_made = false;
    for (size_t i = 0; i < import->count; i++) {
        const struct na_import_column *column = &import->columns[i];
        has = has || (strcmp(column->role, "id") == 0 && !column->counts_rows);
    }
    (void)snprintf(import->ids_name, sizeof import->ids_name, "%s_ids.csv",
                   import->section + sizeof "assets." - 1);
    if (has || import->count == 0 ||
        na_import_has_key(import, "ids", import->ids_name, sizeof import->ids_name)) {
        return NA_OK;
    }
    if (may_ask && !na_import_ask_ids(import)) {
        import->ids_name[0] = '\0';
        return NA_OK;
    }
    enum na_code code = na_path_join(path, sizeof path, import->pack, import->ids_name, reterr);
    if (code == NA_OK && access(path, F_OK) != 0) {
        code = na_cli_write(path, IDS_HEADER, sizeof IDS_HEADER - 1, reterr);
    }
    code = code == NA_OK ? na_import_set(import, "id", "make", reterr) : code;
    code = code == NA_OK ? na_import_set(import, "ids", import->ids_name, reterr) : code;
    *ret_made = code == NA_OK;
    return code;
}

/* The ids of this time into their file. */
static enum na_code keep_ids(const struct na_import *import, struct na_error *reterr)
{
    char path[4096];
    if (import->id_count == 0) {
        return NA_OK;
    }
    if (import->ids_failed) {
        return na_fail_memory(reterr, "keeping the ids");
    }
    enum na_code code = na_path_join(path, sizeof path, import->pack, import->ids_name, reterr);
    return code == NA_OK ? na_cli_write(path, import->ids.data, import->ids.length, reterr) : code;
}

/* Try again, with what has been decided since. */
static enum na_code try_again(struct na_import *import, struct na_report *report,
                              struct na_error *reterr)
{
    na_report_fini(report);
    na_report_init(report);
    return try_pack(import, report, reterr);
}

/* Compile until nothing is in doubt that a person at the terminal can decide. */
static enum na_code decide(struct na_import *import, struct na_report *report,
                           struct na_error *reterr)
{
    bool may_ask =
        na_cli_person_is_there() &&
        na_params_get(import->options->params, import->options->param_count, "yes") == NULL;
    enum na_code code = try_pack(import, report, reterr);
    if (import->profile[0] == '\0' && import->count > 0 &&
        !na_import_has_key(import, "profile", NULL, 0)) {
        enum na_code found = find_profile(import, may_ask, reterr);
        if (found != NA_OK) {
            return found;
        }
        code = import->profile[0] != '\0' ? try_again(import, report, reterr) : code;
    }
    bool asked = may_ask;
    for (int i = 0; i < QUESTIONS_MAX && asked && (code == NA_OK || code == NA_ERR_DATA); i++) {
        enum na_code told = na_import_ask(import, &asked, reterr);
        if (told != NA_OK) {
            return told;
        }
        code = asked ? try_again(import, report, reterr) : code;
    }
    bool made = false;
    enum na_code ids = import->in_doubt ? NA_OK : make_ids(import, may_ask, &made, reterr);
    if (ids != NA_OK) {
        return ids;
    }
    return made ? try_again(import, report, reterr) : code;
}

static bool is_list(const char *role)
{
    return strcmp(role, "tag") == 0 || strcmp(role, "ignored") == 0 || strcmp(role, "secret") == 0;
}

/* One line of pack.ini: the headings of a role. */
static enum na_code write_role(struct na_import *import, const char *role, const char *key,
                               const char *joint, struct na_error *reterr)
{
    struct na_buffer value;
    enum na_code code = NA_OK;
    na_buffer_init(&value, INI_MAX);
    for (size_t i = 0; i < import->count && code == NA_OK; i++) {
        const struct na_import_column *column = &import->columns[i];
        if (strcmp(column->role, role) == 0 && na_import_is_writable(column->heading)) {
            const char *quote = na_import_wants_quotes(column->heading) ? "\"" : "";
            code = na_buffer_printf(&value, "%s%s%s%s", value.length > 0 ? joint : "", quote,
                                    column->heading, quote);
        }
    }
    if (code == NA_OK && value.length > NA_IMPORT_LIST_MAX) {
        import->too_many =
            true; /* a line of pack.ini has no room for them: they are guessed again */
    } else if (code == NA_OK && value.length > 0 && na_buffer_terminate(&value) != NULL) {
        code = na_import_set(import, key, value.data, reterr);
    } else if (code != NA_OK) {
        code = na_fail_memory(reterr, "writing pack.ini");
    }
    na_buffer_fini(&value);
    return code;
}

/* Every decision into pack.ini. */
static enum na_code write_decisions(struct na_import *import, struct na_error *reterr)
{
    bool complete = true;
    enum na_code code = write_role(import, "tag", "tags", ", ", reterr);
    code = code == NA_OK ? write_role(import, "ignored", "ignore", ", ", reterr) : code;
    code = code == NA_OK ? write_role(import, "secret", "left_out", ", ", reterr) : code;
    for (size_t i = 0; i < import->count && code == NA_OK; i++) {
        const struct na_import_column *column = &import->columns[i];
        char key[64];
        complete =
            complete && (na_import_is_writable(column->heading) || column->heading[0] == '\0');
        if (!is_list(column->role)) {
            (void)snprintf(key, sizeof key, "column.%s", column->role);
            code = write_role(import, column->role, key, " + ", reterr);
        }
    }
    return code == NA_OK && complete && !import->too_many
               ? na_import_set(import, "complete", "yes", reterr)
               : code;
}

/* What was not taken, as a list beside the file: columns that are no role, and findings. */
static enum na_code write_left_over(struct na_import *import, const struct na_report *report,
                                    struct na_error *reterr)
{
    char name[160];
    char path[4096];
    char what[96];
    struct na_buffer list;
    size_t findings = 0;
    (void)snprintf(name, sizeof name, "%s_left_over.csv", import->section + sizeof "assets." - 1);
    enum na_code code = na_path_join(path, sizeof path, import->pack, name, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_buffer_init(&list, FILE_MAX);
    code = na_buffer_text(&list, NA_CLI_LEFT_OVER_HEADER);
    import->left_over = 0;
    for (size_t i = 0; i < import->count && code == NA_OK; i++) {
        const struct na_import_column *column = &import->columns[i];
        bool secret = strcmp(column->role, "secret") == 0;
        if (!is_list(column->role)) {
            continue;
        }
        (void)snprintf(what, sizeof what, "%s (%zu cells)",
                       secret                             ? "left out: it holds access codes"
                       : strcmp(column->role, "tag") == 0 ? "kept as a tag"
                                                          : "not read",
                       column->filled);
        code = na_cli_left_over_put(0, column->heading, what,
                                    secret ? "keep = if it holds none"
                                           : "column.ROLE = if it is something that is known",
                                    &list);
        import->left_over++;
    }
    code = code == NA_OK ? na_cli_left_over_findings(report, import->name, &list, &findings) : code;
    import->left_findings = findings;
    if (code != NA_OK) {
        code = na_fail_memory(reterr, "listing what is left over");
    } else if (import->left_over + findings > 0) {
        code = na_cli_write(path, list.data, list.length, reterr);
    } else {
        (void)unlink(path);
    }
    na_buffer_fini(&list);
    return code;
}

/* What each column is taken for, a line each. */
static enum na_code say_columns(const struct na_import *import, struct na_error *reterr)
{
    struct na_buffer text;
    char secrets[16] = "";
    (void)na_import_has_key(import, "secrets", secrets, sizeof secrets);
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_buffer_printf(&text, "%s: %zu columns\n", import->name, import->count);
    if (code == NA_OK && import->sheet[0] != '\0') {
        code = na_buffer_printf(&text, "Sheet \"%s\"\n", import->sheet);
    }
    if (code == NA_OK && import->profile[0] != '\0') {
        code = na_buffer_printf(&text, "Profile %s\n", import->profile);
    }
    for (size_t i = 0; i < import->count && code == NA_OK; i++) {
        const struct na_import_column *column = &import->columns[i];
        const char *heading = column->heading[0] != '\0' ? column->heading : "(no heading)";
        if (strcmp(column->role, "secret") == 0 && strcmp(secrets, "move") == 0) {
            code = na_buffer_printf(
                &text, "  %s -> access codes, kept as those of access_codes (%zu cells)\n", heading,
                column->filled);
        } else if (strcmp(column->role, "secret") == 0) {
            code = na_buffer_printf(&text, "  %s -> LEFT OUT: it %s access codes (%zu cells)\n",
                                    heading, column->is_asked ? "seems to hold" : "holds",
                                    column->filled);
        } else {
            code = na_buffer_printf(&text, "  %s -> %s%s%s%s\n", heading, column->role,
                                    column->why[0] != '\0' ? " (" : "", column->why,
                                    column->why[0] != '\0' ? ")" : "");
        }
    }
    if (code == NA_OK) {
        code = na_buffer_printf(&text, "Written: %s [%s]\n", import->ini_path, import->section);
    }
    if (code == NA_OK && import->id_count > 0) {
        code = na_buffer_printf(&text, "Kept: %zu ids in %s\n", import->id_count, import->ids_name);
    }
    if (code == NA_OK && import->left_over + import->left_findings > 0) {
        code = na_buffer_printf(&text, "Left over: %zu column%s, %zu finding%s: %s_left_over.csv\n",
                                import->left_over, import->left_over == 1 ? "" : "s",
                                import->left_findings, import->left_findings == 1 ? "" : "s",
                                import->section + sizeof "assets." - 1);
    }
    if (code == NA_OK) {
        na_text_blank_controls(text.data, text.length, true);
        code = na_cli_write(NULL, text.data, text.length, reterr);
    } else {
        code = na_fail_memory(reterr, "saying what the columns are");
    }
    na_buffer_fini(&text);
    return code;
}

/* "Defibs Nov 26.xlsx" is assets.defibs_nov_26. */
static void name_section(struct na_import *import)
{
    const char *said =
        na_params_get(import->options->params, import->options->param_count, "section");
    const char *from = said != NULL ? said : import->name;
    size_t used = (size_t)snprintf(import->section, sizeof import->section, "assets.");
    size_t first = used;
    const char *dot = said == NULL ? strrchr(from, '.') : NULL;
    for (const char *c = from; *c != '\0' && c != dot && used + 1 < 45; c++) {
        char lower = na_ascii_lower(*c);
        bool plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        if (plain || (used > first && import->section[used - 1] != '_')) {
            import->section[used++] = plain ? lower : '_';
        }
    }
    while (used > first && import->section[used - 1] == '_') {
        used--;
    }
    import->section[used] = '\0';
    if (used == first) {
        (void)na_text_copy(import->section, sizeof import->section, "assets.register");
    }
}

/* A file whose codes are to be kept is closed to others. */
static enum na_code close_file(const struct na_import *import, const char *path,
                               struct na_error *reterr)
{
    const char *secrets =
        na_params_get(import->options->params, import->options->param_count, "secrets");
    bool moves = secrets != NULL && strcmp(secrets, "move") == 0;
    return moves && chmod(path, S_IRUSR | S_IWUSR) != 0
               ? na_fail_errno(reterr, errno, "close to others", path)
               : NA_OK;
}

/* The file into the folder, under its own name, as it is. */
static enum na_code copy_file(struct na_import *import, struct na_error *reterr)
{
    const char *path = import->options->argument;
    const char *slash = strrchr(path, '/');
    char target[4096];
    struct stat from, to;
    struct na_file file = {NULL, 0};
    (void)na_text_copy(import->name, sizeof import->name, slash != NULL ? slash + 1 : path);
    enum na_code code = na_path_join(target, sizeof target, import->pack, import->name, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (stat(path, &from) == 0 && stat(target, &to) == 0 && from.st_dev == to.st_dev &&
        from.st_ino == to.st_ino) {
        return close_file(import, target, reterr); /* it is there */
    }
    code = na_file_read(path, FILE_MAX, &file, reterr);
    code = code == NA_OK ? na_cli_write(target, file.bytes, file.length, reterr) : code;
    na_file_free(&file);
    return code == NA_OK ? close_file(import, target, reterr) : code;
}

/* pack.ini as it is, or the beginning of one. */
static enum na_code read_ini(struct na_import *import, int32_t today, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    char date[NA_DATE_TEXT];
    enum na_code code =
        na_path_join(import->ini_path, sizeof import->ini_path, import->pack, "pack.ini", reterr);
    if (code != NA_OK) {
        return code;
    }
    if (access(import->ini_path, F_OK) == 0) {
        code = na_file_read(import->ini_path, INI_MAX, &file, reterr);
        if (code == NA_OK && na_buffer_append(&import->ini, file.bytes, file.length) != NA_OK) {
            code = na_fail_memory(reterr, "reading pack.ini");
        }
        na_file_free(&file);
        return code;
    }
    na_date_format(date, today);
    code = na_buffer_printf(&import->ini, "[pack]\ntitle = %s\nissued = %s\n", import->pack, date);
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "writing pack.ini");
}

/* --profile NAME, or a file of one, which is copied into profiles/ of the pack. */
static enum na_code take_profile(struct na_import *import, const char *said,
                                 struct na_error *reterr)
{
    char folder[4096];
    char target[4096];
    char name[64];
    struct na_file file = {NULL, 0};
    const char *slash = strrchr(said, '/');
    const char *base = slash != NULL ? slash + 1 : said;
    size_t length = strlen(base);
    bool is_file = slash != NULL || (length > 4 && strcmp(base + length - 4, ".ini") == 0);
    length -= is_file && length > 4 && strcmp(base + length - 4, ".ini") == 0 ? 4 : 0;
    if (!na_text_copy_str(name, sizeof name, (struct na_str){base, length}) ||
        !na_profile_is_name(name)) {
        (void)na_fail(reterr, NA_ERR_USAGE, "A profile cannot be called that");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "profile",
                          "Name its file in small letters, figures, - and _: stockton.ini");
    }
    enum na_code code = NA_OK;
    if (is_file) {
        char match[1024];
        code = na_file_read(said, INI_MAX, &file, reterr);
        struct na_profile profile = {said, {(const char *)file.bytes, file.length}};
        if (code == NA_OK && na_profile_read_match(profile, match, sizeof match, reterr) != NA_OK) {
            code = na_fail_at(reterr, NA_ERR_DATA, said, 0, "profile",
                              "Give it a section [profile] with match = HEADING, HEADING");
        }
        code = code == NA_OK ? na_path_join(folder, sizeof folder, import->pack, "profiles", reterr)
                             : code;
        if (code == NA_OK && mkdir(folder, 0777) != 0 && errno != EEXIST) {
            code = na_fail_errno(reterr, errno, "make the folder", folder);
        }
        (void)snprintf(target, sizeof target, "%.3900s/%s.ini", folder, name);
        code = code == NA_OK ? na_cli_write(target, file.bytes, file.length, reterr) : code;
        na_file_free(&file);
    }
    (void)na_text_copy(import->profile, sizeof import->profile, name);
    return code == NA_OK ? na_import_set(import, "profile", name, reterr) : code;
}

/* The section as if nothing were decided yet. */
static enum na_code begin_section(struct na_import *import, struct na_error *reterr)
{
    const char *kind = na_params_get(import->options->params, import->options->param_count, "kind");
    const char *profile =
        na_params_get(import->options->params, import->options->param_count, "profile");
    const char *secrets =
        na_params_get(import->options->params, import->options->param_count, "secrets");
    static const char *const decided[] = {"tags", "left_out", "complete", "ignore"};
    enum na_code code = na_import_set(import, "file", import->name, reterr);
    if (code == NA_OK && kind != NULL) {
        code = na_import_set(import, "kind", kind, reterr);
    }
    if (code == NA_OK && secrets != NULL) {
        code = na_import_set(import, "secrets", secrets, reterr);
    }
    if (code == NA_OK && profile != NULL) {
        code = take_profile(import, profile, reterr);
    }
    for (size_t i = 0; i < sizeof decided / sizeof decided[0] && code == NA_OK; i++) {
        code = na_import_set(import, decided[i], NULL, reterr);
    }
    for (int role = 0; role < NA_REGISTER_COUNT && code == NA_OK; role++) {
        char key[64];
        (void)snprintf(key, sizeof key, "column.%s", na_role_name((enum na_register_role)role));
        code = na_import_set(import, key, NULL, reterr);
    }
    return code;
}

static enum na_code import_file(struct na_import *import, int32_t today, struct na_error *reterr)
{
    struct na_report report;
    na_report_init(&report);
    enum na_code code = copy_file(import, reterr);
    if (code == NA_OK) {
        name_section(import);
        code = read_ini(import, today, reterr);
    }
    code = code == NA_OK ? begin_section(import, reterr) : code;
    enum na_code compiled = code == NA_OK ? decide(import, &report, reterr) : code;
    if (code == NA_OK && (compiled == NA_OK || report.errors > 0)) {
        code = import->count > 0 && !import->in_doubt ? write_decisions(import, reterr) : code;
        code = code == NA_OK && compiled == NA_OK ? keep_ids(import, reterr) : code;
        code = code == NA_OK
                   ? na_cli_write(import->ini_path, import->ini.data, import->ini.length, reterr)
                   : code;
        na_cli_pack_say_findings(&report);
        code = code == NA_OK ? write_left_over(import, &report, reterr) : code;
        code = code == NA_OK ? say_columns(import, reterr) : code;
        if (code == NA_OK && compiled != NA_OK) {
            code = na_cli_pack_refused(import->pack, compiled, &report, reterr);
        }
    } else if (code == NA_OK) {
        code = compiled;
    }
    na_report_fini(&report);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct na_import *import = calloc(1, sizeof *import);
    if (import == NULL) {
        return na_fail_memory(reterr, "importing a file");
    }
    import->options = options;
    import->pack = options->output;
    na_buffer_init(&import->ini, INI_MAX);
    na_buffer_init(&import->ids, FILE_MAX);
    enum na_code code = NA_OK;
    if (import->pack == NULL || strcmp(import->pack, "-") == 0) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Into which pack?");
        code = na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "output", "Add -o FOLDER");
    } else if (mkdir(import->pack, 0777) != 0 && errno != EEXIST) {
        code = na_fail_errno(reterr, errno, "make the folder", import->pack);
    }
    code = code == NA_OK ? import_file(import, today, reterr) : code;
    na_buffer_fini(&import->ini);
    na_buffer_fini(&import->ids);
    free(import);
    return code;
}

const struct na_cli_command na_cli_import = {.form = &form, .run = run};
