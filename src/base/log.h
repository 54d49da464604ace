/* base/log.h - lines on stderr for the programs. The library never logs; http and app do. */
#ifndef NA_BASE_LOG_H
#define NA_BASE_LOG_H

#include <nearaid/api.h>

enum na_log_level { NA_LOG_ERROR, NA_LOG_WARNING, NA_LOG_INFO };

/* Write one line "LEVEL message", control characters replaced, in one write(2), so that lines of
 * several threads do not mix. Any thread. */
void na_log(enum na_log_level level, const char *format, ...) NA_PRINTF(2, 3);

#endif
