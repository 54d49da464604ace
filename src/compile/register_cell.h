/* compile/register_cell.h - one cell of a register: the guard against codes, and its findings. */
#ifndef NA_COMPILE_REGISTER_CELL_H
#define NA_COMPILE_REGISTER_CELL_H

#include "compile/register.h"

/* The cell being read. */
struct na_register_cell {
    struct na_register *reg;
    size_t i; /* its column */
    int64_t line;
    struct na_buffer *text; /* what it becomes */
    enum na_register_role role;
};

struct na_str na_register_cell_text(const struct na_register_cell *cell);
/* Findings about the cell, which never quote it. */
void na_register_cell_warn(const struct na_register_cell *cell, const char *hint, const char *what);
void na_register_cell_fault(const struct na_register_cell *cell, const char *hint,
                            const char *what);
/* The one place where codes are found: what it leaves is all that any reader sees of the cell. */
NA_MUST_USE enum na_code na_register_cell_guard(const struct na_register_cell *cell);

#endif
