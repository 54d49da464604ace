#!/usr/bin/env bash
# Layers and registers in zip files, as publishers send them: the same wards and assets as from the
# files themselves, and an archive that is damaged, hostile or unclear is refused with what to do.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# pack_up NAME MEMBER=FILE...
pack_up() {
    python3 - "$@" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for pair in sys.argv[2:]:
        member, path = pair.split("=", 1)
        archive.write(path, member)
PY
}
# ini FILE [LINE]: ./pack with those wards.
ini() {
    printf '%s\n' '[pack]' 'title = Test' 'issued = 2026-11-21' '[wards.2023]' "file = $1" \
        'valid_from = 2023-05-04' 'tolerance_m = 500' "${2:-}" >pack/pack.ini
}
wards() { # wards NAME: the ward of each point, into NAME
    run "$nearaid" compile pack --no-grid -o pack.nad
    expect_status 0
    run "$nearaid" join points.csv --snapshot pack.nad -o "$1"
    expect_status 0
}
refused() {
    run "$nearaid" check pack --no-grid
    expect_status 3
    expect_out "$1"
}
awk 'BEGIN { srand(7); print "lat,lon"
    for (i = 0; i < 2000; i++) printf "%.7f,%.7f\n", 54.46 + rand() * 0.3, -1.45 + rand() * 0.75 }' >points.csv
parts() { # parts PREFIX: the members of the shapefile, under another name
    local end
    for end in shp shx dbf prj cpg; do
        printf '%s.%s=%s ' "$1" "$end" "$demo/wards_2023.$end"
    done
}
mkdir pack
cp "$demo"/wards_2023.* pack
ini wards_2023.shp
wards plain.csv

# In a folder of the archive, beside what a Mac puts there and a text.
# shellcheck disable=SC2046
pack_up pack/wards.zip $(parts 'Wards (Dec)/WD_BGC'| sed 's/ (Dec)/_Dec/g') "__MACOSX/._WD.shp=points.csv" "readme.txt=points.csv"
ini wards.zip
wards zipped.csv
expect_that 'the same wards from the zip' cmp plain.csv zipped.csv
run "$nearaid" info --snapshot pack.nad
expect_out 'wards.zip'

# Two layers: which? The name of one decides, with or without its ending.
# shellcheck disable=SC2046
pack_up pack/two.zip $(parts a/wards_2023) $(parts b/old_wards)
ini two.zip
refused 'The zip file holds several: wards_2023.shp, old_wards.shp; Add to its section: sheet = and the name of one'
for name in wards_2023 wards_2023.shp; do
    ini two.zip "sheet = $name"
    wards zipped.csv
    expect_that "the same wards by sheet = $name" cmp plain.csv zipped.csv
done

# A part is missing, no layer, damaged, hostile.
pack_up pack/part.zip "w.shp=$demo/wards_2023.shp" "w.dbf=$demo/wards_2023.dbf"
ini part.zip
refused 'w.shx: The file is missing or empty; A shapefile is three files'
pack_up pack/none.zip "a.pdf=points.csv"
ini none.zip
refused 'The zip file holds no layer: no .shp, .geojson or .gpkg'
head -c 4000 pack/wards.zip >pack/cut.zip
ini cut.zip
refused 'The zip file is damaged or cut short'
pack_up pack/out.zip "../w.shp=$demo/wards_2023.shp"
ini out.zip
refused 'has a name that leads out of the folder'
ini gone.zip
run "$nearaid" check pack --no-grid
expect_status 4
expect_out 'pack/gone.zip: Cannot open the file'
python3 - <<'PY'
import zipfile
with zipfile.ZipFile("pack/bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    archive.writestr("w.shp", bytes(64 << 20))
PY
ini bomb.zip
refused 'packed beyond belief'

# Registers: a table, a gzipped one, GeoJSON, a shapefile of points; each gives the assets.
printf '%s\n' 'Ref,Site name,Lat,Lon' 'D1,Hall,54.6862,-1.2105' 'D2,Inn,54.6872,-1.2115' >sites.csv
gzip -k sites.csv
printf '%s' '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"Ref":"D1","Site name":"Hall"},' \
    '"geometry":{"type":"Point","coordinates":[-1.2105,54.6862]}},{"type":"Feature","properties":{"Ref":"D2","Site name":"Inn"},' \
    '"geometry":{"type":"Point","coordinates":[-1.2115,54.6872]}}]}' >sites.geojson
for file in sites.csv sites.csv.gz sites.geojson; do
    pack_up sites.zip "in/$file=$file" 'about.pdf=points.csv'
    rm -rf made
    run "$nearaid" import sites.zip --kind defibrillator -o made --no-grid --yes
    expect_status 0
    run "$nearaid" export --pack made --no-grid
    expect_out 'D2,defibrillator,Inn'
done
if command -v ogr2ogr >/dev/null; then
    ogr2ogr points.shp sites.geojson -lco ENCODING=UTF-8
    pack_up sites.zip 's/points.shp=points.shp' 's/points.shx=points.shx' 's/points.dbf=points.dbf' 's/points.prj=points.prj'
    rm -rf made
    run "$nearaid" import sites.zip --kind defibrillator -o made --no-grid --yes
    expect_status 0
    run "$nearaid" export --pack made --no-grid
    expect_out 'D2,defibrillator,Inn'
    ogr2ogr -f GPKG wards.gpkg "$demo/wards_2023.shp" -nln wards
    pack_up pack/gpkg.zip 'x/wards.gpkg=wards.gpkg'
    ini gpkg.zip 'sheet = wards'
    mkdir -p scratch
    TMPDIR=$PWD/scratch wards zipped.csv
    expect_that 'the same wards from a GeoPackage in a zip' test "$(diff plain.csv zipped.csv | grep -c '^>')" -le 2
    expect_that 'nothing is left behind' test -z "$(ls scratch)"
fi
finish
