/* Texts are appended, and their ends kept in memory. Beyond a limit the bytes go to a file, of
 * which one page is held while rows are read. Rows mostly use neighbouring strings, so the page is
 * seldom changed. */
#include "workbooks/strings.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"

void na_strings_init(struct na_strings *strings)
{
    na_buffer_init(&strings->text, 2 * NA_STRINGS_MEMORY_BYTES);
    na_buffer_init(&strings->ends, NA_STRINGS_MAX * sizeof(uint64_t));
    na_buffer_init(&strings->page, NA_STRINGS_PAGE_BYTES + NA_STRING_BYTES_MAX);
    strings->written = 0;
    strings->fd = -1;
    strings->page_at = 0;
}

void na_strings_fini(struct na_strings *strings)
{
    na_buffer_fini(&strings->text);
    na_buffer_fini(&strings->ends);
    na_buffer_fini(&strings->page);
    if (strings->fd >= 0) {
        (void)close(strings->fd);
    }
    strings->fd = -1;
}

static enum na_code open_file(struct na_strings *strings, struct na_error *reterr)
{
    const char *folder = getenv("TMPDIR");
    char name[512];
    if (strings->fd >= 0) {
        return NA_OK;
    }
    (void)snprintf(name, sizeof name, "%.400s/nearaid-strings-XXXXXX",
                   folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    strings->fd = mkstemp(name);
    if (strings->fd < 0) {
        return na_fail_errno(reterr, errno, "make a temporary file", name);
    }
    (void)unlink(name);
    return NA_OK;
}

/* All text into the file. */
static enum na_code flush(struct na_strings *strings, struct na_error *reterr)
{
    enum na_code code = open_file(strings, reterr);
    for (size_t at = 0; at < strings->text.length && code == NA_OK;) {
        ssize_t put = write(strings->fd, strings->text.data + at, strings->text.length - at);
        if (put < 0 && errno != EINTR) {
            code =
                na_fail_errno(reterr, errno, "write a temporary file", "the strings of a workbook");
        }
        at += put > 0 ? (size_t)put : 0;
    }
    strings->written += strings->text.length;
    na_buffer_clear(&strings->text);
    return code;
}

enum na_code na_strings_add(struct na_strings *strings, struct na_str text, struct na_error *reterr)
{
    if (text.length > NA_STRING_BYTES_MAX || strings->ends.length == strings->ends.limit) {
        return na_fail(reterr, NA_ERR_LIMIT, "The workbook has too many or too long strings");
    }
    enum na_code code = NA_OK;
    if (strings->text.length + text.length > NA_STRINGS_MEMORY_BYTES) {
        code = flush(strings, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    uint64_t end = strings->written + strings->text.length + text.length;
    if (na_buffer_append(&strings->text, text.bytes, text.length) != NA_OK ||
        na_buffer_append(&strings->ends, &end, sizeof end) != NA_OK) {
        return na_fail_memory(reterr, "reading the strings of a workbook");
    }
    return NA_OK;
}

static size_t count_of(const struct na_strings *strings)
{
    return strings->ends.length / sizeof(uint64_t);
}

static uint64_t end_of(const struct na_strings *strings, size_t i)
{
    uint64_t end = 0;
    memcpy(&end, strings->ends.data + i * sizeof end, sizeof end);
    return end;
}

/* Have bytes [from, from + length) of the file in the page. */
static enum na_code load(struct na_strings *strings, uint64_t from, size_t length,
                         struct na_error *reterr)
{
    size_t wanted = length > NA_STRINGS_PAGE_BYTES ? length : NA_STRINGS_PAGE_BYTES;
    struct na_buffer *page = &strings->page;
    na_buffer_clear(page);
    if (na_buffer_reserve(page, wanted) != NA_OK) {
        return na_fail_memory(reterr, "reading the strings of a workbook");
    }
    strings->page_at = from;
    while (page->length < wanted) {
        ssize_t got = pread(strings->fd, page->data + page->length, wanted - page->length,
                            (off_t)(from + page->length));
        if (got < 0 && errno != EINTR) {
            return na_fail_errno(reterr, errno, "read a temporary file",
                                 "the strings of a workbook");
        }
        if (got == 0) {
            break;
        }
        page->length += got > 0 ? (size_t)got : 0;
    }
    return page->length >= length ? NA_OK
                                  : na_fail(reterr, NA_ERR_IO, "A temporary file was cut short");
}

enum na_code na_strings_get(struct na_strings *strings, size_t i, struct na_str *ret_text,
                            struct na_error *reterr)
{
    if (i >= count_of(strings)) {
        return na_fail(reterr, NA_ERR_DATA, "A cell names a shared string that is not there");
    }
    uint64_t from = i > 0 ? end_of(strings, i - 1) : 0;
    size_t length = (size_t)(end_of(strings, i) - from);
    if (from >= strings->written) {
        *ret_text = (struct na_str){strings->text.data + (from - strings->written), length};
        return NA_OK;
    }
    bool there =
        from >= strings->page_at && from + length <= strings->page_at + strings->page.length;
    enum na_code code = there ? NA_OK : load(strings, from, length, reterr);
    if (code == NA_OK) {
        *ret_text = (struct na_str){strings->page.data + (from - strings->page_at), length};
    }
    return code;
}
