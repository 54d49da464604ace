/* release/publish.h - a compiled pack into its place: DIR/releases/ISSUED-DIGEST/ with the file,
 * its digest and who published it, and the link DIR/current, which is swung in one step. A release
 * is never written over; the one before stays, and the link swings back to it. */
#ifndef NA_RELEASE_PUBLISH_H
#define NA_RELEASE_PUBLISH_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/text.h"

/* "2026-11-30-9c1f33aa0b12" and its NUL. */
#define NA_RELEASE_NAME 64

struct na_publish {
    const char *folder; /* DIR */
    const void *bytes;  /* a compiled pack that was opened and found whole */
    size_t length;
    const char *issued; /* "2026-11-30", or "" */
    bool is_private;    /* it holds access codes */
    const char *note;   /* lines about it: by whom, compared with what; may be "" */
};

/* Publish; ret_name is the folder in releases/. To publish the same again swings the link only.
 * Errors: NA_ERR_IO, NA_ERR_DATA (there is another release of this name), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_release_publish(const struct na_publish *publish,
                                            char ret_name[NA_RELEASE_NAME],
                                            struct na_error *reterr);
/* Swing the link to the release that was current before. NA_ERR_DATA: there is none. */
NA_MUST_USE enum na_code na_release_rollback(const char *folder, char ret_name[NA_RELEASE_NAME],
                                             struct na_error *reterr);

#endif
