#!/bin/sh
# The daemon under wrk at positions spread over the wards of a pack, beside a bare libmicrohttpd
# server whose body has as many bytes (and nginx with `return`, where it is installed), in one run.
# For each question: its rate, its latencies, and the daemon's own CPU time a request, which the load
# of the machine changes least.
# Usage: tests/bench/bench_http.sh BUILD_DIR [PACK [SEED]] (a Release build; wrk installed)
# SECONDS_EACH, THREADS and CLIENTS change the seconds of a run, the daemon's threads, the clients.
set -eu
build=${1:?usage: bench_http.sh BUILD_DIR [PACK [SEED]]}
pack=${2:-$(dirname "$0")/../../data/shapefiles/tees-demo}
seed=${3:-20261121}
seconds=${SECONDS_EACH:-5}
threads=${THREADS:-1}
clients=${CLIENTS:-32}
daemon_port=18181
bare_port=18182
nginx_port=18183
work=$(mktemp -d)
bare=''
daemon=''
nginx=''
trap 'kill $daemon $bare $nginx 2>/dev/null || :; rm -rf "$work"' EXIT

cc -O2 -o "$work/bare_mhd" "$(dirname "$0")/bare_mhd.c" -lmicrohttpd -lpthread
"$build/nearaidd" --pack "$pack" --listen 127.0.0.1:$daemon_port --threads "$threads" \
    --no-access-log 2>"$work/log" &
daemon=$!
until grep -q 'listening on' "$work/log"; do
    kill -0 $daemon 2>/dev/null || { cat "$work/log"; exit 1; }
done
# The middle half of the wards: most positions lie in one.
curl -fs "http://127.0.0.1:$daemon_port/v1/wards" -H 'Accept: application/geo+json' >"$work/wards"
python3 - "$work/wards" >"$work/box" <<'PY'
import json
import sys

def points(tree):
    if isinstance(tree[0], (int, float)):
        yield tree
    else:
        for branch in tree:
            yield from points(branch)

with open(sys.argv[1], encoding="utf-8") as file:
    features = json.load(file)["features"]
all_points = [p for feature in features if feature["geometry"]
              for p in points(feature["geometry"]["coordinates"])]
box = []
for axis in (1, 0):
    values = sorted(point[axis] for point in all_points)
    box += [values[len(values) // 4], values[3 * len(values) // 4]]
print(*box)
PY
read -r south north west east <"$work/box"
# wrk asks by this: a path with the position of its turn.
cat >"$work/ask.lua" <<LUA
local seeded = false
request = function()
    if not seeded then
        math.randomseed($seed)
        seeded = true
    end
    local lat = $south + math.random() * ($north - $south)
    local lon = $west + math.random() * ($east - $west)
    local join = wrk.path:sub(-1) == "?" and "" or "&"
    return wrk.format("GET", string.format("%s%slat=%.6f&lon=%.6f", wrk.path, join, lat, lon))
end
LUA

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
# rate p50 p90 p99 microseconds-of-CPU of a server: run PORT PID PATH [SCRIPT]
run() {
    before=$(cpu_ticks "$2")
    wrk -t1 -c"$clients" -d"${seconds}s" --latency ${4:+-s "$4"} \
        "http://127.0.0.1:$1$3" >"$work/out"
    after=$(cpu_ticks "$2")
    if grep -q 'Non-2xx\|Socket errors' "$work/out"; then
        grep 'Non-2xx\|Socket errors' "$work/out" >&2
    fi
    awk -v ticks=$((after - before)) -v hertz="$(getconf CLK_TCK)" '
        /Requests\/sec/ { rate = $2 } /requests in/ { requests = $1 }
        /^ *50%/ { p50 = $2 } /^ *90%/ { p90 = $2 } /^ *99%/ { p99 = $2 }
        END { print rate, p50, p90, p99, ticks / hertz * 1e6 / requests }' "$work/out"
}
line() { printf '| %s | %.0f | %s | %s | %s | %.1f |\n' "$@"; }

echo "$(nproc) cores, $(uname -r), load $(cut -d' ' -f1 /proc/loadavg); seed $seed; $threads server"
echo "threads, $clients clients, $seconds s each, positions within $south..$north, $west..$east"
echo
echo '| what | a second | p50 | p90 | p99 | us of CPU each |'
echo '|---|---|---|---|---|---|'
kind=$(curl -fs "http://127.0.0.1:$daemon_port/v1/datasets" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["kinds"][0]["name"])' 2>/dev/null ||
    echo bleed_cabinet)
bytes=$(curl -fs "http://127.0.0.1:$daemon_port/v1/ward?lat=54.6867&lon=-1.2080" | wc -c)
"$work/bare_mhd" $bare_port "$threads" "$bytes" &
bare=$!
until curl -fs "http://127.0.0.1:$bare_port/" >/dev/null; do
    kill -0 $bare || exit 1
done
# shellcheck disable=SC2046 # words of a line
{
    line "bare libmicrohttpd, $bytes bytes" $(run $bare_port $bare '/?')
    line 'ward' $(run $daemon_port $daemon '/v1/ward?' "$work/ask.lua")
    line "bare libmicrohttpd, $bytes bytes, again" $(run $bare_port $bare '/?')
    line 'ward, again' $(run $daemon_port $daemon '/v1/ward?' "$work/ask.lua")
    line 'nearest, k = 1' $(run $daemon_port $daemon "/v1/nearest?kind=$kind&k=1" "$work/ask.lua")
    line 'nearest, k = 5' $(run $daemon_port $daemon "/v1/nearest?kind=$kind&k=5" "$work/ask.lua")
    line 'here' $(run $daemon_port $daemon '/v1/here?' "$work/ask.lua")
    line 'locate, a postcode' $(run $daemon_port $daemon '/v1/locate?q=TS24%208AY')
    line '/healthz' $(run $daemon_port $daemon /healthz)
}
if command -v nginx >/dev/null; then
    mkdir "$work/nginx"
    cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes $threads; pid $work/nginx/pid; error_log $work/nginx/log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000;
    client_body_temp_path $work/nginx; proxy_temp_path $work/nginx; fastcgi_temp_path $work/nginx;
    uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx;
    server { listen 127.0.0.1:$nginx_port; return 200 "$(head -c "$bytes" /dev/zero | tr '\0' x)"; } }
CONF
    nginx -c "$work/nginx.conf" 2>/dev/null &
    nginx=$!
    until curl -fs "http://127.0.0.1:$nginx_port/" >/dev/null; do
        kill -0 $nginx 2>/dev/null || exit 0
    done
    worker=$(cat "/proc/$nginx/task/$nginx/children")
    # shellcheck disable=SC2046
    line 'nginx, return' $(run $nginx_port "${worker%% *}" /)
fi
