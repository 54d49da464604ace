/* base/sanitized.h - is this build watched by a sanitizer? Its shadow memory is terabytes of
 * addresses, and it asks more of the kernel than the program: limits and confinement of children
 * leave it out. */
#ifndef NA_BASE_SANITIZED_H
#define NA_BASE_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define NA_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define NA_SANITIZED 1
#endif
#endif

#endif
