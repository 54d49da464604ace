/* features/features.h - the data as OGC API Features has it, for QGIS, ogr2ogr and other programs
 * that know the standard: Part 1 (core and GeoJSON), Part 2 (other coordinate systems) and the
 * queryables of Part 3. <https://docs.ogc.org/is/17-069r4/17-069r4.html>
 *
 * A collection is a vintage of wards, a layer of areas or a kind of asset, so that ids are unique
 * within it. Its features have flat properties, the same for each of them and always of the same
 * type. Nothing is in it that /v1/wards and /v1/assets do not tell. docs/qgis.md is for those who
 * use it. */
#ifndef NA_FEATURES_FEATURES_H
#define NA_FEATURES_FEATURES_H

#include "io/json_write.h"
#include "question/question.h"

/* The list of collections, and one of them: JSON, and pages with links. */
extern const struct na_question na_question_collections;
na_answer na_answer_collections;
extern const struct na_question na_question_collection;
na_answer na_answer_collection;
/* The features of a collection, page by page, and one of them. */
extern const struct na_question na_question_items;
na_answer na_answer_items;
extern const struct na_question na_question_item;
na_answer na_answer_item;
/* The names by which items may be filtered, as JSON Schema. */
extern const struct na_question na_question_queryables;
na_answer na_answer_queryables;

/* The value of the header Content-Crs of an answer to that question: static; NULL: it has none.
 * `params` passed the checks. */
const char *na_features_content_crs(const struct na_question *question,
                                    const struct na_param *params, size_t count);

/* The conformance classes of the standard that are kept. */
extern const char *const na_features_classes[];
extern const size_t na_features_class_count;

/* A link as the standard has it: an object of an array that is open. */
void na_link_write(struct na_json *json, const char *rel, const char *type, const char *title,
                   const char *url);

/* The most features of one answer: a larger limit means this many. */
#define NA_FEATURES_LIMIT 10000

#endif
