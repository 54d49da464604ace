/* tests/support/folder.h - a scratch folder for one test, below the system's temporary folder. */
#ifndef NA_TEST_SUPPORT_FOLDER_H
#define NA_TEST_SUPPORT_FOLDER_H

#include <stddef.h>

/* Make a new, empty folder readable by everyone; writes its path to `to`. Aborts on failure. */
void folder_make(char *to, size_t size);
/* Remove the files in it, and it. */
void folder_remove(const char *folder);
/* Names in it, `.` and `..` left out. */
size_t folder_count(const char *folder);
/* Write `text` to folder/name, plainly; the path goes to `to`. */
void folder_put(const char *folder, const char *name, const void *bytes, size_t length, char *to,
                size_t size);

#endif
