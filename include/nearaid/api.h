/* nearaid/api.h - visibility and must-use marks of the installed headers. */
#ifndef NEARAID_API_H
#define NEARAID_API_H

#if defined(__GNUC__)
#define NA_API __attribute__((visibility("default")))
#define NA_MUST_USE __attribute__((warn_unused_result))
#define NA_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define NA_API
#define NA_MUST_USE
#define NA_PRINTF(fmt, args)
#endif

#endif
