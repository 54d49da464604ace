/* The one table of readers that src/tables knows by its interface. What does not link this room
 * cannot read these files. */
#include "workbooks/workbooks.h"

#include "workbooks/geopackage.h"
#include "workbooks/workbook.h"
#include "workbooks/zip.h"

const struct na_tables_formats na_workbook_formats = {.zip_open = na_zip_open,
                                                      .zip_free = na_zip_free,
                                                      .zip_count = na_zip_count,
                                                      .zip_member = na_zip_get,
                                                      .zip_read = na_zip_read,
                                                      .workbook_open = na_workbook_open,
                                                      .workbook_sheets = na_workbook_sheets,
                                                      .geopackage_open = na_geopackage_open,
                                                      .geopackage_polygons = na_geopackage_polygons,
                                                      .geopackage_lines = na_geopackage_lines};
