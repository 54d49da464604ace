/* cli/hotspots_options.h - what `nearaid hotspots` is asked to find, and how. Private to
 * cli_hotspots.c and hotspots_options.c. */
#ifndef NA_CLI_HOTSPOTS_OPTIONS_H
#define NA_CLI_HOTSPOTS_OPTIONS_H

#include "cli/options.h"
#include "hotspots/find.h"
#include "hotspots/forms.h"
#include "table/question.h"

/* Texts are borrowed from the options. */
struct na_cli_hotspots_wish {
    struct na_hotspot_job job; /* snapshot, rows and progress are not set */
    struct na_table_question question;
    struct na_hotspot_about about; /* measure, period and inputs are not set */
    enum na_hotspot_form form;
    const char *weight, *weights, *weight_by, *vintage, *measure, *period, *svg, *shapefile;
    bool by_time, strict;
};

/* Read them. Errors: NA_ERR_PARAM_*, with the field. */
NA_MUST_USE enum na_code na_cli_hotspots_read(const struct na_cli_options *options,
                                              struct na_cli_hotspots_wish *ret_wish,
                                              struct na_error *reterr);
/* Day and night, or hours, are asked for: why they cannot be had of such rows. */
enum na_code na_cli_hotspots_no_time(const struct na_point_rows *rows, struct na_error *reterr);

#endif
