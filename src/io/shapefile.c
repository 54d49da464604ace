/* Gives checked bytes to shapelib through hooks over memory, and takes shapes and texts from it. */
#include "io/shapefile.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <shapefil.h>

#include "base/fail.h"
#include "io/shapefile_bytes.h"
#include "io/shapefile_check.h"

/* One of the files as shapelib sees it. */
struct memory_file {
    const unsigned char *bytes;
    size_t length;
    size_t position;
};

/* A name in a table has 11 bytes at most (shapelib: XBASE_FLDNAME_LEN_READ). */
#define FIELD_NAME_SIZE 12

struct na_shapefile {
    char shp_name[200];
    char dbf_name[200];
    struct memory_file shp, shx, dbf;
    SHPHandle shapes;
    DBFHandle table;
    size_t record_count;
    size_t field_count;
    uint32_t type;
    char field_names[NA_SHAPE_FIELDS_MAX][FIELD_NAME_SIZE];
};

/* Three hooks have other parameters since shapelib 1.6, which has a version to ask for, as 1.5 has
 * not: HOOK_OWNER is what comes after the name, HOOK_SOURCE the type of what would be written. */
#ifdef SHAPELIB_AT_LEAST
#define HOOK_OWNER , void *owner
#define HOOK_OWNER_IGNORE (void)owner
#define HOOK_SOURCE const void *
#else
#define HOOK_OWNER
#define HOOK_OWNER_IGNORE (void)0
#define HOOK_SOURCE void *
#endif

/* shapelib hands its hooks a file name and, before 1.6, nothing else. So the name is the address of
 * our own struct in hexadecimal, which needs no global table and is right in any thread. */
#define ADDRESS_DIGITS (2 * sizeof(uintptr_t))

static void name_make(const struct na_shapefile *file, const char *extension, char *to, size_t size)
{
    (void)snprintf(to, size, "%0*" PRIxPTR "%s", (int)ADDRESS_DIGITS, (uintptr_t)file, extension);
}

static struct na_shapefile *name_resolve(const char *name)
{
    uintptr_t address = 0;
    for (size_t i = 0; i < ADDRESS_DIGITS; i++) {
        unsigned int digit =
            name[i] <= '9' ? (unsigned int)(name[i] - '0') : (unsigned int)(name[i] - 'a') + 10;
        address = address << 4 | digit;
    }
    return (struct na_shapefile *)address;
}

static SAFile hook_open(const char *name, const char *access HOOK_OWNER)
{
    HOOK_OWNER_IGNORE;
    (void)access;
    struct na_shapefile *file = name_resolve(name);
    const char *extension = name + ADDRESS_DIGITS;
    struct memory_file *found = NULL;
    if (strcmp(extension, ".shp") == 0) {
        found = &file->shp;
    } else if (strcmp(extension, ".shx") == 0) {
        found = &file->shx;
    } else if (strcmp(extension, ".dbf") == 0) {
        found = &file->dbf;
    }
    /* Anything else (.cpg, upper case) is not there. */
    return (SAFile)(void *)found;
}

static SAOffset hook_read(void *to, SAOffset size, SAOffset count, SAFile handle)
{
    struct memory_file *file = (struct memory_file *)(void *)handle;
    size_t left = file->position < file->length ? file->length - file->position : 0;
    /* Without memory shapelib asks for bytes into NULL. */
    size_t items = size == 0 || to == NULL ? 0 : left / size;
    if (items > count) {
        items = count;
    }
    if (items > 0) {
        memcpy(to, file->bytes + file->position, items * size);
    }
    /* As fread: a broken item is read too, but not counted. Nothing of ours asks for that. */
    file->position += items * size;
    return items;
}

static SAOffset hook_write(HOOK_SOURCE from, SAOffset size, SAOffset count, SAFile handle)
{
    (void)from;
    (void)size;
    (void)count;
    (void)handle;
    return 0;
}

static SAOffset hook_seek(SAFile handle, SAOffset offset, int whence)
{
    struct memory_file *file = (struct memory_file *)(void *)handle;
    size_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file->position : file->length;
    file->position = base + offset;
    return 0;
}

static SAOffset hook_tell(SAFile handle)
{
    return ((struct memory_file *)(void *)handle)->position;
}

static int hook_nothing(SAFile handle)
{
    (void)handle;
    return 0;
}

static int hook_remove(const char *name HOOK_OWNER)
{
    HOOK_OWNER_IGNORE;
    (void)name;
    return -1;
}

/* shapelib's own words go nowhere: the check has said it before, in ours. */
static void hook_error(const char *message)
{
    (void)message;
}

static enum na_code handles_open(struct na_shapefile *file, struct na_error *reterr)
{
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.FOpen = hook_open;
    hooks.FRead = hook_read;
    hooks.FWrite = hook_write;
    hooks.FSeek = hook_seek;
    hooks.FTell = hook_tell;
    hooks.FFlush = hook_nothing;
    hooks.FClose = hook_nothing;
    hooks.Remove = hook_remove;
    hooks.Error = hook_error;
    char name[ADDRESS_DIGITS + 8];
    name_make(file, ".shp", name, sizeof name);
    file->shapes = SHPOpenLL(name, "rb", &hooks);
    name_make(file, ".dbf", name, sizeof name);
    file->table = DBFOpenLL(name, "rb", &hooks);
    if (file->shapes == NULL || file->table == NULL) {
        (void)na_fail(reterr, NA_ERR_DATA, "The file cannot be opened");
        return na_fail_at(reterr, NA_ERR_DATA,
                          file->shapes == NULL ? file->shp_name : file->dbf_name, 0, NULL,
                          NA_SHAPE_HINT_EXPORT);
    }
    return NA_OK;
}

static enum na_code facts_take(struct na_shapefile *file, struct na_error *reterr)
{
    int count = 0;
    int type = 0;
    SHPGetInfo(file->shapes, &count, &type, NULL, NULL);
    int fields = DBFGetFieldCount(file->table);
    if (count < 0 || count != DBFGetRecordCount(file->table) || fields < 0 ||
        fields > NA_SHAPE_FIELDS_MAX) {
        (void)na_fail(reterr, NA_ERR_DATA, "Shapes and table do not fit together");
        return na_fail_at(reterr, NA_ERR_DATA, file->dbf_name, 0, NULL, NA_SHAPE_HINT_EXPORT);
    }
    file->record_count = (size_t)count;
    file->field_count = (size_t)fields;
    file->type = (uint32_t)type;
    for (int i = 0; i < fields; i++) {
        (void)DBFGetFieldInfo(file->table, i, file->field_names[i], NULL, NULL);
    }
    return NA_OK;
}

/* "wards.shp" and "wards.dbf" for messages, whatever extension the caller's name has. */
static void names_set(struct na_shapefile *file, const char *name)
{
    char stem[192];
    na_shape_stem(name, stem, sizeof stem);
    (void)snprintf(file->shp_name, sizeof file->shp_name, "%s.shp", stem);
    (void)snprintf(file->dbf_name, sizeof file->dbf_name, "%s.dbf", stem);
}

enum na_code na_shapefile_open(const struct na_shape_bytes *bytes, struct na_report *report,
                               struct na_shapefile **ret_file, struct na_error *reterr)
{
    enum na_code code = na_shapefile_check_first(bytes, report, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_shapefile *file = calloc(1, sizeof *file);
    if (file == NULL) {
        return na_fail_memory(reterr, "opening a shapefile");
    }
    names_set(file, bytes->name);
    file->shp = (struct memory_file){bytes->shp, bytes->shp_length, 0};
    file->shx = (struct memory_file){bytes->shx, bytes->shx_length, 0};
    file->dbf = (struct memory_file){bytes->dbf, bytes->dbf_length, 0};
    code = handles_open(file, reterr);
    if (code == NA_OK) {
        code = facts_take(file, reterr);
    }
    if (code != NA_OK) {
        na_shapefile_free(file);
        return code;
    }
    *ret_file = file;
    return NA_OK;
}

void na_shapefile_free(struct na_shapefile *file)
{
    if (file == NULL) {
        return;
    }
    if (file->shapes != NULL) {
        SHPClose(file->shapes);
    }
    if (file->table != NULL) {
        DBFClose(file->table);
    }
    free(file);
}

enum na_shape_kind na_shapefile_kind(const struct na_shapefile *file)
{
    switch (na_shp_type_plain(file->type)) {
    case NA_SHP_POINT:
        return NA_SHAPE_POINT;
    case NA_SHP_LINE:
        return NA_SHAPE_LINE;
    case NA_SHP_POLYGON:
        return NA_SHAPE_POLYGON;
    default:
        return NA_SHAPE_OTHER;
    }
}

size_t na_shapefile_record_count(const struct na_shapefile *file)
{
    return file->record_count;
}

size_t na_shapefile_field_count(const struct na_shapefile *file)
{
    return file->field_count;
}

const char *na_shapefile_field_name(const struct na_shapefile *file, size_t field)
{
    return field < file->field_count ? file->field_names[field] : "";
}

/* Copy of what shapelib read. */
static enum na_code shape_copy(const SHPObject *object, struct na_shape *shape,
                               struct na_error *reterr)
{
    size_t vertices = (size_t)object->nVertices;
    /* Points and multipoints have no list of parts. */
    size_t listed = (size_t)object->nParts;
    size_t parts = listed == 0 && vertices > 0 ? 1 : listed;
    shape->xy = malloc((vertices + 1) * 2 * sizeof *shape->xy);
    shape->part_starts = malloc((parts + 1) * sizeof *shape->part_starts);
    if (shape->xy == NULL || shape->part_starts == NULL) {
        na_shape_fini(shape);
        return na_fail_memory(reterr, "reading a shape");
    }
    for (size_t i = 0; i < vertices; i++) {
        shape->xy[2 * i] = object->padfX[i];
        shape->xy[2 * i + 1] = object->padfY[i];
    }
    for (size_t i = 0; i < parts; i++) {
        shape->part_starts[i] = listed == 0 ? 0 : (size_t)object->panPartStart[i];
    }
    shape->part_starts[parts] = vertices;
    shape->vertex_count = vertices;
    shape->part_count = parts;
    shape->is_null = object->nSHPType == SHPT_NULL;
    return NA_OK;
}

enum na_code na_shapefile_read_shape(struct na_shapefile *file, size_t record,
                                     struct na_shape *ret_shape, struct na_error *reterr)
{
    errno = 0;
    SHPObject *object =
        record < file->record_count ? SHPReadObject(file->shapes, (int)record) : NULL;
    if (object == NULL && errno == ENOMEM) { /* shapelib has no code for it */
        return na_fail_memory(reterr, "reading a shape");
    }
    if (object == NULL) {
        (void)na_fail(reterr, NA_ERR_DATA, "The shape cannot be read");
        return na_fail_at(reterr, NA_ERR_DATA, file->shp_name, (int64_t)record + 1, NULL,
                          NA_SHAPE_HINT_EXPORT);
    }
    struct na_shape shape = {NULL, 0, NULL, 0, false};
    enum na_code code = shape_copy(object, &shape, reterr);
    SHPDestroyObject(object);
    if (code == NA_OK) {
        *ret_shape = shape;
    }
    return code;
}

void na_shape_fini(struct na_shape *shape)
{
    if (shape == NULL) {
        return;
    }
    free(shape->xy);
    free(shape->part_starts);
    memset(shape, 0, sizeof *shape);
}

/* The text of a field as a reader of C strings sees it: old programs leave what was in memory
 * after the NUL. Numbers are set to the right, so their leading blanks go too. */
static struct na_str text_trim(const char *bytes, size_t width, bool number)
{
    size_t end = 0;
    while (end < width && bytes[end] != '\0') {
        end++;
    }
    while (end > 0 && bytes[end - 1] == ' ') {
        end--;
    }
    size_t start = 0;
    while (number && start < end && bytes[start] == ' ') {
        start++;
    }
    return (struct na_str){bytes + start, end - start};
}

static bool all_stars(struct na_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] != '*') {
            return false;
        }
    }
    return text.length > 0;
}

enum na_code na_shapefile_read_text(struct na_shapefile *file, size_t record, size_t field,
                                    struct na_str *ret_text, struct na_error *reterr)
{
    const char *name = na_shapefile_field_name(file, field);
    const char *tuple = record < file->record_count && field < file->field_count
                            ? DBFReadTuple(file->table, (int)record)
                            : NULL;
    const char *fault = NULL;
    const char *hint = NA_SHAPE_HINT_EXPORT;
    if (tuple == NULL) {
        fault = "There is no such record or field";
    } else if (strchr("CNFDL", file->table->pachFieldType[field]) == NULL) {
        fault = "The field holds binary data or a memo, not text";
        hint = "Export the layer again with this field as text";
    } else {
        char type = file->table->pachFieldType[field];
        bool number = type == 'N' || type == 'F';
        struct na_str text = text_trim(tuple + file->table->panFieldOffset[field],
                                       (size_t)file->table->panFieldSize[field], number);
        if (!number || !all_stars(text)) {
            *ret_text = text;
            return NA_OK;
        }
        fault = "The number did not fit its field or has no value (stars)";
        hint = "Widen the field or fill in the value, then export the layer again";
    }
    (void)na_fail(reterr, NA_ERR_DATA, "%s", fault);
    return na_fail_at(reterr, NA_ERR_DATA, file->dbf_name, (int64_t)record + 1, name, hint);
}
