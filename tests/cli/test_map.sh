#!/usr/bin/env bash
# nearaid map: good files are cut, the same bytes each time; hostile ones are refused by what is wrong
# with them, and leave no file.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shared=$source/../shared/data/basemap
if [[ ! -d $shared ]]; then
    printf 'skipped: the map tiles are not on this machine (%s)\n' "$shared"
    exit 77
fi
leeds=(--bbox '-1.5395,53.794,-1.5255,53.808')

run "$nearaid" map "$shared/leeds_zoomstack_like.mbtiles" "${leeds[@]}" -o a.nam
expect_status 0
expect_err 'a.nam: '
expect_err '13 tiles'
expect_err 'layers not drawn: urban_areas'
expect_err 'source: Made from OpenStreetMap (ODbL), (c) OpenStreetMap contributors'
run "$nearaid" map "$shared/leeds_zoomstack_like.mbtiles" "${leeds[@]}" -o - --attribution 'By nobody'
expect_err 'standard output: '
expect_err 'source: By nobody'
run "$nearaid" map "$shared/leeds_zoomstack_like.mbtiles" "${leeds[@]}" -o b.nam
expect_that 'the same tiles give the same bytes' cmp -s a.nam b.nam
run "$nearaid" map "$shared/tees_coast_like.mbtiles" --pack "$demo" -o tees.nam
expect_status 0
expect_err 'zoom 13:    161 tiles'

# What is wrong with each hostile file.
while read -r file words; do
    mistake 3 "$file.mbtiles: " map "$shared/bad/$file.mbtiles" "${leeds[@]}" -o bad.nam
    expect_err "$words"
    expect_that "no file is left of $file" test ! -e bad.nam
done <<'CASES'
cross_join_view has no index that finds a tile
cut_short cut short or damaged
empty The file is empty
endless_view holds a view ("tiles")
garbage_tile Tile 14/8121/5276
gzip_bomb is longer than 8388608 bytes
no_index has no index that finds a tile
no_tiles has no table "tiles"
png_tile It is a picture (PNG)
text does not begin as SQLite's files do
text_tile It is no bytes but a text
trigger holds a trigger
vtab holds a virtual table
CASES
run "$nearaid" map "$shared/bad/deduplicated_good.mbtiles" "${leeds[@]}" -o good.nam
expect_status 0

# A tile that says it is larger than any tile: SQLite makes it up, we never do.
cp "$shared/leeds_zoomstack_like.mbtiles" zero.mbtiles
chmod u+w zero.mbtiles
python3 -c '
import sqlite3
with sqlite3.connect("zero.mbtiles") as db:
    db.execute("update tiles set tile_data = zeroblob(150000000) where zoom_level = 13")'
mistake 3 'Tile 13/4060/2638' map zero.mbtiles "${leeds[@]}" -o bad.nam
expect_err 'It is larger than 8 MiB'

# Newcomers' mistakes.
mistake 3 'The file has no tile of this area' map "$shared/tees_coast_like.mbtiles" "${leeds[@]}" -o bad.nam
mistake 2 'Give -o FILE.nam' map "$shared/leeds_zoomstack_like.mbtiles" "${leeds[@]}"
mistake 2 'No data to ask' map "$shared/leeds_zoomstack_like.mbtiles" -o bad.nam
mistake 2 'would be overwritten' map zero.mbtiles "${leeds[@]}" -o zero.mbtiles
mistake 2 'Give one of the two' map zero.mbtiles "${leeds[@]}" --margin 5 -o bad.nam
mistake 4 'absent.mbtiles' map absent.mbtiles "${leeds[@]}" -o bad.nam
mistake 3 'no regular file' map . "${leeds[@]}" -o bad.nam
finish
