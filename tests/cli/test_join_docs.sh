#!/usr/bin/env bash
# What docs/join.md shows is what happens.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
document=$source/docs/join.md

mkdir bin
ln -s "$nearaid" bin/nearaid
PATH=$work/bin:$PATH
run nearaid compile "$demo" -o demo.nad
expect_status 0
cat >offences.csv <<'CSV'
id,latitude,longitude,type
1,54.6867,-1.2080,Burglary
2,,,Drugs
3,51.5007,-0.1246,"Other theft, from a shop"
4,54.6867,,Shoplifting
CSV
printf 'id,month,lat,lon\n1,2025-01,54.6867,-1.2080\n2,2025-02,54.5,-1.2\n' >months.csv

blocks() {
    awk -v kind="$1" '/^```/ { inside = !inside && $0 == "```" kind; next } inside' "$document"
}

typed=0
last=
: >wanted
flush() {
    [[ -n $last ]] || return 0
    typed=$((typed + 1))
    run bash -c "$last"
    expect_that "the output shown for: $last" cmp -s out wanted
}
while IFS= read -r line; do
    if [[ $line == '$ '* ]]; then
        flush
        last=${line#\$ }
        : >wanted
    else
        printf '%s\n' "$line" >>wanted
    fi
done < <(blocks console)
flush
expect_that 'several commands typed' test "$typed" -ge 6

has_parallel=no
if parallel --version 2>/dev/null | grep -q 'GNU parallel'; then
    has_parallel=yes
fi
while IFS= read -r line; do
    if [[ $line == *'| parallel '* && $has_parallel == no ]]; then
        printf 'left out: GNU parallel is not installed (tools/setup test)\n'
        continue
    fi
    run bash -c "$line"
    expect_status 0
done < <(blocks sh)
expect_that 'months with wards' test "$(wc -l <months-with-wards.csv)" = 3
if [[ $has_parallel == yes ]]; then
    expect_that 'the same by parallel' cmp -s all.csv <(nearaid join --snapshot demo.nad months.csv 2>/dev/null)
fi

# Every option and every column that there is, is told of.
nearaid help join >join-help
while IFS= read -r option; do
    expect_that "$option in docs/join.md" grep -qF -- "$option" "$document"
done < <(sed -n 's/^ *\(-[oi], \)\?\(--[a-z-]*\).*/\2/p' join-help | grep -vE -- '--(help|snapshot|pack|grid|no-grid|output|input)$')
finish
