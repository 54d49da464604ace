/* http/process_metrics.h - what the process uses, and which build it is. */
#ifndef NA_HTTP_PROCESS_METRICS_H
#define NA_HTTP_PROCESS_METRICS_H

#include <nearaid/error.h>

#include "base/buffer.h"

/* Append nearaid_build_info and the process_* metrics by the names that Prometheus's own libraries
 * use: processor time, memory, descriptors, start. What /proc does not tell is left out. Errors:
 * NA_ERR_MEMORY, NA_ERR_LIMIT. Any thread. */
NA_MUST_USE enum na_code na_process_metrics_render(struct na_buffer *to);

#endif
