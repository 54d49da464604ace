/* One record of a file of assets: its fields by role, and findings about them. */
#include "compile/asset_record.h"

void na_asset_fault(struct na_compiler *compiler, const struct na_asset_record *record,
                    enum na_column column, const char *hint, const char *what)
{
    na_compile_error(compiler,
                     (struct na_place){.file = record->file,
                                       .record = record->record,
                                       .field = na_column_name(column),
                                       .hint = hint},
                     "%s", what);
}

struct na_str na_asset_field(const struct na_asset_record *record, enum na_column column)
{
    for (size_t i = 0; record->columns->present[column] && i < record->columns->count; i++) {
        if (record->columns->roles[i] == column) {
            return na_str_trim(record->fields[i]);
        }
    }
    return (struct na_str){"", 0};
}

/* NULL: nothing is known of it. */
static const struct na_column_form *form_of(const struct na_asset_record *record,
                                            enum na_column column)
{
    for (size_t i = 0; i < record->columns->count && i < record->form_count; i++) {
        if (record->columns->roles[i] == column) {
            return &record->forms[i];
        }
    }
    return NULL;
}

enum na_number_marks na_asset_marks(const struct na_asset_record *record, enum na_column column)
{
    const struct na_column_form *form = form_of(record, column);
    return form != NULL ? form->marks : NA_NUMBER_POINT;
}

enum na_date_order na_asset_order(const struct na_asset_record *record, enum na_column column)
{
    const struct na_column_form *form = form_of(record, column);
    return form != NULL ? form->order : NA_DATE_DAY_FIRST;
}
