/* Numbers of /proc/self, with the names that Prometheus uses for processes. A number that cannot be
 * read is left out; nothing here fails a scrape but a lack of memory. */
#include "http/process_metrics.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <nearaid/version.h>

#include "base/number.h"
#include "base/text.h"

/* Fields of /proc/self/stat after the name, which may hold anything: proc(5) counts the state as
 * the third. */
#define FIELD_FIRST 3
#define FIELD_USER_TIME 14
#define FIELD_SYSTEM_TIME 15
#define FIELD_START_TIME 22
#define FIELD_VIRTUAL_BYTES 23
#define FIELD_RESIDENT_PAGES 24
#define FIELDS 25

static bool read_stat(int64_t ret_fields[FIELDS])
{
    char text[1024];
    int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0) {
        (void)close(fd);
    }
    if (got <= 0) {
        return false;
    }
    text[got] = '\0';
    char *at = strrchr(text, ')');
    if (at == NULL) {
        return false;
    }
    at++;
    for (int field = FIELD_FIRST; field < FIELDS; field++) {
        at += strspn(at, " ");
        size_t length = strcspn(at, " \n");
        if (field > FIELD_FIRST && !na_integer_parse((struct na_str){at, length}, INT64_MIN,
                                                     INT64_MAX, &ret_fields[field])) {
            ret_fields[field] = 0; /* none of those used is beyond 64 bits */
        }
        at += length;
    }
    return true;
}

static enum na_code put(struct na_buffer *to, const char *name, const char *help, bool counter,
                        double value, unsigned int decimals)
{
    char number[NA_NUMBER_TEXT];
    (void)na_number_trimmed(&number, value, decimals);
    return na_buffer_printf(to, "# HELP %s %s\n# TYPE %s %s\n%s %s\n", name, help, name,
                            counter ? "counter" : "gauge", name, number);
}

static double seconds(struct timespec time)
{
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static enum na_code put_stat(struct na_buffer *to)
{
    int64_t fields[FIELDS] = {0};
    struct timespec now, up;
    if (!read_stat(fields) || clock_gettime(CLOCK_REALTIME, &now) != 0 ||
        clock_gettime(CLOCK_BOOTTIME, &up) != 0) {
        return NA_OK;
    }
    double tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK);
    double start_s = seconds(now) - seconds(up) + (double)fields[FIELD_START_TIME] * tick_s;
    double busy_s = (double)(fields[FIELD_USER_TIME] + fields[FIELD_SYSTEM_TIME]) * tick_s;
    enum na_code code = put(to, "process_start_time_seconds",
                            "When the process began, in Unix time.", false, start_s, 2);
    if (code == NA_OK) {
        code = put(to, "process_cpu_seconds_total",
                   "Processor time of the daemon without its children.", true, busy_s, 2);
    }
    if (code == NA_OK) {
        code = put(to, "process_virtual_memory_bytes", "Addresses in use.", false,
                   (double)fields[FIELD_VIRTUAL_BYTES], 0);
    }
    if (code == NA_OK) {
        code = put(to, "process_resident_memory_bytes", "Memory in use.", false,
                   (double)fields[FIELD_RESIDENT_PAGES] * (double)sysconf(_SC_PAGESIZE), 0);
    }
    return code;
}

static enum na_code put_descriptors(struct na_buffer *to)
{
    struct rlimit limit;
    enum na_code code = NA_OK;
    size_t open_count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL && errno == ENOMEM) {
        return NA_ERR_MEMORY;
    }
    if (folder != NULL) {
        while (readdir(folder) != NULL) {
            open_count++;
        }
        (void)closedir(folder);
        /* Neither ".", nor "..", nor the folder itself. */
        code = put(to, "process_open_fds", "Descriptors in use.", false, (double)open_count - 3, 0);
    }
    if (code == NA_OK && getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        code = put(to, "process_max_fds", "Descriptors that are allowed.", false,
                   (double)limit.rlim_cur, 0);
    }
    return code;
}

enum na_code na_process_metrics_render(struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, "# HELP nearaid_build_info Which build this is.\n"
                                           "# TYPE nearaid_build_info gauge\n"
                                           "nearaid_build_info{version=\"" NA_VERSION "\"} 1\n");
    if (code == NA_OK) {
        code = put_stat(to);
    }
    return code == NA_OK ? put_descriptors(to) : code;
}
