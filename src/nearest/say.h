/* nearest/say.h - what is said about a result, as two texts by a template that the customer owns:
 * what the caller hears, and what the operator needs to know. docs/say.md describes blocks and
 * placeholders, and how distances are rounded. */
#ifndef NA_NEAREST_SAY_H
#define NA_NEAREST_SAY_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/text.h"
#include "io/json_write.h"
#include "nearest/nearest.h"

/* Longest template, bytes. */
#define NA_SAY_TEMPLATE_MAX ((size_t)16 * 1024)

/* A checked template; constant, shared by any number of threads. */
struct na_say;

/* Check `length` bytes of a template and copy them. An unknown block or placeholder, a block that
 * is missing or there twice, a bracket that is not closed or opened twice, a control character, bad
 * UTF-8, what a caller may not hear, or a template that says nothing is NA_ERR_DATA with file
 * `name`, the line and a remedy. Free with na_say_free. */
NA_MUST_USE enum na_code na_say_new(const char *bytes, size_t length, const char *name,
                                    struct na_say **ret_say, struct na_error *reterr);
/* The text of the template that ships; it passes na_say_new. */
struct na_str na_say_shipped(void);
/* Read "say.en.txt" in `folder`. Errors: also NA_ERR_IO. */
NA_MUST_USE enum na_code na_say_load(const char *folder, struct na_say **ret_say,
                                     struct na_error *reterr);
void na_say_free(struct na_say *say);

/* Who is told. NA_TOLD_ALONE is what a caller hears who has nobody to send. */
enum na_told { NA_TOLD_CALLER, NA_TOLD_ALONE, NA_TOLD_OPERATOR };

/* What is said about one result, each from where the one before ends. */
struct na_say_texts {
    struct na_buffer text;
    size_t ends[NA_TOLD_OPERATOR + 1];
};

/* Say the i-th result by `say`; NULL: by the template that ships. Free with na_say_texts_fini, also
 * after an error. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_say_result(const struct na_say *say, const struct na_snapshot *snapshot,
                                       const struct na_nearest_answer *answer, size_t i,
                                       struct na_say_texts *ret_said);
void na_say_texts_fini(struct na_say_texts *said);
/* Say that the place asked for is refused as too far outside the data (NA_ERR_OUTSIDE_DATA);
 * `offered` is what may be meant, NULL: nothing. As na_say_result. */
struct na_located;
NA_MUST_USE enum na_code na_say_refusal(const struct na_say *say,
                                        const struct na_snapshot *snapshot,
                                        const struct na_error *refusal,
                                        const struct na_located *offered,
                                        struct na_say_texts *ret_said);
/* One of the texts; a view into `said`. */
struct na_str na_say_text(const struct na_say_texts *said, enum na_told told);
/* Is it a template of the old form, one text for all? NULL: no. */
bool na_say_is_old(const struct na_say *say);

/* Append the problem document of a question for the nearest that is refused, with what is said
 * where there is something to say. As na_render_refusal. */
struct na_session;
NA_MUST_USE enum na_code na_render_nearest_refusal(const struct na_session *session,
                                                   const struct na_error *refusal,
                                                   struct na_buffer *to);
/* What is said of all results, a line for each text; none: why. And who nearer is left out. */
NA_MUST_USE enum na_code na_render_nearest_words(const struct na_snapshot *snapshot,
                                                 const struct na_nearest_answer *answer,
                                                 struct na_buffer *to);

/* The words of a distance, a direction and a walk; to[NA_SAY_WORDS]. */
#define NA_SAY_WORDS 64
void na_say_distance(double distance_m, char *to);    /* "160 metres" */
void na_say_direction(const char *compass, char *to); /* "NW": "north-west" */
/* Is it there, or no farther than the position asked for is good to? Then no direction can be told.
 */
bool na_say_is_near(const struct na_nearest_answer *answer, double distance_m);
/* How far an asset of the answer is: "160 metres". True when it is near: then it is said how far it
 * may be, "within about 200 metres". */
bool na_say_reach(const struct na_nearest_answer *answer, const struct na_asset *asset,
                  double distance_m, char *to);
/* "about 2 minutes' walk"; "" of one that nobody should walk. */
void na_say_walk(double distance_m, char *to);

#endif
