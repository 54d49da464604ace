/* io/sqlite.h - the one gate to SQLite: a GeoPackage is read in io and written in write. No other
 * file includes it, so that what need not hold a database does not link one. */
#ifndef NA_IO_SQLITE_H
#define NA_IO_SQLITE_H

#include <sqlite3.h>

#endif
