/* Rounding by key: the key file and the numbers it gives. */
#include "table/rounding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/file.h"
#include "io/hmac.h"

#define NAME_TEXT 17
/* What the name of a key is made of: no row has this text. */
static const char name_of_key[] = "nearaid: the name of this key";

struct na_rounding {
    struct na_hmac *hmac;
    char name[NAME_TEXT];
};

uint64_t na_rounded(uint64_t count, uint64_t sum)
{
    /* floor(5 sum / 2^64) in halves: the product does not fit. */
    uint64_t high = (sum >> 32) * NA_ROUNDING_BASE, low = (sum & 0xFFFFFFFF) * NA_ROUNDING_BASE;
    uint64_t fifth = (high + (low >> 32)) >> 32;
    uint64_t rest = count % NA_ROUNDING_BASE;
    return count - rest + (fifth < rest ? NA_ROUNDING_BASE : 0);
}

enum na_code na_rounding_number(struct na_rounding *rounding, struct na_str text,
                                uint64_t *ret_number, struct na_error *reterr)
{
    return na_hmac_number(rounding->hmac, text.bytes, text.length, ret_number, reterr);
}

static enum na_code start(struct na_rounding *rounding, const unsigned char *key,
                          struct na_error *reterr)
{
    uint64_t number = 0;
    enum na_code code = na_hmac_new(key, NA_ROUNDING_KEY_BYTES, &rounding->hmac, reterr);
    if (code == NA_OK) {
        code = na_rounding_number(rounding, na_str_of(name_of_key), &number, reterr);
    }
    (void)snprintf(rounding->name, sizeof rounding->name, "%016llx", (unsigned long long)number);
    return code;
}

enum na_code na_rounding_new(const char *path, struct na_rounding **ret_rounding,
                             struct na_error *reterr)
{
    unsigned char key[NA_ROUNDING_KEY_BYTES];
    enum na_code code = na_file_read_secret(path, key, sizeof key, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_rounding *rounding = calloc(1, sizeof *rounding);
    code = rounding != NULL ? start(rounding, key, reterr)
                            : na_fail_memory(reterr, "a key for rounding");
    memset(key, 0, sizeof key);
    if (code != NA_OK) {
        na_rounding_free(rounding);
        return code;
    }
    *ret_rounding = rounding;
    return NA_OK;
}

void na_rounding_free(struct na_rounding *rounding)
{
    if (rounding != NULL) {
        na_hmac_free(rounding->hmac);
        free(rounding);
    }
}

const char *na_rounding_name(const struct na_rounding *rounding)
{
    return rounding->name;
}
