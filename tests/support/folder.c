/* mkdtemp, and a removal that walks the folder. A failure ends the test: without its folder it says
 * nothing. */
#include "support/folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    abort();
}

void folder_make(char *to, size_t size)
{
    const char *base = getenv("TMPDIR");
    (void)snprintf(to, size, "%s/nearaid-test-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(to) == NULL || chmod(to, 0755) != 0) {
        die(to);
    }
}

static size_t each(const char *folder, int remove_too)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        die(folder);
    }
    size_t count = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        count++;
        char path[1024];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (remove_too && remove(path) != 0) {
            die(path);
        }
    }
    (void)closedir(dir);
    return count;
}

void folder_remove(const char *folder)
{
    (void)each(folder, 1);
    if (rmdir(folder) != 0) {
        die(folder);
    }
}

size_t folder_count(const char *folder)
{
    return each(folder, 0);
}

void folder_put(const char *folder, const char *name, const void *bytes, size_t length, char *to,
                size_t size)
{
    (void)snprintf(to, size, "%s/%s", folder, name);
    FILE *file = fopen(to, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        die(to);
    }
}
