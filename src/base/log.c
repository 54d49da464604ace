/* One write of one line, whatever is in the message. */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void na_log(enum na_log_level level, const char *format, ...)
{
    static const char *const names[] = {"error: ", "warning: ", ""};
    char line[1400];
    size_t start = strlen(names[level]);
    memcpy(line, names[level], start);
    va_list args;
    va_start(args, format);
    int printed = vsnprintf(line + start, sizeof line - start - 1, format, args);
    va_end(args);
    size_t length = strlen(line);
    if (printed < 0) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) {
            line[i] = ' ';
        }
    }
    line[length++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written; /* nowhere left to complain */
}
