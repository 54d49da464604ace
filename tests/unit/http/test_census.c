/* Counting connections: both limits, and a long run against a plain array. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "http/census.h"

static struct sockaddr_storage address(const char *text)
{
    struct sockaddr_storage all;
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    memset(&all, 0, sizeof all);
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1) {
        memcpy(&all, &in, sizeof in);
    } else {
        assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
        memcpy(&all, &in6, sizeof in6);
    }
    return all;
}

static bool enter(struct na_census *census, const char *text)
{
    struct sockaddr_storage from = address(text);
    return na_census_enter(census, (struct sockaddr *)&from);
}

static void leave(struct na_census *census, const char *text)
{
    struct sockaddr_storage from = address(text);
    na_census_leave(census, (struct sockaddr *)&from);
}

static void test_limit_of_all(void **state)
{
    struct na_census *census = NULL;
    (void)state;
    assert_int_equal(na_census_new(3, 2, &census, NULL), NA_OK);
    assert_true(enter(census, "192.0.2.1"));
    assert_true(enter(census, "192.0.2.2"));
    assert_true(enter(census, "192.0.2.3"));
    assert_false(enter(census, "192.0.2.4"));
    assert_int_equal(na_census_total(census), 3);
    leave(census, "192.0.2.2");
    assert_true(enter(census, "192.0.2.4"));
    na_census_free(census);
}

static void test_limit_of_one_address(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } rows[] = {
        {"192.0.2.1", "192.0.2.1", true},          {"192.0.2.1", "192.0.2.2", false},
        {"192.0.2.1", "::ffff:192.0.2.1", true}, /* IPv4 in an IPv6 socket */
        {"2001:db8::1", "2001:db8::2", true},    /* one /64 is one host's to use */
        {"2001:db8::1", "2001:db8:0:1::1", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_census *census = NULL;
        assert_int_equal(na_census_new(10, 1, &census, NULL), NA_OK);
        assert_true(enter(census, rows[i].one));
        assert_true(enter(census, rows[i].other) == !rows[i].same);
        leave(census, rows[i].one);
        assert_true(enter(census, rows[i].one));
        na_census_free(census);
    }
}

/* Counts against a plain array, in a random order. */
static void test_counts_like_an_array(void **state)
{
    enum { ADDRESSES = 200, TOTAL = 300, EACH = 3 };
    unsigned int counts[ADDRESSES] = {0};
    unsigned int total = 0;
    unsigned int random = 7;
    struct na_census *census = NULL;
    (void)state;
    print_message("seed %u\n", random);
    assert_int_equal(na_census_new(TOTAL, EACH, &census, NULL), NA_OK);
    for (int step = 0; step < 100000; step++) {
        random = random * 1103515245U + 12345U;
        unsigned int i = (random >> 8) % ADDRESSES;
        struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x0A000000U + i)};
        if ((random >> 20) % 2 == 0) {
            bool room = total < TOTAL && counts[i] < EACH;
            assert_true(na_census_enter(census, (struct sockaddr *)&in) == room);
            counts[i] += room ? 1 : 0;
            total += room ? 1 : 0;
        } else if (counts[i] > 0) {
            na_census_leave(census, (struct sockaddr *)&in);
            counts[i]--;
            total--;
        }
        assert_int_equal(na_census_total(census), total);
    }
    na_census_free(census);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limit_of_all),
        cmocka_unit_test(test_limit_of_one_address),
        cmocka_unit_test(test_counts_like_an_array),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
