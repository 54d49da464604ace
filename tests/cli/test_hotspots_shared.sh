#!/usr/bin/env bash
# The real months, where they are on this machine: counts by cell against awk on positions projected
# by PROJ's cct, neighbours of wards and Gi* against R's spdep.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=tests/cli/shared.sh
source "$(dirname "${BASH_SOURCE[0]}")/shared.sh"
need_shared wards
need_program cct proj-bin
compile_tees "$shared"/wards/WD20_BGC_tees.* <<'INI'
[wards.2020]
file = WD20_BGC_tees.shp
INI
ln -s "$grid" ostn15.tif

# Counts by square, month by month, and of all: the same by ten lines of awk.
months=("$shared"/offences/*-street.csv)
count_by_awk() {
    local lon lat month
    read -r lon lat < <(head -n 1 "$1" | tr -d '\r' | awk -F, '
        { for (i = 1; i <= NF; i++) column[$i] = i; print column["Longitude"], column["Latitude"] }')
    for month in "$@"; do
        tail -n +2 "$month" | tr -d '\r' | awk -F, -v x="$lon" -v y="$lat" '$x != "" { print $x, $y, 0 }'
    done | PROJ_DATA=$work:${PROJ_DATA:-/usr/share/proj} PROJ_LIB=$work:/usr/share/proj cct -d 6 \
        +proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad \
        +step +inv +proj=hgridshift +grids=ostn15.tif \
        +step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy |
        awk '{ count[int($1 / 150) ":" int($2 / 150)]++ }
             END { for (cell in count) print "g150:" cell, count[cell] }' | LC_ALL=C sort
}
for set in all "${months[@]}"; do
    chosen=("$set")
    [[ $set != all ]] || chosen=("${months[@]}")
    count_by_awk "${chosen[@]}" >theirs
    run "$nearaid" hotspots --snapshot pack.nad --by grid:150 -i "${chosen[@]}" --all --format csv \
        --shifts 0
    expect_status 0
    # What lies outside every ward's cells is in theirs alone, and is said by ours.
    awk -F, 'NR > 1 && $8 > 0 { print $2, $8 }' out | LC_ALL=C sort >ours
    LC_ALL=C comm -23 ours theirs >only_ours
    outside=$(LC_ALL=C comm -13 ours theirs | awk '{ sum += $2 } END { print sum + 0 }')
    expect_that "the counts of $(basename "$set")" test ! -s only_ours
    expect_that 'some counts' test "$(wc -l <ours)" -gt 1000
    said=$(sed -n 's/.*outside the study area \([0-9][0-9]*\).*/\1/p;q' <(sed -n 2p out))
    expect_that "$outside rows outside, said ${said:-0}" test "$outside" = "${said:-0}"
done

# The fewest cells with a quarter: no fewer of awk's own counts do.
run "$nearaid" hotspots --snapshot pack.nad --by grid:150 -i "${months[@]}" --format json
expect_status 0
cells=$("$json_get" concentration.cells <out)
placed=$("$json_get" placed <out)
run "$nearaid" hotspots --snapshot pack.nad --by grid:150 -i "${months[@]}" --all --format csv --shifts 0
fewest=$(awk -F, 'NR > 1 { print $8 }' out | sort -rn |
    awk -v all="$placed" 'sum < all / 4 { sum += $1; cells++ } END { print cells }')
expect_that "$fewest cells hold a quarter, said $cells" test "$fewest" = "$cells"

if ! Rscript -e 'suppressMessages(library(spdep))' >/dev/null 2>&1; then
    printf 'R with spdep is not on this machine (r-base-core, r-cran-spdep): wards are not compared\n'
    finish
fi
run "$nearaid" hotspots --snapshot pack.nad --by ward -i "${months[@]}" --all --format csv
expect_status 0
cp out wards.csv
run "$nearaid" hotspots --snapshot pack.nad --by ward -i "${months[@]}" --format json
links=$("$json_get" gi_star.links <out)
cat >wards.R <<'R'
suppressMessages({library(sf); library(spdep)})
a <- commandArgs(TRUE)
ours <- read.csv("wards.csv")
wards <- st_read(a[1], quiet = TRUE)
ours <- ours[match(wards$WD20CD, ours$code), ]
nb <- poly2nb(wards, queen = TRUE)
stopifnot(sum(card(nb)) == as.numeric(a[2]))
w <- nb2listw(include.self(nb), style = "B", zero.policy = TRUE)
z <- as.numeric(localG(ours$count, w, zero.policy = TRUE))
stopifnot(max(abs(z - ours$gi_z)) < 1e-9,
          max(abs(p.adjust(ours$gi_p, "BH") - ours$gi_q)) < 1e-9)
R
run Rscript wards.R pack/WD20_BGC_tees.shp "$links"
expect_status 0
finish
