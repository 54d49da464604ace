/* The lines at the foot of a sheet that say which data it was made from. */
#include "write/pack_notes.h"

#include "base/date.h"
#include "base/number.h"

void na_render_pack_notes(const struct na_snapshot *snapshot, struct na_sheet *sheet)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    char issued[NA_DATE_TEXT], metres[NA_NUMBER_TEXT];
    na_date_format(issued, info->issued);
    (void)na_number_trimmed(&metres, info->transformation_accuracy_m, 3);
    na_sheet_note(sheet, "Data", "%s%s%s, %s", info->title, issued[0] != '\0' ? ", issued " : "",
                  issued, info->digest);
    if (info->indicative) {
        na_sheet_note(sheet, "Indicative", "demonstration data: not for decisions");
    }
    na_sheet_note(sheet, "Positions", "%s, within %s m",
                  na_transformation_name(info->transformation), metres);
    if (info->attribution[0] != '\0') {
        na_sheet_note(sheet, "Attribution", "%s", info->attribution);
    }
}
