/* The rows of a finished workbook. It is a zip file (PKWARE APPNOTE.TXT): its directory says where
 * a sheet stands; the sheet is deflated, which is gzip but for gzip's header and trailer, so these
 * are put around it and the gzip reader does the rest, checksum and length included. */
#include "write/xlsx_rows.h"

#include <stdio.h>
#include <string.h>

#include "io/gzip.h"

#define END_BYTES 22
#define ENTRY_BYTES 46
#define LOCAL_BYTES 30
#define DIRECTORY_MAX 16384
#define PIECE 65536
static const char row_tag[] = "<row ";
static const char sheet_end[] = "</worksheet>";
/* A tag cut by the edge of a piece is seen with the next one. */
#define KEPT (sizeof sheet_end - 1)

/* Where a sheet's deflated bytes are, and how many they are inflated. */
struct entry {
    uint32_t at, length, uncompressed, checksum;
};

static uint32_t little(const unsigned char *bytes, size_t count)
{
    uint32_t value = 0;
    for (size_t i = count; i > 0; i--) {
        value = value << 8 | bytes[i - 1];
    }
    return value;
}

/* The entry `name` in the directory; its place is that of its local header. */
static bool find_entry(const unsigned char *directory, size_t length, const char *name,
                       struct entry *ret_entry)
{
    for (size_t at = 0; at + ENTRY_BYTES <= length;) {
        const unsigned char *entry = directory + at;
        size_t name_length = little(entry + 28, 2);
        if (little(entry, 4) != 0x02014B50 || at + ENTRY_BYTES + name_length > length) {
            return false;
        }
        if (name_length == strlen(name) && memcmp(entry + ENTRY_BYTES, name, name_length) == 0) {
            *ret_entry = (struct entry){.at = little(entry + 42, 4),
                                        .length = little(entry + 20, 4),
                                        .uncompressed = little(entry + 24, 4),
                                        .checksum = little(entry + 16, 4)};
            return little(entry + 10, 2) == 8;
        }
        at += ENTRY_BYTES + name_length + little(entry + 30, 2) + little(entry + 32, 2);
    }
    return false;
}

static bool read_at(FILE *file, long at, unsigned char *to, size_t length)
{
    return at >= 0 && fseek(file, at, SEEK_SET) == 0 && fread(to, 1, length, file) == length;
}

/* Put the file at the sheet's first deflated byte. */
static bool find_sheet(FILE *file, size_t sheet, struct entry *ret_entry)
{
    unsigned char end[END_BYTES];
    unsigned char directory[DIRECTORY_MAX];
    unsigned char local[LOCAL_BYTES];
    char name[64];
    (void)snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", sheet);
    if (fseek(file, 0, SEEK_END) != 0 || !read_at(file, ftell(file) - END_BYTES, end, sizeof end) ||
        little(end, 4) != 0x06054B50) {
        return false;
    }
    size_t length = little(end + 12, 4);
    if (length > sizeof directory || !read_at(file, little(end + 16, 4), directory, length) ||
        !find_entry(directory, length, name, ret_entry) ||
        !read_at(file, ret_entry->at, local, sizeof local) || little(local, 4) != 0x04034B50) {
        return false;
    }
    return fseek(file, little(local + 26, 2) + (long)little(local + 28, 2), SEEK_CUR) == 0;
}

/* Counting under way. `text` begins with the end of what was seen before. */
struct counting {
    struct na_gunzip *gunzip;
    char text[KEPT + PIECE];
    size_t kept;
    uint64_t rows;
};

static void count_tags(struct counting *counting, size_t length)
{
    /* Only a tag that ends in the new bytes is new. */
    size_t known = counting->kept < sizeof row_tag - 2 ? counting->kept : sizeof row_tag - 2;
    const char *at = counting->text + counting->kept - known;
    const char *end = counting->text + counting->kept + length;
    for (; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++) {
        counting->rows += (size_t)(end - at) >= sizeof row_tag - 1 &&
                          memcmp(at, row_tag, sizeof row_tag - 1) == 0;
    }
    size_t all = counting->kept + length;
    size_t keep = all < KEPT ? all : KEPT;
    memmove(counting->text, counting->text + all - keep, keep);
    counting->kept = keep;
}

static bool inflate_bytes(struct counting *counting, const char *bytes, size_t length)
{
    size_t given = 1;
    while (length > 0 || given > 0) {
        size_t taken = 0;
        if (na_gunzip_some(counting->gunzip, bytes, length, counting->text + counting->kept, PIECE,
                           &taken, &given, NULL) != NA_OK) {
            return false;
        }
        bytes += taken;
        length -= taken;
        count_tags(counting, given);
        if (length > 0 && taken == 0 && given == 0) {
            return false;
        }
    }
    return true;
}

static bool count_sheet(FILE *file, const struct entry *entry, struct counting *counting)
{
    static const char header[] = "\x1F\x8B\x08\0\0\0\0\0\0\xFF";
    char piece[PIECE];
    bool good = inflate_bytes(counting, header, sizeof header - 1);
    for (size_t left = entry->length; left > 0 && good;) {
        size_t wanted = left < sizeof piece ? left : sizeof piece;
        good = fread(piece, 1, wanted, file) == wanted && inflate_bytes(counting, piece, wanted);
        left -= wanted;
    }
    char trailer[8];
    for (size_t i = 0; i < 4; i++) {
        trailer[i] = (char)(entry->checksum >> (8 * i));
        trailer[4 + i] = (char)(entry->uncompressed >> (8 * i));
    }
    return good && inflate_bytes(counting, trailer, sizeof trailer) &&
           na_gunzip_whole(counting->gunzip) && counting->kept == KEPT &&
           memcmp(counting->text, sheet_end, KEPT) == 0;
}

bool na_xlsx_rows_count(const char *path, size_t sheet, uint64_t *ret_rows)
{
    struct counting counting = {.gunzip = NULL};
    struct entry entry;
    FILE *file = fopen(path, "rb");
    bool good = file != NULL && find_sheet(file, sheet, &entry) &&
                na_gunzip_new(&counting.gunzip, NULL) == NA_OK &&
                count_sheet(file, &entry, &counting);
    if (good) {
        *ret_rows = counting.rows;
    }
    na_gunzip_free(counting.gunzip);
    if (file != NULL) {
        (void)fclose(file);
    }
    return good;
}
