/* lists/table_about.h - what a ready table of the pack is of. */
#ifndef NA_LISTS_TABLE_ABOUT_H
#define NA_LISTS_TABLE_ABOUT_H

#include "data/ready_tables.h"
#include "io/json_write.h"

/* Members of the open object: what a table is of; all but its rows. */
void na_render_table_about(struct na_json *json, const struct na_ready_table *table);
/* A share with the numbers that it is of; null of a table whose total is 0. */
void na_render_table_share(struct na_json *json, const char *name,
                           const struct na_ready_table *table, uint64_t part);

#endif
