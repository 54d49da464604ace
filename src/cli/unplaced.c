/* One sentence, and a place for it in every form: JSON, CSV, text, a drawing, a sheet. More than
 * half of the rows without a place is also an exit status, unless --lenient is given. */
#include "cli/unplaced.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "draw/svg.h"

#define SENTENCE_BYTES 160

void na_cli_match_case(const struct na_param *params, size_t param_count, struct na_where *wheres,
                       size_t count)
{
    bool exact = na_params_get(params, param_count, "match_case") != NULL;
    for (size_t i = 0; i < count; i++) {
        wheres[i].exact = exact;
    }
}

enum na_code na_cli_fail_unmet(const struct na_where *where, const char *nearest,
                               struct na_error *reterr)
{
    char hint[200];
    (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "No row has %s \"%.100s\"", where->column,
                  where->values);
    (void)snprintf(hint, sizeof hint, "The nearest values are: %.160s", nearest);
    return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "where", hint);
}

void na_cli_say_repeats(const char *what, const struct na_repeats *repeats)
{
    if (repeats->rows > 0) {
        na_cli_say("%s%s%" PRIu64 " %s a Crime ID that stands above already: they are counted; "
                   "--allow-repeats says that this is meant",
                   what != NULL ? what : "", what != NULL ? ": " : "", repeats->rows,
                   repeats->rows == 1 ? "row repeats" : "rows repeat");
    }
    if (repeats->full) {
        na_cli_say("only the first %zu Crime IDs were looked at for repeats", NA_REPEATS_IDS_MAX);
    }
}

/* More than half of `asked` rows have no place? */
static bool is_unplaced(uint64_t placed, uint64_t asked)
{
    return asked > 0 && 2 * placed < asked;
}

static void write_sentence(uint64_t placed, uint64_t asked, char to[SENTENCE_BYTES])
{
    (void)snprintf(to, SENTENCE_BYTES,
                   "More than half of the rows could not be placed: %" PRIu64 " of %" PRIu64
                   " were",
                   placed, asked);
}

enum na_code na_cli_put_unplaced(uint64_t placed, uint64_t asked, bool csv, struct na_buffer *text)
{
    char sentence[SENTENCE_BYTES];
    char line[SENTENCE_BYTES + 32];
    if (!is_unplaced(placed, asked) || text->length == 0) {
        return NA_OK;
    }
    write_sentence(placed, asked, sentence);
    bool json = text->data[0] == '{';
    int length = json  ? snprintf(line, sizeof line, "{\"warning\":\"%s\",", sentence)
                 : csv ? snprintf(line, sizeof line, "# %s\n", sentence)
                       : snprintf(line, sizeof line, "Warning    %s\n", sentence);
    size_t taken = json ? 1 : 0; /* the brace */
    size_t added = (size_t)length - taken;
    enum na_code code = na_buffer_reserve(text, added);
    if (code == NA_OK) {
        memmove(text->data + (size_t)length, text->data + taken, text->length - taken);
        memcpy(text->data, line, (size_t)length);
        text->length += added;
    }
    return code;
}

bool na_cli_unplaced_words(uint64_t placed, uint64_t asked, char to[NA_CLI_UNPLACED_TEXT])
{
    if (is_unplaced(placed, asked)) {
        write_sentence(placed, asked, to);
        return true;
    }
    return false;
}

/* Over all else, in the margin above. */
static enum na_code put_band(uint64_t placed, uint64_t asked, struct na_buffer *drawing)
{
    static const char end[] = "</svg>\n";
    char sentence[SENTENCE_BYTES];
    size_t length = sizeof end - 1;
    if (!is_unplaced(placed, asked) || drawing->length < length ||
        memcmp(drawing->data + drawing->length - length, end, length) != 0) {
        return NA_OK;
    }
    write_sentence(placed, asked, sentence);
    drawing->length -= length;
    return na_buffer_printf(
        drawing,
        "<g id=\"unplaced\"><rect x=\"0\" y=\"0\" width=\"%.0f\" height=\"24\" "
        "fill=\"#ffe08a\"/><text x=\"%.0f\" y=\"16.5\" font-size=\"12\" "
        "font-weight=\"bold\" text-anchor=\"middle\" fill=\"#000\">%s</text></g>%s",
        NA_SVG_PAGE_WIDTH, NA_SVG_PAGE_WIDTH / 2.0, sentence, end);
}

enum na_code na_cli_write_drawing(const char *path, uint64_t placed, uint64_t asked,
                                  struct na_buffer *drawing, struct na_error *reterr)
{
    enum na_code code = put_band(placed, asked, drawing);
    return code == NA_OK ? na_cli_write(path, drawing->data, drawing->length, reterr)
                         : na_fail_memory(reterr, "writing a drawing");
}

void na_cli_note_unplaced(uint64_t placed, uint64_t asked, struct na_sheet *sheet)
{
    char sentence[SENTENCE_BYTES];
    size_t last = sheet->note_count;
    if (!is_unplaced(placed, asked)) {
        return;
    }
    write_sentence(placed, asked, sentence);
    na_sheet_note(sheet, "Warning", "%s", sentence);
    if (sheet->note_count == last) {
        return; /* there is no room, or a failure that is told when the sheet is written */
    }
    const char *label = sheet->notes[last].label;
    size_t text = sheet->notes[last].text;
    memmove(&sheet->notes[1], &sheet->notes[0], last * sizeof sheet->notes[0]);
    sheet->notes[0].label = label;
    sheet->notes[0].text = text;
}

enum na_code na_cli_check_unplaced(uint64_t placed, uint64_t asked, const struct na_param *params,
                                   size_t param_count, struct na_error *reterr)
{
    char sentence[SENTENCE_BYTES];
    if (!is_unplaced(placed, asked) || na_params_get(params, param_count, "lenient") != NULL) {
        return NA_OK;
    }
    write_sentence(placed, asked, sentence);
    (void)na_fail(reterr, NA_ERR_ROWS, "%s", sentence);
    bool days = na_params_get(params, param_count, "as_at_column") != NULL;
    return na_fail_at(reterr, NA_ERR_ROWS, NULL, 0, NULL,
                      days ? "Check the columns of the position and the days (YYYY-MM-DD, YYYY-MM, "
                             "DD/MM/YYYY, 1 Nov 2025), or add --lenient"
                           : "Check the columns of the position and the wards, or add --lenient");
}
