/* A tag is a hash of all that decides the bytes of an answer: the version, the data, the target,
 * the form, the day. A page is tagged by the digest of its body instead. */
#include "http/etag.h"

#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "data/snapshot.h"
#include "io/file.h"

/* FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>. A tag must differ when the content
 * does; nobody gains by making two of them equal. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ at[i]) * UINT64_C(0x100000001B3);
    }
    return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    return mix(hash, text, strlen(text) + 1);
}

void na_etag_make(const struct na_snapshot *snapshot, const struct na_etag_made *made,
                  char ret_etag[40])
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    char id[13] = "-";
    hash = mix_text(hash, NA_VERSION);
    if (snapshot != NULL) {
        const struct na_pack_info *info = na_snapshot_info(snapshot);
        hash = mix_text(hash, na_snapshot_digest(snapshot));
        /* The digest covers the pack's files; what else its content came from: */
        hash = mix_text(hash, info->grid_sha256);
        hash = mix_text(hash, info->compiler);
        hash = mix(hash, &made->today, sizeof made->today); /* the default of as_at */
        (void)snprintf(id, sizeof id, "%.12s", na_snapshot_digest(snapshot) + strlen("sha256:"));
    }
    hash = mix_text(hash, made->target);
    hash = made->base[0] != '\0' ? mix_text(hash, made->base) : hash;
    hash = mix(hash, &made->format, sizeof made->format);
    if (made->sees_codes) {
        hash = mix_text(hash, "codes");
    }
    (void)snprintf(ret_etag, 40, "\"%s-%016llx%s\"", id, (unsigned long long)hash,
                   made->gzip ? "-gz" : "");
}

bool na_etag_of_body(const struct na_http_response *response, bool gzip, char ret_etag[40])
{
    char digest[NA_SHA256_TEXT];
    size_t length = 0;
    const char *body = na_http_response_body(response, &length);
    if (na_sha256(body, length, digest, NULL) != NA_OK) {
        return false;
    }
    (void)snprintf(ret_etag, 40, "\"%.32s%s\"", digest, gzip ? "-gz" : "");
    return true;
}
