/* The record of a file of places that is read now: its fields by column, and findings about it. */
#include <string.h>

#include "compile/places.h"

struct na_str na_place_field(const struct na_places_work *work, enum na_place_column column)
{
    size_t at = work->columns[column];
    return at < work->record->count ? na_str_trim(work->record->fields[at])
                                    : (struct na_str){"", 0};
}

void na_place_fault(struct na_compiler *compiler, const struct na_places_work *work,
                    enum na_place_column column, const char *hint, const char *what)
{
    char field[32] = "";
    const char *names = work->names[column] != NULL ? work->names[column] : "";
    (void)na_text_copy_str(field, sizeof field, (struct na_str){names, strcspn(names, "|")});
    na_compile_error(compiler,
                     (struct na_place){.file = work->section->file,
                                       .record = work->record->line,
                                       .field = field,
                                       .hint = hint},
                     "%s", what);
}
