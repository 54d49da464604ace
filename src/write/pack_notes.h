/* write/pack_notes.h - the lines of a sheet about the pack. */
#ifndef NA_WRITE_PACK_NOTES_H
#define NA_WRITE_PACK_NOTES_H

#include "data/snapshot.h"
#include "write/sheet.h"

/* The lines about the pack: data, transformation, attribution, whether it is only indicative. */
void na_render_pack_notes(const struct na_snapshot *snapshot, struct na_sheet *sheet);

#endif
