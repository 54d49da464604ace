/* io/shapefile where shapelib gives no handle, though the check has passed the files: its hooks, or
 * its memory, may fail. Either of its two is missing in turn, and the other must be closed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <shapefil.h>

#include "support/shape_triple.h"

SHPHandle __real_SHPOpenLL(const char *name, const char *access, const SAHooks *hooks);
SHPHandle __wrap_SHPOpenLL(const char *name, const char *access, const SAHooks *hooks);
DBFHandle __real_DBFOpenLL(const char *name, const char *access, const SAHooks *hooks);
DBFHandle __wrap_DBFOpenLL(const char *name, const char *access, const SAHooks *hooks);
void __real_SHPClose(SHPHandle handle);
void __wrap_SHPClose(SHPHandle handle);
void __real_DBFClose(DBFHandle handle);
void __wrap_DBFClose(DBFHandle handle);

static bool shapes_fail;
static bool table_fails;
static unsigned int open_handles;

SHPHandle __wrap_SHPOpenLL(const char *name, const char *access, const SAHooks *hooks)
{
    open_handles += shapes_fail ? 0 : 1;
    return shapes_fail ? NULL : __real_SHPOpenLL(name, access, hooks);
}

DBFHandle __wrap_DBFOpenLL(const char *name, const char *access, const SAHooks *hooks)
{
    open_handles += table_fails ? 0 : 1;
    return table_fails ? NULL : __real_DBFOpenLL(name, access, hooks);
}

void __wrap_SHPClose(SHPHandle handle)
{
    assert_non_null(handle);
    open_handles--;
    __real_SHPClose(handle);
}

void __wrap_DBFClose(DBFHandle handle)
{
    assert_non_null(handle);
    open_handles--;
    __real_DBFClose(handle);
}

static void a_missing_handle_is_told_by_its_file(void **state)
{
    (void)state;
    for (unsigned int which = 1; which < 4; which++) {
        struct shape_triple triple = shape_triple_small();
        struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
        struct na_shapefile *file = NULL;
        struct na_error error = {0};
        shapes_fail = (which & 1) != 0;
        table_fails = (which & 2) != 0;
        assert_int_equal(na_shapefile_open(&bytes, NULL, &file, &error), NA_ERR_DATA);
        assert_null(file);
        assert_string_equal(error.message, "The file cannot be opened");
        assert_string_equal(error.file, shapes_fail ? "w.shp" : "w.dbf");
        assert_int_equal(open_handles, 0);
        shape_triple_fini(&triple);
    }
}

static void both_handles_are_closed(void **state)
{
    (void)state;
    struct shape_triple triple = shape_triple_small();
    struct na_shape_bytes bytes = shape_triple_bytes(&triple, "w.shp");
    struct na_shapefile *file = NULL;
    shapes_fail = false;
    table_fails = false;
    assert_int_equal(na_shapefile_open(&bytes, NULL, &file, NULL), NA_OK);
    assert_int_equal(open_handles, 2);
    na_shapefile_free(file);
    assert_int_equal(open_handles, 0);
    shape_triple_fini(&triple);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_handle_is_told_by_its_file),
        cmocka_unit_test(both_handles_are_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
