#!/usr/bin/env bash
# The map's routes: a tile as it lies in the file or inflated, 204 where it is empty, 404 beyond it and
# under another digest, 304 for a client that has it; a bad map costs a line and nothing else; it is loaded anew
# with the data. What an operator looks at is in no log.
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if ! command -v curl >/dev/null; then
    printf 'skipped: no curl here\n'
    exit 77
fi

daemon=
port=
# serve OPTION...: start the daemon and wait for its port.
serve() {
    : >said
    "$NA_DAEMON" --snapshot demo.nad --listen 127.0.0.1:0 "$@" >/dev/null 2>said &
    daemon=$!
    while ! grep -q 'listening on' said && kill -0 "$daemon"; do :; done
    port=$(sed -n 's/.*listening on http:\/\/127.0.0.1:\([0-9]*\).*/\1/p' said)
}
leave() {
    kill "$daemon"
    wait "$daemon" || true
}
# get PATH CURL-OPTION...: status in $status, headers in head, body in out.
get() {
    local path=$1
    shift
    command="GET $path $*"
    : >err
    status=$(curl -s -o out -D head -w '%{http_code}' "$@" "http://127.0.0.1:$port$path")
}
expect_head() {
    checks=$((checks + 1))
    grep -qi -- "^$1" head || fail "wanted in the headers: $1"
}

run "$nearaid" compile "$demo" --no-grid -o demo.nad
python3 "$source/tests/support/make_map.py" town.mbtiles -1.2060 54.6865
python3 "$source/tests/support/make_map.py" other.mbtiles -1.2060 54.6865 2
for name in town other; do
    run "$nearaid" map "$name.mbtiles" --snapshot demo.nad -o "$name.nam"
    expect_status 0
done

# Without a map.
serve
get /v1/map
expect_status 404
expect_out '"code":"no-map"'
get /v1/map/0123456789abcdef/14/8137/5207.mvt
expect_status 404
get /readyz
expect_that 'readyz does not speak of a map' bash -c '! grep -q "\"map\"" out'
leave

cp town.nam map.nam
serve --map map.nam
get /v1/map
expect_status 200
expect_json name 'Invented town'
expect_json attribution 'Made for tests; no place is real'
expect_json zoom_max 14
digest=$("$json_get" digest <out)
base=/v1/map/${digest:0:16}
expect_json template "$base/{z}/{x}/{y}.mvt"

# The town's own tile: row 5207 from the north, so rows are not turned round.
get "$base/14/8137/5207.mvt" -H 'Accept-Encoding: gzip'
expect_status 200
expect_head 'Content-Encoding: gzip'
expect_head 'Content-Type: application/vnd.mapbox-vector-tile'
expect_head 'Cache-Control: public, max-age=31536000, immutable'
expect_head 'Vary: Accept-Encoding'
expect_head 'X-Content-Type-Options: nosniff'
expect_that 'the tile unpacks' bash -c 'gzip -dc out >plain && grep -aq "York Road\|roads" plain'
tag=$(sed -n 's/^ETag: \(.*\)\r$/\1/pI' head)
get "$base/14/8137/5207.mvt" -H 'Accept-Encoding: gzip' -H "If-None-Match: $tag"
expect_status 304
get "$base/14/8137/5207.mvt"
expect_status 200
expect_that 'without gzip it comes inflated' cmp -s out plain
expect_that 'and says so' bash -c '! grep -qi "^Content-Encoding" head'
get "$base/14/8137/5207.mvt" -I
expect_status 200
get "$base/14/8130/5222.mvt"
expect_status 204

# Beyond the map, and what is no address of it.
for path in "$base/14/1/1.mvt" "$base/15/16274/10414.mvt" "$base/5/1/1.mvt" "$base/14/8137/5207.pbf" \
    "$base/14/08137/5207.mvt" "$base/14/+8137/5207.mvt" "$base/14/8137/-1.mvt" "$base/14/8137" \
    "$base/14/8137/5207.mvt/x" "$base/99999999999/1/1.mvt" /v1/map/0000000000000000/14/8137/5207.mvt \
    "/v1/map/$digest/14/8137/5207.mvt" /v1/map/; do
    get "$path"
    expect_status 404
done
get "$base/14/8137/5207.mvt" -d x=1
expect_status 405

# Another map with the next load: new addresses, the old ones are gone. A damaged one leaves it.
cp other.nam map.nam
kill -HUP "$daemon"
while [[ $(curl -s "http://127.0.0.1:$port/v1/map" | "$json_get" digest) == "$digest" ]]; do :; done
get "$base/14/8137/5207.mvt"
expect_status 404
get /v1/map
second=$("$json_get" digest <out)
head -c 2000 town.nam >map.nam
kill -HUP "$daemon"
while ! curl -s "http://127.0.0.1:$port/readyz" | grep -q 'not loaded'; do :; done
get /readyz
expect_status 200
expect_out 'not loaded, the former map stays: map.nam: The map file is damaged'
get /v1/map
expect_json digest "$second"
# The file is cut short and written over in place while it is served: the daemon has its own copy.
: >map.nam
get "/v1/map/${second:0:16}/14/8137/5207.mvt"
expect_status 200
cp out kept
head -c 300000 /dev/zero >map.nam
get "/v1/map/${second:0:16}/14/8137/5207.mvt"
expect_status 200
expect_that 'the tile is as it was' cmp -s out kept
leave
expect_that 'no log tells what was looked at' bash -c '! grep -qE "8137|5207" said'

# A map that is no map: everything else is served.
serve --map demo.nad
get /readyz
expect_status 200
expect_out '"map":"not loaded: demo.nad: This is no map file'
get '/v1/ward?lat=54.6867&lon=-1.2080'
expect_status 200
get /v1/map
expect_status 404
leave

# A map of a part.
run "$nearaid" map town.mbtiles --bbox -1.216,54.682,-1.196,54.692 -o small.nam
serve --map small.nam
get /readyz
expect_out 'of the wards and areas reach beyond it'
leave
finish
