/* io/shapefile_bytes.h - numbers in the byte orders a shapefile mixes. Private to io/shapefile*.c.
 */
#ifndef NA_IO_SHAPEFILE_BYTES_H
#define NA_IO_SHAPEFILE_BYTES_H

#include <stdint.h>
#include <string.h>

#define NA_SHP_HEADER_BYTES 100u
#define NA_SHP_RECORD_HEADER_BYTES 8u
#define NA_DBF_HEADER_BYTES 32u
#define NA_DBF_FIELD_BYTES 32u

/* Shape types of the format (ESRI white paper of July 1998, page 4). */
enum na_shp_type {
    NA_SHP_NULL = 0,
    NA_SHP_POINT = 1,
    NA_SHP_LINE = 3,
    NA_SHP_POLYGON = 5,
    NA_SHP_MULTIPOINT = 8,
    NA_SHP_POINT_Z = 11,
    NA_SHP_LINE_Z = 13,
    NA_SHP_POLYGON_Z = 15,
    NA_SHP_MULTIPOINT_Z = 18,
    NA_SHP_POINT_M = 21,
    NA_SHP_LINE_M = 23,
    NA_SHP_POLYGON_M = 25,
    NA_SHP_MULTIPOINT_M = 28,
    NA_SHP_MULTIPATCH = 31
};

static inline uint32_t na_get_be32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

static inline uint32_t na_get_le32(const unsigned char *at)
{
    return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | (uint32_t)at[0];
}

static inline uint32_t na_get_le16(const unsigned char *at)
{
    return (uint32_t)at[1] << 8 | (uint32_t)at[0];
}

static inline double na_get_le_double(const unsigned char *at)
{
    uint64_t bits = (uint64_t)na_get_le32(at + 4) << 32 | na_get_le32(at);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline void na_put_be32(unsigned char *at, uint32_t value)
{
    at[0] = (unsigned char)(value >> 24);
    at[1] = (unsigned char)(value >> 16);
    at[2] = (unsigned char)(value >> 8);
    at[3] = (unsigned char)value;
}

static inline void na_put_le32(unsigned char *at, uint32_t value)
{
    at[3] = (unsigned char)(value >> 24);
    at[2] = (unsigned char)(value >> 16);
    at[1] = (unsigned char)(value >> 8);
    at[0] = (unsigned char)value;
}

static inline void na_put_le16(unsigned char *at, uint32_t value)
{
    at[1] = (unsigned char)(value >> 8);
    at[0] = (unsigned char)value;
}

static inline void na_put_le_double(unsigned char *at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    na_put_le32(at, (uint32_t)bits);
    na_put_le32(at + 4, (uint32_t)(bits >> 32));
}

#endif
