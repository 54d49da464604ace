/* Registers as they are sent, with other headings, orders and disguises than the cases that the
 * rules were made with: what goes in, what is pointed out, and what is never served. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "data/snapshot.h"
#include "support/folder.h"
#include "support/pack.h"

/* A square of wards, and postcodes about 300 m apart in it. */
#define INI                                                                                        \
    "[pack]\ntitle = T\nissued = 2026-11-30\n[wards.2023]\nfile = wards_BGC.shp\nvalid_from = "    \
    "2023-05-04\n[places.p]\nfile = cp.csv\nformat = codepoint-open\n[assets.r]\nfile = r.csv\n"   \
    "kind = bleed_cabinet\n"

static const struct pack_square wards[] = {
    {"E05000001", "Alpha", "E06000001", "Town", 445000, 525000, 455000, 535000}};

struct scratch {
    char folder[256];
    struct na_buffer bytes;
    struct na_report report;
    struct na_error error;
    struct na_snapshot *snapshot;
};

static int setup(void **state)
{
    static struct scratch scratch;
    folder_make(scratch.folder, sizeof scratch.folder);
    na_buffer_init(&scratch.bytes, (size_t)1 << 30);
    na_report_init(&scratch.report);
    scratch.snapshot = NULL;
    pack_put_squares(scratch.folder, "wards_BGC", pack_prj_27700, wards, 1);
    char codes[4096] = "";
    size_t used = 0;
    for (int i = 0; i < 26; i++) {
        used += (size_t)snprintf(codes + used, sizeof codes - used,
                                 "\"TS24 8A%c\",10,%d,%d,\"E92000001\",\"\",\"\",\"\",\"\",\"\"\n",
                                 'A' + i, 450000 + 300 * (i % 6), 530000 + 300 * (i / 6));
    }
    pack_put_text(scratch.folder, "cp.csv", codes);
    *state = &scratch;
    return 0;
}

static int teardown(void **state)
{
    struct scratch *scratch = *state;
    if (scratch->snapshot != NULL) {
        na_snapshot_unref(scratch->snapshot);
    }
    folder_remove(scratch->folder);
    na_buffer_fini(&scratch->bytes);
    na_report_fini(&scratch->report);
    return 0;
}

static enum na_code compile(struct scratch *scratch, const char *csv, const char *keys)
{
    char ini[2048];
    (void)snprintf(ini, sizeof ini, INI "%s", keys);
    if (scratch->snapshot != NULL) {
        na_snapshot_unref(scratch->snapshot);
        scratch->snapshot = NULL;
    }
    na_buffer_clear(&scratch->bytes);
    na_report_fini(&scratch->report);
    pack_put_text(scratch->folder, "pack.ini", ini);
    pack_put_text(scratch->folder, "r.csv", csv);
    enum na_code code =
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error);
    if (code == NA_OK) {
        assert_int_equal(na_snapshot_from_bytes(scratch->bytes.data, scratch->bytes.length,
                                                &scratch->snapshot, &scratch->error),
                         NA_OK);
    }
    return code;
}

/* Does a finding say it, in its message, field or hint? */
static bool is_said(const struct scratch *scratch, const char *text)
{
    for (size_t i = 0; i < scratch->report.count; i++) {
        const struct na_error *what = &scratch->report.findings[i].what;
        if (strstr(what->message, text) != NULL || strcmp(what->field, text) == 0 ||
            strstr(what->hint, text) != NULL) {
            return true;
        }
    }
    return false;
}

static bool holds(const struct scratch *scratch, const char *code)
{
    size_t length = strlen(code);
    for (size_t i = 0; i + length <= scratch->bytes.length; i++) {
        if (memcmp(scratch->bytes.data + i, code, length) == 0) {
            return true;
        }
    }
    return is_said(scratch, code);
}

/* Where the first asset is to be: the position of TS24 8AA, a little off. */
#define LAT "54.6632"
#define LON "-1.2262"

/* A register, and what its first asset holds. */
static const struct {
    const char *csv, *keys;
    uint32_t count;
    const char *name, *address, *hours; /* NULL: not looked at */
    enum na_locked locked;
    enum na_status status;
    const char *last_checked;
    enum na_quality quality;
} good[] = {
    {"Venue,Post Code,Available\nHall,ts248aa,24 hours\n", "", 1, "Hall", "", "24/7", 0, 0, "",
     NA_QUALITY_POSTCODE},
    {"\n\nPublic list 2026\n,,\nAsset ID;Premises "
     "Name;Latitude;Longitude\nA1;Hall;54,6632;-1,2262\n",
     "", 1, "Hall", "", "", 0, 0, "", 0},
    {"Site,Grid Ref\nHall,NZ 500 300\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"Site Name,OS Grid Reference,Is it locked?\nHall,NZ5000530005,No lock\n", "", 1, "Hall", "",
     "", NA_LOCKED_NO, 0, "", 0},
    {"id,Location,Coordinates\n1,Hall,\"" LAT " " LON "\"\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"id,Location,Point\n1,Hall,POINT (" LON " " LAT ")\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"id,name,GPS\n1,Hall,\"" LON ", " LAT "\"\n2,Inn,\"-1.2270, 54.6640\"\n", "", 2, "Hall", "",
     "", 0, 0, "", 0},
    {"id,name,X,Y\n1,Hall,450010,530010\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"id,name,X,Y\n1,Hall," LON "," LAT "\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"id,name,CoordinateReferenceSystem,GeoX,GeoY\n1,Hall,OSGB36,450010,530010\n2,Inn,WGS84," LON
     "," LAT "\n",
     "", 2, "Hall", "", "", 0, 0, "", 0},
    {"objectid,title,lat,long\n1,Hall," LAT "," LON "\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"Ref,Name of site,Line 1,Line 2,Post Town,Postcode\nR1,Hall,1 High Street,,Hartlepool,TS24 "
     "8AA\n",
     "", 1, "Hall", "1 High Street, Hartlepool", "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"Ref,Name of site,House Number,Street Name,Town,Postcode\nR1,Hall,12,High "
     "Street,Hartlepool,TS24 8AA\n",
     "", 1, "Hall", "12 High Street, Hartlepool", "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"id,name,postcode,State\n1,Hall,TS24 8AA,Not working\n", "", 1, "Hall", "", "", 0,
     NA_STATUS_OUT_OF_SERVICE, "", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Operational\n1,Hall,TS24 8AA,Yes\n", "", 1, "Hall", "", "", 0,
     NA_STATUS_IN_SERVICE, "", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Date of last check\n1,Hall,TS24 8AA,3 Apr 2026\n", "", 1, "Hall", "", "", 0,
     0, "2026-04-03", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Inspection date\n1,Hall,TS24 8AA,46115\n", "", 1, "Hall", "", "", 0, 0,
     "2026-04-03", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Inspection date\n1,Hall,TS24 8AA,03/04/2026\n2,Inn,TS24 8AB,04/13/2026\n",
     "", 2, "Hall", "", "", 0, 0, "2026-03-04", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Inspection date\n1,Hall,TS24 8AA,03/04/2026\n2,Inn,TS24 8AB,04/12/2025\n",
     "date_order = mdy\n", 2, "Hall", "", "", 0, 0, "2026-03-04", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Coded\n1,Hall,TS24 8AA,Y\n", "", 1, "Hall", "", "", NA_LOCKED_YES, 0, "",
     NA_QUALITY_POSTCODE},
    {"id,name,postcode,Padlocked\n1,Hall,TS24 8AA,FALSE\n", "", 1, "Hall", "", "", NA_LOCKED_NO, 0,
     "", NA_QUALITY_POSTCODE},
    {"id,name,postcode,access_locked\n1,Hall,TS24 8AA,bolted\n", "locked.yes = Bolted, Barred\n", 1,
     "Hall", "", "", NA_LOCKED_YES, 0, "", NA_QUALITY_POSTCODE},
    {"id,name,postcode,Hours\n1,Hall,TS24 8AA,Mon-Fri 9am-5pm\n", "", 1, "Hall", "",
     "Mo-Fr 09:00-17:00", 0, 0, "", NA_QUALITY_POSTCODE},
    {"id|name|postcode\n1|Hall|TS24 8AA\n", "", 1, "Hall", "", "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"sep=;\nid;name;postcode\n1;Hall;TS24 8AA\n", "", 1, "Hall", "", "", 0, 0, "",
     NA_QUALITY_POSTCODE},
    {"id,name,postcode\n1,Hall,TS24 8AA\n\n,,\nTotal,1,\n", "", 1, "Hall", "", "", 0, 0, "",
     NA_QUALITY_POSTCODE},
    {"id,name,postcode\n1,Hall,TS24 8AA\nid,name,postcode\n2,Inn,TS24 8AB\nSource: the council,,\n",
     "", 2, "Hall", "", "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"name,id,postcode,nme\nHall,1,TS24 8AA,x\n", "", 1, "Hall", "", "", 0, 0, "",
     NA_QUALITY_POSTCODE},
    {"id,name,adress,postcode\n1,Hall,1 High Street,TS24 8AA\n", "", 1, "Hall", "1 High Street", "",
     0, 0, "", NA_QUALITY_POSTCODE},
    {"id,name,full address\n1,Hall,\"1 High Street, Hartlepool, TS24 8AA\"\n", "", 1, "Hall",
     "1 High Street, Hartlepool, TS24 8AA", "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"id,first,second,postcode\n1,Hall,Green,TS24 8AA\n",
     "column.name = first\ncolumn.address = second + postcode\ncolumn.postcode = postcode\n", 1,
     "Hall", NULL, "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"a,b,c\nx,y,z\n1,Hall,TS24 8AA\n",
     "header_row = 2\ncolumn.id = x\ncolumn.name = y\ncolumn.postcode = z\n", 1, "Hall", "", "", 0,
     0, "", NA_QUALITY_POSTCODE},
    {"id,name,lat,lon,postcode\n1,Hall,0,0,TS24 8AA\n2,Inn,N/A,N/A,TS24 8AB\n", "", 2, "Hall", "",
     "", 0, 0, "", NA_QUALITY_POSTCODE},
    {"id,name,lat,lon,postcode\n1,Hall," LAT "," LON ",#N/A\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"id,name,lat,lon\n1,Caf\xC3\x83\xC2\xA9," LAT "," LON "\n", "", 1, "Caf\xC3\xA9", "", "", 0, 0,
     "", 0},
    {"id,name,lat,lon\n1,CH\xC3\x82TEAU," LAT "," LON "\n", "", 1, "CH\xC3\x82TEAU", "", "", 0, 0,
     "", 0},
    {"id,name,lat,lon\n1,\xC2\xA0 Hall\xE2\x80\x8B  A ," LAT "," LON "\n", "", 1, "Hall A", "", "",
     0, 0, "", 0},
    {"id,name,lat,lon,quality\n1,Hall," LAT "," LON ",surveyed\n", "", 1, "Hall", "", "", 0, 0, "",
     NA_QUALITY_SURVEYED},
    {"id,name,lat,lon\n1,Hall," LAT "," LON "\n", "quality = building\n", 1, "Hall", "", "", 0, 0,
     "", NA_QUALITY_BUILDING},
    {"node/1,Hall\n", "header_row = 1\ncolumn.name = Hall\n", 0, NULL, NULL, NULL, 0, 0, "",
     0}, /* refused */
    {"@id,@type,name,@lat,@lon\n7,node,Hall," LAT "," LON "\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"FHRSID,BusinessName,AddressLine1,PostCode,Geocode_Longitude,Geocode_Latitude\n9,Hall,1 High "
     "Street,TS24 8AA," LON "," LAT "\n",
     "", 1, "Hall", "1 High Street", "", 0, 0, "", 0},
    {"id,name,latitude,longitude\n1,Hall,54\xC2\xB0"
     "39'47.5\"N,1\xC2\xB0"
     "13'34.3\"W\n",
     "", 0, NULL, NULL, NULL, 0, 0, "", 0}, /* a quote in a field: refused */
    {"id,name,lat,lon\n1,Hall,54.6632 N,1.2262 W\n", "", 1, "Hall", "", "", 0, 0, "", 0},
    {"id,name,postcode,tel\n1,Hall,TS24 8AA,01632 960123\n", "", 1, "Hall", "", "", 0, 0, "",
     NA_QUALITY_POSTCODE},
};

static void registers_go_in_as_they_are(void **state)
{
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct na_asset asset;
        char date[NA_DATE_TEXT];
        enum na_code code = compile(scratch, good[i].csv, good[i].keys);
        if (good[i].count == 0) {
            assert_int_equal(code, NA_ERR_DATA);
            continue;
        }
        if (code != NA_OK) {
            fail_msg("%zu %s: %s %s; %s", i, good[i].csv, scratch->error.field,
                     scratch->error.message, scratch->error.hint);
        }
        if (na_snapshot_asset_count(scratch->snapshot) != good[i].count) {
            fail_msg("%zu %s: %u assets", i, good[i].csv,
                     (unsigned int)na_snapshot_asset_count(scratch->snapshot));
        }
        for (uint32_t a = 0; a < good[i].count; a++) {
            na_snapshot_asset(scratch->snapshot, a, &asset);
            if (strcmp(asset.name, good[i].name) == 0) {
                break;
            }
        }
        na_date_format(date, asset.last_checked);
        bool same = strcmp(asset.name, good[i].name) == 0 &&
                    (good[i].address == NULL || strcmp(asset.address, good[i].address) == 0) &&
                    strcmp(asset.opening_hours, good[i].hours) == 0 &&
                    asset.locked == good[i].locked && asset.status == good[i].status &&
                    strcmp(date, good[i].last_checked) == 0 && asset.quality == good[i].quality;
        double off_m = hypot(asset.grid.easting_m - 450000, asset.grid.northing_m - 530000);
        if (!same || !(off_m < 800)) {
            fail_msg("%zu %s: \"%s\" \"%s\" \"%s\" %d %d %s %d, %.0f m", i, good[i].csv, asset.name,
                     asset.address, asset.opening_hours, (int)asset.locked, (int)asset.status, date,
                     (int)asset.quality, off_m);
        }
    }
}

/* What misleads is an error that says why; with on_error = skip the others go in. */
static const struct {
    const char *row, *said;
} misleading[] = {
    {"9,Far,54.6632,1.2262,TS24 8AA", "Is the minus of the longitude lost?"},
    {"9,Far,54.0632,-1.2262,TS24 8AA", "One figure wrong"},
    {"9,Far,54.6632,-1.2226,TS25 9ZZ", NULL}, /* an unknown postcode is no error */
    {"9,Far,45.6632,-1.2262,TS24 8AA", "Two figures exchanged"},
    {"9,Far,51.5,-0.12,TS24 8AA", "from its own postcode"},
    {"9,Far,51.5,-0.12,", "outside all wards"},
    {"9,Far,54.7632,-1.2262,TS24 8AA", "One figure wrong"},
    {"9,Far,-1.2262,54.6632,TS24 8AA", "swapped"},
    {"9,#VALUE!,54.6632,-1.2262,TS24 8AA", "could not work out"},
    {"1.5E+10,Far,54.6632,-1.2262,TS24 8AA", "rounded the number"},
    {"9,Far,,,", "position is missing"},
    {"9,Far,,,TS24 9ZZ", "has none for TS24 9ZZ"},
    {"9,Far,450000,530000,TS24 8AA", "easting and northing"},
};

static void what_misleads_does_not(void **state)
{
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof misleading / sizeof misleading[0]; i++) {
        char csv[512];
        (void)snprintf(csv, sizeof csv,
                       "id,name,lat,lon,postcode\n1,Hall," LAT "," LON
                       ",TS24 8AA\n%s\n2,Inn,54.6635,"
                       "-1.2260,TS24 8AA\n",
                       misleading[i].row);
        enum na_code code = compile(scratch, csv, "");
        if (misleading[i].said == NULL) {
            assert_int_equal(code, NA_OK);
            continue;
        }
        if (code != NA_ERR_DATA || !is_said(scratch, misleading[i].said)) {
            fail_msg("%s: %s; %s", misleading[i].row, scratch->error.message, scratch->error.hint);
        }
        if (compile(scratch, csv, "on_error = skip\n") != NA_OK) {
            fail_msg("%s: %s", misleading[i].row, scratch->error.message);
        }
        assert_int_equal(na_snapshot_asset_count(scratch->snapshot), 2);
        assert_true(is_said(scratch, "1 of 3 records is left out"));
    }
}

/* A code, wherever it stands, is in no byte of the file and in no finding. */
static const char *const leaking[][2] = {
    {"id,name,postcode,Cabinet combination\n1,Hall,TS24 8AA,C4471X\n", "C4471X"},
    {"id,name,postcode,Entry Code:\n1,Hall,TS24 8AA,4471\n", "4471"},
    {"id,name,postcode,keySafeNumber\n1,Hall,TS24 8AA,4471\n", "4471"},
    {"id,name,postcode,How to open\n1,Hall,TS24 8AA,4471Y\n2,Inn,TS24 8AB,5582Y\n", "4471Y"},
    {"id,name,postcode,Info\n1,Hall,TS24 8AA,C4471\n", "C4471"},
    {"id,name,postcode,\n1,Hall,TS24 8AA,4471\n", "4471"},
    {"id,name,postcode,Column9\n1,Hall,TS24 8AA,4471\n", "4471"},
    {"id,name,postcode,Cab\n1,Hall,TS24 8AA,4471\n", "4471"},
    {"id,name,postcode,siting\n1,Hall,TS24 8AA,by the door 4471\n", "4471"},
    {"id,name,postcode,Comments\n1,Hall,TS24 8AA,four four seven one\n", "four four seven one"},
    {"id,name,postcode,last_checked\n1,Hall,TS24 8AA,code 4471\n", "4471"},
    {"id,name,postcode,status\n1,Hall,TS24 8AA,ready - code C4471X\n", "C4471X"},
    {"id,name,postcode,opening_hours\n1,Hall,TS24 8AA,24/7 keypad 4471\n", "4471"},
    {"id,name,postcode,access_locked\n1,Hall,TS24 8AA,Yes 4471\n", "4471"},
    {"id,name,postcode,code_holder\n1,Hall,TS24 8AA,Reception (4471)\n", "4471"},
    {"id,name,postcode,tags\n1,Hall,TS24 8AA,radio=apex;door=4471\n", "4471"},
    {"id,name,postcode,tags\n1,Hall,TS24 8AA,pin=C4471X\n", "C4471X"},
    {"id,name,postcode,address\n1,Hall,TS24 8AA,\"1 High Street (code C4471X)\"\n", "C4471X"},
    {"id,name,postcode\n1,Hall C4471X,TS24 8AA\n", "C4471X"},
    {"id,name,postcode\n1,Hall,TS24 8AA\nTotal: code 4471,,\n", "4471"},
    {"The code of all cabinets is 4471,,\nid,name,postcode\n1,Hall,TS24 8AA\n", "4471"},
    {"id,name,lat,lon,postcode\n1,Hall,code C4471X,,TS24 8AA\n", "C4471X"},
    {"id,name,postcode,uprn\n1,Hall,TS24 8AA,pin 4471\n", "4471"},
    {"id,name,postcode,w3w\n1,Hall,TS24 8AA,code 4471\n", "4471"},
    {"id,name,postcode,code_holder_phone\n1,Hall,TS24 8AA,use 4471 instead\n", "4471"},
    {"id,name,postcode,notes\n1,Hall,TS24 8AA,\xEF\xBC\x94\xEF\xBC\x94\xEF\xBC\x97\xEF\xBC\x91\n",
     "\xEF\xBC\x94\xEF\xBC\x94"},
    {"id,name,postcode,notes\n1,Hall,TS24 8AA,C 44 71 X\n", "44 71"},
    {"id,name,postcode,Access information\n1,Hall,TS24 8AA,C0462Y\n", "C0462Y"},
};

static void no_code_is_in_any_byte(void **state)
{
    struct scratch *scratch = *state;
    for (size_t i = 0; i < sizeof leaking / sizeof leaking[0]; i++) {
        for (int skips = 0; skips < 2; skips++) {
            (void)compile(scratch, leaking[i][0], skips == 1 ? "on_error = skip\n" : "");
            if (holds(scratch, leaking[i][1])) {
                fail_msg("%s is served of %s", leaking[i][1], leaking[i][0]);
            }
            if (i != 20 && scratch->report.count == 0) {
                fail_msg("nothing is said of %s", leaking[i][0]);
            }
        }
    }
}

/* Only a person knows: the line to add is said, and it works. */
static void doubts_are_asked_about(void **state)
{
    struct scratch *scratch = *state;
    static const char two_names[] = "id,Site Name,Venue Name,postcode\n1,Hall,Old Hall,TS24 8AA\n";
    assert_int_equal(compile(scratch, two_names, ""), NA_ERR_DATA);
    assert_true(is_said(scratch, "Add to its section: column.name = Site Name"));
    assert_int_equal(compile(scratch, two_names, "column.name = Venue Name\n"), NA_OK);
    static const char mixed[] = "id,name,postcode,last_checked\n1,A,TS24 8AA,13/04/2026\n2,B,TS24 "
                                "8AB,04/13/2026\n3,C,TS24 8AC,03/04/2026\n";
    assert_int_equal(compile(scratch, mixed, ""), NA_ERR_DATA);
    assert_int_equal(scratch->error.record, 4);
    assert_true(is_said(scratch, "Add date_order = dmy"));
    static const char kept[] = "id,name,postcode,Card Code\n1,A,TS24 8AA,4471\n";
    assert_int_equal(compile(scratch, kept, ""), NA_OK);
    assert_false(holds(scratch, "4471"));
    assert_int_equal(compile(scratch, kept, "keep = Card Code\n"), NA_OK);
    assert_true(holds(scratch, "4471"));
    assert_int_equal(compile(scratch, kept, "column.name = Title\n"), NA_ERR_DATA);
    assert_true(is_said(scratch, "which the file does not have"));
    assert_int_equal(compile(scratch, "foo,1\n1,2\n", ""), NA_ERR_DATA);
    assert_true(is_said(scratch, "No row of headings"));
}

/* Figures mean something where nothing is locked. */
static void figures_of_things_are_served(void **state)
{
    struct scratch *scratch = *state;
    static const char csv[] = "id,name,kind,postcode,siting,capacity\n1,Hall,pub,TS24 8AA,Bus stop "
                              "7601234 on the A1044,1200\n";
    char ini[2048];
    (void)snprintf(ini, sizeof ini, "%.*s", (int)(strstr(INI, "kind =") - INI), INI);
    pack_put_text(scratch->folder, "pack.ini", ini);
    pack_put_text(scratch->folder, "r.csv", csv);
    assert_int_equal(
        pack_compile(scratch->folder, NULL, &scratch->bytes, &scratch->report, &scratch->error),
        NA_OK);
    assert_true(holds(scratch, "7601234"));
    assert_true(holds(scratch, "1200"));
}

static void one_asset_under_two_ids_is_pointed_out(void **state)
{
    struct scratch *scratch = *state;
    assert_int_equal(compile(scratch,
                             "id,name,lat,lon\n1,The Hall," LAT "," LON "\n2,the hall," LAT "," LON
                             "\n3,Inn," LAT "," LON "\n",
                             ""),
                     NA_OK);
    assert_true(is_said(scratch, "One name within 5 m of record 2"));
    assert_int_equal(scratch->report.warnings, 1);
}

/* Ids of name and postcode stay when rows are sorted anew. */
static void made_ids_stay(void **state)
{
    struct scratch *scratch = *state;
    struct na_asset asset;
    char first[64];
    assert_int_equal(
        compile(scratch, "name,postcode\nHall,TS24 8AA\nInn,TS24 8AB\nHall,TS24 8AA\n", ""), NA_OK);
    assert_int_equal(na_snapshot_asset_count(scratch->snapshot), 3);
    for (uint32_t i = 0; i < 3; i++) {
        na_snapshot_asset(scratch->snapshot, i, &asset);
        if (strcmp(asset.name, "Inn") == 0) {
            (void)snprintf(first, sizeof first, "%s", asset.id);
        }
    }
    assert_int_equal(compile(scratch, "Postcode,Site\nts248ab,INN\nTS24 8AA,Hall\n", ""), NA_OK);
    uint32_t number = 0;
    assert_true(na_snapshot_find_asset(scratch->snapshot, first, &number));
}

static void postcodes_of_another_layout_are_refused(void **state)
{
    struct scratch *scratch = *state;
    char old[4096] = "";
    size_t used = 0;
    for (int i = 0; i < 26; i++) {
        used += (size_t)snprintf(old + used, sizeof old - used,
                                 "\"TS24 8A%c\",90,0,0,\"\",\"\",\"\","
                                 "\"\",\"\",\"\"\n",
                                 'A' + i);
    }
    pack_put_text(scratch->folder, "cp.csv", old);
    assert_int_equal(compile(scratch, "id,name,lat,lon\n1,Hall," LAT "," LON "\n", ""),
                     NA_ERR_DATA);
    assert_true(is_said(scratch, "26 of 26 postcodes have no position"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(registers_go_in_as_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(what_misleads_does_not, setup, teardown),
        cmocka_unit_test_setup_teardown(no_code_is_in_any_byte, setup, teardown),
        cmocka_unit_test_setup_teardown(doubts_are_asked_about, setup, teardown),
        cmocka_unit_test_setup_teardown(figures_of_things_are_served, setup, teardown),
        cmocka_unit_test_setup_teardown(one_asset_under_two_ids_is_pointed_out, setup, teardown),
        cmocka_unit_test_setup_teardown(made_ids_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(postcodes_of_another_layout_are_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
