/* A hash table of addresses with as many places as there may be connections, made at the start:
 * counting never asks for memory. A connection that would be one too many is not counted. One mutex
 * guards all of it. */
#include "http/census.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/fail.h"

/* An address that has connections; unused ones are chained too. */
struct resident {
    uint64_t key;
    unsigned int connections;
    unsigned int next; /* 1-based position; 0: end of chain */
};

struct na_census {
    pthread_mutex_t mutex; /* guards all below */
    unsigned int total, total_limit, address_limit;
    unsigned int bucket_count; /* a power of two */
    unsigned int unused;       /* chain of unused residents */
    unsigned int *buckets;
    struct resident *residents; /* total_limit of them: no more addresses than connections */
};

/* IPv4 in IPv6 counts as IPv4; of IPv6 the first 64 bits, which one host has to itself. */
static uint64_t key_of(const struct sockaddr *address)
{
    uint64_t key = 0;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        key = UINT64_C(0xFFFF00000000) | ntohl(in.sin_addr.s_addr);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        const unsigned char *bytes = in6.sin6_addr.s6_addr;
        size_t first = IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr) ? 8 : 0;
        for (size_t i = first; i < first + 8; i++) {
            key = key << 8 | bytes[i];
        }
    }
    return key;
}

static unsigned int *bucket_of(struct na_census *census, uint64_t key)
{
    /* Fibonacci hashing: the upper bits of a product with 2^64 / golden ratio. */
    uint64_t mixed = key * UINT64_C(0x9E3779B97F4A7C15);
    return &census->buckets[(mixed >> 32) & (census->bucket_count - 1)];
}

enum na_code na_census_new(unsigned int total, unsigned int per_address,
                           struct na_census **ret_census, struct na_error *reterr)
{
    struct na_census *census = calloc(1, sizeof *census);
    if (census == NULL) {
        return na_fail_memory(reterr, "counting connections");
    }
    census->total_limit = total;
    census->address_limit = per_address;
    census->bucket_count = 64;
    while (census->bucket_count < total && census->bucket_count < 1U << 20) {
        census->bucket_count *= 2;
    }
    census->buckets = calloc(census->bucket_count, sizeof *census->buckets);
    census->residents = calloc(total > 0 ? total : 1, sizeof *census->residents);
    if (census->buckets == NULL || census->residents == NULL ||
        pthread_mutex_init(&census->mutex, NULL) != 0) {
        free(census->buckets);
        free(census->residents);
        free(census);
        return na_fail_memory(reterr, "counting connections");
    }
    for (unsigned int i = 0; i < total; i++) {
        census->residents[i].next = i + 1 < total ? i + 2 : 0;
    }
    census->unused = total > 0 ? 1 : 0;
    *ret_census = census;
    return NA_OK;
}

void na_census_free(struct na_census *census)
{
    if (census != NULL) {
        pthread_mutex_destroy(&census->mutex);
        free(census->buckets);
        free(census->residents);
        free(census);
    }
}

/* The link (in a bucket or resident) that leads to `key`, or to the chain's end. */
static unsigned int *find(struct na_census *census, uint64_t key)
{
    unsigned int *link = bucket_of(census, key);
    while (*link != 0 && census->residents[*link - 1].key != key) {
        link = &census->residents[*link - 1].next;
    }
    return link;
}

bool na_census_enter(struct na_census *census, const struct sockaddr *address)
{
    uint64_t key = key_of(address);
    bool entered = false;
    pthread_mutex_lock(&census->mutex);
    if (census->total < census->total_limit) {
        unsigned int *link = find(census, key);
        if (*link == 0) {
            struct resident *fresh = &census->residents[census->unused - 1];
            *link = census->unused;
            census->unused = fresh->next;
            *fresh = (struct resident){.key = key};
        }
        struct resident *resident = &census->residents[*link - 1];
        entered = resident->connections < census->address_limit;
        if (entered) {
            resident->connections++;
            census->total++;
        }
    }
    pthread_mutex_unlock(&census->mutex);
    return entered;
}

void na_census_leave(struct na_census *census, const struct sockaddr *address)
{
    uint64_t key = key_of(address);
    pthread_mutex_lock(&census->mutex);
    unsigned int *link = find(census, key);
    if (*link != 0) {
        unsigned int position = *link;
        struct resident *resident = &census->residents[position - 1];
        census->total--;
        if (--resident->connections == 0) {
            *link = resident->next;
            resident->next = census->unused;
            census->unused = position;
        }
    }
    pthread_mutex_unlock(&census->mutex);
}

unsigned int na_census_total(struct na_census *census)
{
    pthread_mutex_lock(&census->mutex);
    unsigned int total = census->total;
    pthread_mutex_unlock(&census->mutex);
    return total;
}
