#!/usr/bin/env bash
# Layers in other coordinate systems, written by GDAL: what is transformed gives the wards of the
# layer it was made of, and what contradicts its section or its codes is refused, with a remedy that
# works when it is followed to the letter.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v ogr2ogr >/dev/null; then
    printf 'skipped: ogr2ogr is not installed\n'
    exit 77
fi

# pack SYSTEM [LINE]: ./pack has the demonstration's wards in that system, and LINE in its section.
pack() {
    rm -rf pack
    mkdir pack
    ogr2ogr -t_srs "EPSG:$1" pack/wards.shp degrees.shp 2>/dev/null
    printf '%s\n' '[pack]' 'title = Test' 'issued = 2026-11-01' '[wards.2023]' 'file = wards.shp' \
        'tolerance_m = 500' 'gap_limit_m2 = 100000000' "${2:-}" >pack/pack.ini
}
refused() {
    run "$nearaid" check pack --no-grid
    expect_status 3
    expect_out "$1"
}
# On the grid as it is, with no word about it.
on_grid() {
    accepted '0 errors'
    expect_that 'no word about the system' test "$(grep -c 'prj\|The layer is in' out)" -eq 0
}
accepted() {
    run "$nearaid" check pack --no-grid
    expect_status 0
    expect_out "$1"
}
# wards NAME: the ward of each point, by ./pack, into NAME.
wards() {
    run "$nearaid" compile pack --no-grid -o pack.nad
    expect_status 0
    run "$nearaid" join points.csv --snapshot pack.nad -o "$1"
    expect_status 0
}

awk 'BEGIN { srand(7); print "lat,lon"
    for (i = 0; i < 20000; i++) printf "%.7f,%.7f\n", 54.46 + rand() * 0.3, -1.45 + rand() * 0.75 }' >points.csv
# All are made of the same degrees, so that no way of PROJ's between two datums comes in twice.
ogr2ogr -t_srs EPSG:4326 degrees.shp "$demo/wards_2023.shp"
pack 4326
on_grid
wards plain.csv
expect_that 'points in many wards' test "$(cut -d, -f3 plain.csv | sort -u | wc -l)" -gt 50

# What is transformed says so, and moves no point from ward to ward but at the very boundary.
for system in 3857 4258 25830 32630 29902 29903 2157; do
    pack "$system"
    accepted "The layer is in EPSG:$system ("
    wards other.csv
    expect_that "the same wards from EPSG:$system" test "$(diff plain.csv other.csv | grep -c '^>')" -le 4
    run "$nearaid" info --snapshot pack.nad
    expect_out "EPSG:$system"
done
pack 29903
accepted 'good to 1 m'
pack 3857
accepted 'exact'
pack 4258
accepted 'taken as WGS84'

# Heights beside the grid, and MapInfo's spelling of it, are the grid.
pack 27700
ogr2ogr -a_srs EPSG:7405 -overwrite pack/wards.shp "$demo/wards_2023.shp"
expect_that 'two texts in the .prj' grep -q VERTCS pack/wards.prj
on_grid
pack 27700
ogr2ogr -f 'MapInfo File' wards.tab "$demo/wards_2023.shp"
ogr2ogr -overwrite pack/wards.shp wards.tab
expect_that "MapInfo's spelling" grep -q Airy_1930 pack/wards.prj
on_grid
sed -i 's/"D_OSGB_1936"/"D_MIF_999_9_375_-111_431"/' pack/wards.prj
on_grid

# A .prj that contradicts crs = refuses, known to us or not, and its remedy works.
for system in 29903 29902 3857 32630 4326 2100 4277; do
    pack "$system" 'crs = EPSG:27700'
    refused 'but the section says crs = EPSG:27700'
    expect_out 'ogr2ogr -t_srs EPSG:27700 new.shp wards.shp'
done
remedy=$(grep -o 'ogr2ogr -t_srs EPSG:27700 new.shp wards.shp' out)
pack 29903 'crs = EPSG:27700'
(cd pack && $remedy && sed -i 's/^file = .*/file = new.shp/' pack.ini)
on_grid
wards other.csv
# ogr2ogr goes by way of a shift that is good to 2 m.
expect_that 'the remedy gives the same wards' test "$(diff plain.csv other.csv | grep -c '^>')" -le 40
pack 29903 'crs = EPSG:27700'
sed -i '/^crs/d' pack/pack.ini
accepted 'EPSG:29903'
pack 2100
refused 'The .prj says "Greek_Grid"'
expect_out 'ogr2ogr -t_srs EPSG:27700'
pack 27700 'crs = EPSG:12345'
refused 'ogr2ogr -t_srs EPSG:27700'

# Without a .prj the codes tell: in the wrong grid English wards lie in the sea, or in Scotland.
pack 29903 'crs = EPSG:27700'
rm pack/wards.prj
refused 'is a code of England, but lies at'
pack 27700 'crs = EPSG:29903'
rm pack/wards.prj
refused 'is a code of England, but lies at'
for system in 4326 3857 32630; do
    pack "$system" 'crs = EPSG:27700'
    rm pack/wards.prj
    refused 'records contradict the coordinate system'
    expect_that 'three of them listed' test "$(grep -c 'record [0-9]*: ' out)" -eq 3
done
pack 27700 'crs = EPSG:32630'
rm pack/wards.prj
refused 'The coordinates contradict EPSG:32630 (WGS 84 / UTM zone 30N)'

# A .prj that says nothing is no witness against the section; that is said.
pack 27700 'crs = EPSG:27700'
printf 'LOCAL_CS["somewhere"]' >pack/wards.prj
accepted 'The .prj is not understood: EPSG:27700 is taken'
sed -i '/^crs/d' pack/pack.ini
refused 'names no coordinate system that is known'
pack 27700 'crs = EPSG:27700'
sed -i 's/"D_OSGB_1936"/"D_Unknown_based_on_Airy_1830_ellipsoid"/' pack/wards.prj
on_grid

# What docs/shapefiles.md promises of a file that is not there.
for extension in shx dbf; do
    pack 4326
    rm "pack/wards.$extension"
    refused "wards.$extension: The file is missing or empty"
    expect_out 'copy the .shp, .shx and .dbf together'
done

# A GeoPackage says its system by number.
for system in 27700 29903 3857; do
    pack "$system"
    rm pack/wards.*
    ogr2ogr -t_srs "EPSG:$system" pack/wards.gpkg degrees.shp
    sed -i 's/wards.shp/wards.gpkg/' pack/pack.ini
    wards other.csv
    # The grid itself is reached by a shift that is good to 2 m.
    expect_that "the same wards from a GeoPackage in EPSG:$system" \
        test "$(diff plain.csv other.csv | grep -c '^>')" -le 40
done
printf 'crs = EPSG:27700\n' >>pack/pack.ini
refused 'The layer says EPSG:3857 (WGS 84 / Pseudo-Mercator), but the section says crs = EPSG:27700'


# An Irish layer without a .prj and with codes of its own, said to be on the British grid: sound
# coordinates in Lancashire. Nothing of it tells but where the rest of the pack lies.
python3 - >beats.json <<'PY'
import json
def square(x, y):
    return [[[x, y], [x + 2000, y], [x + 2000, y + 2000], [x, y + 2000], [x, y]]]
print(json.dumps({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": "B%d" % i, "name": "Beat %d" % i},
     "geometry": {"type": "Polygon", "coordinates": square(330000 + 2500 * i, 370000)}} for i in range(5)]}))
PY
pack 27700
ogr2ogr pack/beats.shp beats.json 2>/dev/null
rm pack/beats.prj
printf '%s\n' '[areas.beats]' 'file = beats.shp' 'kind = beat' 'crs = EPSG:27700' >>pack/pack.ini
accepted 'beats.shp: "crs": The layer lies 166 km from [wards.2023], and meets nothing else of the pack; Is its coordinate system right'
expect_that 'the wards are not doubted' test "$(grep -c 'wards.shp: The layer lies' out)" -eq 0
printf '%s\n' '[pack]' 'title = Test' 'issued = 2026-11-01' '[areas.beats]' 'file = beats.shp' 'kind = beat' \
    'crs = EPSG:27700' >pack/pack.ini
accepted 'Nothing of the file or of the pack shows that EPSG:27700 is right'

# Points of a register in a GeoPackage: the same places from each system, and it is said.
printf '%s\n' 'Ref,Name,lat,lon' 'A1,Hall,54.6862,-1.2105' 'A2,Inn,54.6872,-1.2115' >sites.csv
for system in 3857 4258 29903; do
    rm -f sites.gpkg
    ogr2ogr -f GPKG -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat -s_srs EPSG:4326 -t_srs "EPSG:$system" \
        sites.gpkg sites.csv 2>/dev/null
    rm -rf made
    run "$nearaid" import sites.gpkg --kind thing -o made --no-grid --yes
    expect_status 0
    expect_err "The layer is in EPSG:$system ("
    run "$nearaid" export --pack made --no-grid --format geojson -o places.geojson
    run python3 -c 'import json, sys
places = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in json.load(open(sys.argv[1]))["features"]}
assert abs(places["Hall"][0] + 1.2105) < 2e-5 and abs(places["Inn"][1] - 54.6872) < 2e-5, places' places.geojson
    expect_status 0
done
rm -f sites.gpkg
ogr2ogr -f GPKG -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat -s_srs EPSG:4326 -t_srs EPSG:3035 sites.gpkg sites.csv 2>/dev/null
run "$nearaid" import sites.gpkg --kind thing -o made --no-grid --yes
expect_status 3
expect_err 'is in EPSG:3035: only layers in EPSG:4326, EPSG:27700 and the systems of docs/pack.md are read'
finish
