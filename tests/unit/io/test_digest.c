/* SHA-256 and the joining of paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "io/file.h"

static void paths_are_joined(void **state)
{
    (void)state;
    static const struct {
        const char *folder, *name, *joined;
    } cases[] = {{"a", "b", "a/b"},
                 {"a/", "b", "a/b"},
                 {"", "b", "b"},
                 {"/", "b", "/b"},
                 {"a", "/b", "/b"},
                 {"a", "../b", "a/../b"},
                 {"1234567", "12345678", NULL},
                 {"1234567", "1234567", "1234567/1234567"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char to[16] = "";
        struct na_error error = {0};
        enum na_code code = na_path_join(to, sizeof to, cases[i].folder, cases[i].name, &error);
        assert_int_equal(code, cases[i].joined != NULL ? NA_OK : NA_ERR_LIMIT);
        if (cases[i].joined != NULL) {
            assert_string_equal(to, cases[i].joined);
        }
    }
}

/* FIPS 180-2, appendix B, and the well-known digest of nothing. */
static void digests_are_those_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        const char *text, *digest;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char digest[NA_SHA256_TEXT];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(na_sha256(cases[i].text, strlen(cases[i].text), digest, NULL), NA_OK);
        assert_string_equal(digest, cases[i].digest);
    }
    assert_int_equal(na_sha256(NULL, 0, digest, NULL), NA_OK);
    assert_string_equal(digest, cases[0].digest);
    static char million[1000000];
    memset(million, 'a', sizeof million);
    assert_int_equal(na_sha256(million, sizeof million, digest, NULL), NA_OK);
    assert_string_equal(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_joined),
        cmocka_unit_test(digests_are_those_of_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
