/* cli/sheet_options.h - the options of a printed sheet, the same for every command that draws one:
 * what part, at which scale, on which paper, on which map. Private to src/cli. */
#ifndef NA_CLI_SHEET_OPTIONS_H
#define NA_CLI_SHEET_OPTIONS_H

#include "basemap/nam.h"
#include "data/snapshot.h"
#include "print/print.h"
#include "question/params.h"

struct na_cli_sheet {
    bool wanted; /* any of the options is given: without them the map is the old one */
    struct na_print_view view;
    struct na_nam *map;
    const char *atlas; /* NULL: none */
    char name[200];
    const struct na_snapshot *snapshot;
    const struct na_layer *layer; /* whose areas are the sheets of an atlas; NULL: none */
};

/* Draw one. */
typedef enum na_code na_cli_sheet_draw(void *context, const struct na_print_view *view,
                                       struct na_buffer *to, struct na_print_tally *ret_tally,
                                       struct na_error *reterr);

/* Read them. `layer`: whose areas "ward:" means; `map`: the name of the map's option. Errors:
 * NA_ERR_PARAM_*, NA_ERR_WARD_UNKNOWN, those of a place and of a map file. Release with
 * na_cli_sheet_fini. */
NA_MUST_USE enum na_code na_cli_sheet_read(const struct na_snapshot *snapshot,
                                           const struct na_layer *layer, const char *map,
                                           const struct na_param *params, size_t count,
                                           struct na_cli_sheet *ret_sheet, struct na_error *reterr);
void na_cli_sheet_fini(struct na_cli_sheet *sheet);
/* Write the sheet to `svg` (NULL: none) and the atlas, if one is wanted; says what each shows. */
NA_MUST_USE enum na_code na_cli_sheet_write(const struct na_cli_sheet *sheet, const char *svg,
                                            na_cli_sheet_draw *draw, void *context,
                                            struct na_error *reterr);

#endif
