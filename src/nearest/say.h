/* nearest/say.h - an asset in one spoken sentence, by a template that the customer owns.
 * docs/say.md describes templates, placeholders and how distances are rounded. */
#ifndef NA_NEAREST_SAY_H
#define NA_NEAREST_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"
#include "nearest/nearest.h"

/* Longest template, bytes. */
#define NA_SAY_TEMPLATE_MAX ((size_t)16 * 1024)

/* A checked template; constant, shared by any number of threads. */
struct na_say;

/* Check `length` bytes of a template and copy them. An unknown placeholder, a bracket that is not
 * closed or opened twice, a control character, bad UTF-8 or a template that says nothing is
 * NA_ERR_DATA with file `name`, the line and a remedy. Free with na_say_free. */
NA_MUST_USE enum na_code na_say_new(const char *bytes, size_t length, const char *name,
                                    struct na_say **ret_say, struct na_error *reterr);
/* The text of the template that ships; it passes na_say_new. */
struct na_str na_say_shipped(void);
/* Read "say.en.txt" in `folder`. Errors: also NA_ERR_IO. */
NA_MUST_USE enum na_code na_say_load(const char *folder, struct na_say **ret_say,
                                     struct na_error *reterr);
void na_say_free(struct na_say *say);

/* Append the sentence about the i-th result by `say`; NULL: the template that ships. Errors:
 * NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_say_result(const struct na_say *say, const struct na_snapshot *snapshot,
                                       const struct na_nearest_answer *answer, size_t i,
                                       struct na_buffer *to);
/* The sentences of all results, a line each; none: why. And who nearer is left out. */
NA_MUST_USE enum na_code na_render_nearest_words(const struct na_snapshot *snapshot,
                                                 const struct na_nearest_answer *answer,
                                                 struct na_buffer *to);

/* The words of a distance, a direction and a walk; to[NA_SAY_WORDS]. */
#define NA_SAY_WORDS 64
void na_say_distance(double distance_m, char *to);    /* "160 metres" */
void na_say_direction(const char *compass, char *to); /* "NW": "north-west" */
/* How far an asset of the answer is: "160 metres". True when it is near, that is there or no
 * farther than the position asked for is good to: then no direction can be told, and it is said how
 * far it may be, "within about 200 metres". */
bool na_say_reach(const struct na_nearest_answer *answer, const struct na_asset *asset,
                  double distance_m, char *to);
void na_say_walk(double distance_m, char *to); /* "about 2 minutes' walk" */

#endif
