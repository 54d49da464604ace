/* OpenStreetMap extracts by libreadosm: the only <readosm.h>.
 *
 * The library crashed on 9 of 400 extracts that were changed inside, so it runs in a child process
 * that writes what it found into a pipe; what comes out of the pipe is checked like a file. Two
 * passes: the ways, then only the nodes that they use. Ways join where they share a node's id, and
 * nowhere else. */

#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <readosm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/street_pbf.h"
#include "compile/street_rules.h"
#include "compile/streets.h"

#define FILES_MAX 64
#define REFS_MAX 0x3FFFFFFFu
#define ROOM ((size_t)16 << 30)

/* A way that may be walked. */
struct way {
    int64_t id;
    uint32_t first, count; /* of its refs */
    uint32_t covered;
    uint32_t order;
    uint32_t names[2]; /* name and number, by their place among the names; see UNNAMED */
};
#define UNNAMED UINT32_MAX
/* Of so many nodes one may be missing: compile/streets.c refuses more. */
#define MISSING_PER 1000u

enum node_state { NODE_MISSING, NODE_FOUND, NODE_BLOCKS };

struct reader {
    const struct na_street_box *keep;
    struct na_buffer ways, refs; /* struct way; int64_t */
    int64_t *ids;                /* of the nodes used, ascending */
    size_t id_count, node_count; /* of them found */
    struct na_buffer points;     /* of each id; then one for each end at a node that blocks */
    unsigned char *states;
    struct na_buffer segments;
    struct na_buffer names, named; /* as those of struct na_streets */
    uint32_t name_count;
    struct na_street_facts facts;
    enum na_code failed;
};

/* What the child says first. */
struct answer {
    uint32_t magic;
    int32_t failed; /* enum na_code */
    int32_t file;   /* which extract cannot be read; -1: none */
    int32_t readosm;
    uint64_t points, segments, name_bytes, named;
    struct na_street_facts facts;
};
#define MAGIC 0x57414C4Bu
/* Longest name of a way, bytes: OpenStreetMap has up to 255 characters. */
#define NAME_MAX_BYTES 255

struct tag_list {
    const readosm_tag *tags;
    int count;
};

static const char *find_tag(const void *context, const char *key)
{
    const struct tag_list *list = context;
    for (int i = 0; i < list->count; i++) {
        if (list->tags[i].key != NULL && strcmp(list->tags[i].key, key) == 0) {
            return list->tags[i].value;
        }
    }
    return NULL;
}

/* Keep a name; of "A1;A66" the first. */
static uint32_t keep_name(struct reader *reader, const char *text)
{
    size_t length = text != NULL ? strcspn(text, ";") : 0;
    if (length == 0 || length > NAME_MAX_BYTES || reader->failed != NA_OK) {
        return UNNAMED;
    }
    reader->failed = na_buffer_append(&reader->names, text, length);
    if (reader->failed == NA_OK) {
        reader->failed = na_buffer_append(&reader->names, "", 1);
    }
    return reader->name_count++;
}

static int take_way(const void *context, const readosm_way *way)
{
    struct reader *reader = (struct reader *)(uintptr_t)context;
    struct tag_list list = {way->tags, way->tag_count};
    struct na_street_tags tags = {find_tag, &list};
    if (way->node_ref_count < 2 || way->node_refs == NULL || !na_street_walkable(&tags)) {
        return READOSM_OK;
    }
    size_t first = reader->refs.length / sizeof(int64_t);
    if (first + (size_t)way->node_ref_count > REFS_MAX) {
        reader->failed = NA_ERR_LIMIT;
        return READOSM_ABORT;
    }
    struct way kept = {.id = way->id,
                       .first = (uint32_t)first,
                       .count = (uint32_t)way->node_ref_count,
                       .covered = na_street_covered(&tags),
                       .order = (uint32_t)(reader->ways.length / sizeof(struct way))};
    kept.names[0] = keep_name(reader, find_tag(&list, "name"));
    kept.names[1] = keep_name(reader, find_tag(&list, "ref"));
    reader->facts.paths += na_street_is_path(&tags);
    reader->facts.conditional += na_street_conditional(&tags);
    for (int i = 0; reader->failed == NA_OK && i < way->node_ref_count; i++) {
        int64_t ref = way->node_refs[i];
        reader->failed = na_buffer_append(&reader->refs, &ref, sizeof ref);
    }
    if (reader->failed == NA_OK) {
        reader->failed = na_buffer_append(&reader->ways, &kept, sizeof kept);
    }
    return reader->failed == NA_OK ? READOSM_OK : READOSM_ABORT;
}

static int compare_ids(const void *left, const void *right)
{
    const int64_t *a = left;
    const int64_t *b = right;
    return (*a > *b) - (*a < *b);
}

static int compare_ways(const void *left, const void *right)
{
    const struct way *a = left;
    const struct way *b = right;
    if (a->id != b->id) {
        return a->id < b->id ? -1 : 1;
    }
    return (a->order > b->order) - (a->order < b->order);
}

/* Each way once: several extracts have those at their common border. */
static void drop_repeated(struct reader *reader)
{
    struct way *ways = (struct way *)(void *)reader->ways.data;
    size_t count = reader->ways.length / sizeof *ways;
    size_t kept = 0;
    if (count > 0) {
        qsort(ways, count, sizeof *ways, compare_ways);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || ways[kept - 1].id != ways[i].id) {
            ways[kept++] = ways[i];
        }
    }
    reader->ways.length = kept * sizeof *ways;
    reader->facts.ways = kept;
}

static void list_ids(struct reader *reader)
{
    const struct way *ways = (const struct way *)(const void *)reader->ways.data;
    const int64_t *refs = (const int64_t *)(const void *)reader->refs.data;
    size_t count = 0;
    reader->ids = malloc(reader->refs.length + sizeof *reader->ids);
    reader->states = NULL;
    if (reader->ids == NULL) {
        reader->failed = NA_ERR_MEMORY;
        return;
    }
    for (size_t w = 0; w < reader->ways.length / sizeof *ways; w++) {
        memcpy(reader->ids + count, refs + ways[w].first, ways[w].count * sizeof *refs);
        count += ways[w].count;
    }
    reader->facts.refs = count;
    qsort(reader->ids, count, sizeof *reader->ids, compare_ids);
    for (size_t i = 0; i < count; i++) {
        if (reader->id_count == 0 || reader->ids[reader->id_count - 1] != reader->ids[i]) {
            reader->ids[reader->id_count++] = reader->ids[i];
        }
    }
    reader->states = calloc(reader->id_count + 1, 1);
    size_t bytes = reader->id_count * sizeof(struct na_street_point);
    reader->failed =
        reader->states == NULL ? NA_ERR_MEMORY : na_buffer_reserve(&reader->points, bytes + 1);
    if (reader->failed == NA_OK) {
        memset(reader->points.data, 0, bytes);
        reader->points.length = bytes;
    }
}

/* Number of an id that is used; NA_STREET_NONE if it is not. */
static uint32_t number_of(const struct reader *reader, int64_t id)
{
    size_t low = 0;
    size_t high = reader->id_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reader->ids[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < reader->id_count && reader->ids[low] == id ? (uint32_t)low : NA_STREET_NONE;
}

/* A node of either form. */
static void note_node(void *context, int64_t id, double lat_deg, double lon_deg,
                      const struct na_street_tags *tags)
{
    struct reader *reader = context;
    uint32_t number = number_of(reader, id);
    if (number == NA_STREET_NONE || reader->states[number] != NODE_MISSING) {
        return;
    }
    if (!(fabs(lat_deg) <= 90.0) || !(fabs(lon_deg) <= 180.0)) {
        reader->facts.bad++;
        return;
    }
    bool blocks = na_street_blocks(tags);
    ((struct na_street_point *)(void *)reader->points.data)[number] =
        (struct na_street_point){(int32_t)lrint(lat_deg * 1e7), (int32_t)lrint(lon_deg * 1e7)};
    reader->states[number] = blocks ? NODE_BLOCKS : NODE_FOUND;
    reader->facts.blocked += blocks;
    reader->facts.conditional += na_street_conditional(tags);
    reader->node_count++;
}

static int take_node(const void *context, const readosm_node *node)
{
    struct tag_list list = {node->tags, node->tag_count};
    const struct na_street_tags tags = {find_tag, &list};
    note_node((void *)(uintptr_t)context, node->id, node->latitude, node->longitude, &tags);
    return READOSM_OK;
}

/* Nodes that stand one by one, which the library passes over: looked for only if so many are
 * missing that the extract would be refused. A fault in it finds none. */
static void read_plain_nodes(struct reader *reader, const char *path)
{
    struct na_file file = {NULL, 0};
    size_t length = strlen(path);
    if (reader->failed == NA_OK && length > 4 && strcmp(path + length - 4, ".pbf") == 0 &&
        (reader->id_count - reader->node_count) * MISSING_PER > reader->id_count &&
        na_file_read(path, NA_PACK_OSM_MAX, &file, NULL) == NA_OK) {
        enum na_code code = na_pbf_plain_nodes(file.bytes, file.length, note_node, reader);
        reader->failed = code == NA_ERR_MEMORY ? code : NA_OK;
    }
    na_file_free(&file);
}

/* The point where a segment ends: at a node that blocks, one of its own. */
static uint32_t end_of(struct reader *reader, uint32_t number)
{
    if (reader->states[number] != NODE_BLOCKS) {
        return number;
    }
    struct na_street_point at =
        ((const struct na_street_point *)(const void *)reader->points.data)[number];
    size_t own = reader->points.length / sizeof at;
    if (reader->failed == NA_OK) {
        reader->failed =
            own < REFS_MAX ? na_buffer_append(&reader->points, &at, sizeof at) : NA_ERR_LIMIT;
    }
    return (uint32_t)own;
}

/* The point lies on a way with a name. */
static void add_named(struct reader *reader, const struct way *way, uint32_t number)
{
    struct na_street_point at =
        ((const struct na_street_point *)(const void *)reader->points.data)[number];
    for (size_t i = 0; i < 2 && na_street_kept(reader->keep, at, at); i++) {
        struct na_street_named named = {number, way->names[i]};
        if (named.name != UNNAMED && reader->failed == NA_OK) {
            reader->failed = na_buffer_append(&reader->named, &named, sizeof named);
        }
    }
}

static void add_segments(struct reader *reader, const struct way *way)
{
    const int64_t *refs = (const int64_t *)(const void *)reader->refs.data + way->first;
    uint32_t before = NA_STREET_NONE;
    for (uint32_t i = 0; reader->failed == NA_OK && i < way->count; i++) {
        uint32_t number = number_of(reader, refs[i]);
        if (number == NA_STREET_NONE || reader->states[number] == NODE_MISSING) {
            reader->facts.missing++;
            before = NA_STREET_NONE;
            continue;
        }
        add_named(reader, way, number);
        const struct na_street_point *points =
            (const struct na_street_point *)(const void *)reader->points.data;
        if (before != NA_STREET_NONE && before != number &&
            na_street_kept(reader->keep, points[before], points[number])) {
            struct na_street_segment segment = {end_of(reader, before), 0, way->covered};
            segment.b = end_of(reader, number);
            if (reader->failed == NA_OK) {
                reader->failed = na_buffer_append(&reader->segments, &segment, sizeof segment);
            }
        }
        before = number;
    }
}

/* One pass over one extract; the number of the library's fault, READOSM_OK if none. */
static int pass(struct reader *reader, const char *path, bool ways)
{
    const void *handle = NULL;
    int fault = readosm_open(path, &handle);
    if (fault == READOSM_OK) {
        fault =
            readosm_parse(handle, reader, ways ? NULL : take_node, ways ? take_way : NULL, NULL);
    }
    (void)readosm_close(handle);
    return fault;
}

static void read_all(struct reader *reader, char (*paths)[4096], size_t count,
                     struct answer *answer)
{
    for (int ways = 1; ways >= 0; ways--) {
        for (size_t i = 0; reader->failed == NA_OK && answer->file < 0 && i < count; i++) {
            int fault = pass(reader, paths[i], ways != 0);
            if (fault != READOSM_OK && reader->failed == NA_OK) {
                answer->file = (int32_t)i;
                answer->readosm = fault;
            }
        }
        if (ways != 0 && reader->failed == NA_OK && answer->file < 0) {
            drop_repeated(reader);
            list_ids(reader);
        }
    }
    for (size_t i = 0; answer->file < 0 && i < count; i++) {
        read_plain_nodes(reader, paths[i]);
    }
    const struct way *all = (const struct way *)(const void *)reader->ways.data;
    for (size_t i = 0; answer->file < 0 && i < reader->ways.length / sizeof *all; i++) {
        if (reader->failed == NA_OK) {
            add_segments(reader, &all[i]);
        }
    }
}

static bool write_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t wrote = write(fd, at, length);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        at += wrote > 0 ? wrote : 0;
        length -= wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

/* The child's whole life. The library writes to standard error what nobody can use. */
static void child(int fd, char (*paths)[4096], size_t count, const struct na_street_box *keep)
{
    struct reader reader = {.keep = keep};
    struct answer answer = {.magic = MAGIC, .file = -1};
    const struct rlimit no_core = {0, 0};
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    (void)setrlimit(RLIMIT_CORE, &no_core);
    if (null >= 0) {
        (void)dup2(null, STDERR_FILENO);
        (void)dup2(null, STDOUT_FILENO);
    }
    na_buffer_init(&reader.ways, ROOM);
    na_buffer_init(&reader.refs, ROOM);
    na_buffer_init(&reader.points, ROOM);
    na_buffer_init(&reader.segments, ROOM);
    na_buffer_init(&reader.names, ROOM);
    na_buffer_init(&reader.named, ROOM);
    read_all(&reader, paths, count, &answer);
    answer.failed = (int32_t)reader.failed;
    answer.facts = reader.facts;
    if (reader.failed == NA_OK && answer.file < 0) {
        answer.points = reader.points.length / sizeof(struct na_street_point);
        answer.segments = reader.segments.length / sizeof(struct na_street_segment);
        answer.name_bytes = reader.names.length;
        answer.named = reader.named.length / sizeof(struct na_street_named);
    }
    bool good =
        write_all(fd, &answer, sizeof answer) &&
        write_all(fd, reader.points.data, answer.points * sizeof(struct na_street_point)) &&
        write_all(fd, reader.segments.data, answer.segments * sizeof(struct na_street_segment)) &&
        write_all(fd, reader.names.data, answer.name_bytes) &&
        write_all(fd, reader.named.data, answer.named * sizeof(struct na_street_named));
    _exit(good ? 0 : 1); /* memory goes with the process */
}

static bool read_whole(int fd, void *bytes, size_t length)
{
    char *at = bytes;
    while (length > 0) {
        ssize_t got = read(fd, at, length);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        at += got > 0 ? got : 0;
        length -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* `count` items of `bytes` each into the empty `to`; false: they did not come. */
static bool receive(int fd, struct na_buffer *to, uint64_t count, size_t bytes,
                    enum na_code *failed)
{
    *failed = na_buffer_reserve(to, (size_t)count * bytes + 1);
    if (*failed != NA_OK || !read_whole(fd, to->data, (size_t)count * bytes)) {
        return false;
    }
    to->length = (size_t)count * bytes;
    return true;
}

/* Texts that end, and numbers below what they count. */
static bool names_good(const struct na_streets *streets, size_t points)
{
    const struct na_street_named *named =
        (const struct na_street_named *)(const void *)streets->named.data;
    size_t length = streets->names.length;
    size_t names = 0;
    for (size_t i = 0; i < length; i++) {
        names += streets->names.data[i] == '\0';
    }
    for (size_t i = 0; i < streets->named.length / sizeof *named; i++) {
        if (named[i].point >= points || named[i].name >= names) {
            return false;
        }
    }
    return length == 0 || streets->names.data[length - 1] == '\0';
}

static bool answer_good(const struct na_streets *streets)
{
    const struct na_street_point *points =
        (const struct na_street_point *)(const void *)streets->points.data;
    const struct na_street_segment *segments =
        (const struct na_street_segment *)(const void *)streets->segments.data;
    size_t count = streets->points.length / sizeof *points;
    for (size_t i = 0; i < count; i++) {
        if (points[i].lat_e7 < -900000000 || points[i].lat_e7 > 900000000 ||
            points[i].lon_e7 < -1800000000 || points[i].lon_e7 > 1800000000) {
            return false;
        }
    }
    for (size_t i = 0; i < streets->segments.length / sizeof *segments; i++) {
        if (segments[i].a >= count || segments[i].b >= count || segments[i].covered > 1) {
            return false;
        }
    }
    return names_good(streets, count);
}

/* What the child says; false: nothing that can be used. */
static bool hear(int fd, struct na_streets *streets, struct answer *answer, enum na_code *failed)
{
    *failed = NA_OK;
    if (!read_whole(fd, answer, sizeof *answer) || answer->magic != MAGIC ||
        answer->points > REFS_MAX || answer->segments > REFS_MAX || answer->name_bytes > ROOM ||
        answer->named > 2 * (uint64_t)REFS_MAX || answer->file >= FILES_MAX) {
        return false;
    }
    streets->facts = answer->facts;
    return receive(fd, &streets->points, answer->points, sizeof(struct na_street_point), failed) &&
           receive(fd, &streets->segments, answer->segments, sizeof(struct na_street_segment),
                   failed) &&
           receive(fd, &streets->names, answer->name_bytes, 1, failed) &&
           receive(fd, &streets->named, answer->named, sizeof(struct na_street_named), failed) &&
           answer_good(streets);
}

static const char *fault_text(int fault)
{
    switch (fault) {
    case READOSM_INVALID_SUFFIX:
        return "The name ends neither in .osm nor in .pbf";
    case READOSM_XML_ERROR:
        return "It is not well-formed XML of OpenStreetMap";
    case READOSM_INVALID_PBF_HEADER:
        return "It does not begin as a PBF does";
    case READOSM_UNZIP_ERROR:
        return "A block of it cannot be unpacked";
    case READOSM_INSUFFICIENT_MEMORY:
        return "There is not enough memory to read it";
    default:
        return "It cannot be read as an extract of OpenStreetMap";
    }
}

static void complain(struct na_compiler *compiler, const char *file, const char *what)
{
    na_compile_error(
        compiler,
        (struct na_place){.file = file, .hint = "Fetch the extract again, or make it with osmium"},
        "%s", what);
}

/* Read each extract for its digest, and see where it is. */
static enum na_code note_sources(struct na_compiler *compiler,
                                 const struct na_section *const *sections, size_t count,
                                 char (*ret_paths)[4096], bool *ret_found, struct na_error *reterr)
{
    *ret_found = true;
    for (size_t i = 0; i < count; i++) {
        struct na_file file = {NULL, 0};
        bool found = false;
        enum na_code code = na_compile_read(compiler, sections[i]->full, sections[i]->file,
                                            NA_PACK_OSM_MAX, &file, &found, reterr);
        na_file_free(&file);
        if (code == NA_OK && found) {
            code = na_path_join(ret_paths[i], sizeof ret_paths[i], compiler->pack_dir,
                                sections[i]->file, reterr);
        }
        if (code != NA_OK) {
            return code;
        }
        *ret_found = *ret_found && found;
    }
    return NA_OK;
}

static enum na_code run_child(struct na_compiler *compiler, struct na_streets *streets,
                              const struct na_section *const *sections, size_t count,
                              char (*paths)[4096], struct na_error *reterr)
{
    int ends[2];
    struct answer answer = {.file = -1};
    enum na_code failed = NA_OK;
    if (pipe(ends) != 0) {
        return na_fail_errno(reterr, errno, "make a pipe for", sections[0]->file);
    }
    pid_t pid = fork();
    if (pid < 0) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return na_fail_errno(reterr, errno, "start the reader of", sections[0]->file);
    }
    if (pid == 0) {
        (void)close(ends[0]);
        child(ends[1], paths, count, &streets->keep);
    }
    (void)close(ends[1]);
    bool heard = hear(ends[0], streets, &answer, &failed);
    (void)close(ends[0]);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (failed != NA_OK || (heard && answer.failed == NA_ERR_MEMORY)) {
        return na_fail(reterr, NA_ERR_MEMORY, "No room for the network of streets");
    }
    if (!heard || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        complain(compiler, sections[0]->file,
                 count == 1 ? "The reader of the extract died: the file is damaged"
                            : "The reader of the extracts died: one of them is damaged");
    } else if (answer.failed != NA_OK) {
        complain(compiler, sections[0]->file, "The extract has more streets than can be used");
    } else if (answer.file >= 0) {
        complain(compiler, sections[answer.file]->file, fault_text(answer.readosm));
    }
    return NA_OK;
}

enum na_code na_streets_read_osm(struct na_compiler *compiler, struct na_streets *streets,
                                 const struct na_section *const *sections, size_t count,
                                 struct na_error *reterr)
{
    bool found = false;
    if (count > FILES_MAX) {
        complain(compiler, sections[0]->file, "A network has at most 64 extracts");
        return NA_OK;
    }
    char(*paths)[4096] = calloc(count, sizeof *paths);
    if (paths == NULL) {
        return na_fail_memory(reterr, "reading the network of streets");
    }
    enum na_code code = note_sources(compiler, sections, count, paths, &found, reterr);
    if (code == NA_OK && found) {
        na_compile_progress(compiler, "%s: reading the streets", sections[0]->file);
        code = run_child(compiler, streets, sections, count, paths, reterr);
    }
    free(paths);
    return code;
}
