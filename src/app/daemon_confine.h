/* app/daemon_confine.h - what a child of the daemon may still ask the kernel for.
 *
 * A child reads what a stranger sent (a workbook, a zip file), or unites polygons of a file by a
 * library that may be led astray. An attacker who takes it over should find nothing to reach for.
 */
#ifndef NA_APP_DAEMON_CONFINE_H
#define NA_APP_DAEMON_CONFINE_H

/* From now on this process can open no path but /proc/self/fd/N of `file`, to read (Landlock, where
 * the kernel has it), and has no system call but those that answering needs (seccomp): no socket,
 * no other program, no file to be created or written save by a descriptor that is open already.
 * Every other call fails as if the kernel did not know it. It cannot be undone.
 *
 * Where the kernel offers neither, a warning goes to standard error, and the limits of
 * daemon_limits.h are all that holds. Under a sanitizer, which needs more, nothing is done. */
void na_daemon_confine(int file);

#endif
