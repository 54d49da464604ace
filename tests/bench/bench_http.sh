#!/bin/sh
# The daemon under wrk at positions spread over the wards of a pack, beside bare libmicrohttpd servers
# that are asked the same and whose answers have as many bytes and the same header fields (and nginx
# with `return`, where it is installed), in one run. All are asked in turn, round after round, and the
# middle of the rounds is told: rate, latencies, and the server's own CPU time a request, which the
# load of the machine changes least. Servers run on one core, the client on another.
# Usage: tests/bench/bench_http.sh BUILD_DIR [PACK [SEED]] (a Release build; wrk installed)
# SECONDS_EACH, ROUNDS, THREADS and CLIENTS change the seconds of a run, how many there are, the
# daemon's threads (more than 1: nothing is pinned), the clients.
set -eu
build=${1:?usage: bench_http.sh BUILD_DIR [PACK [SEED]]}
pack=${2:-$(dirname "$0")/../../data/shapefiles/tees-demo}
seed=${3:-20261121}
seconds=${SECONDS_EACH:-2}
rounds=${ROUNDS:-3}
threads=${THREADS:-1}
clients=${CLIENTS:-32}
daemon_port=18181
bare_port=18182
once_port=18183
nginx_port=18184
lines=100000
work=$(mktemp -d)
bare=''
once=''
daemon=''
nginx=''
trap 'kill $daemon $bare $once $nginx 2>/dev/null || :; rm -rf "$work"' EXIT
serve=''
ask=''
if [ "$threads" -eq 1 ] && [ "$(nproc)" -gt 1 ]; then
    serve='taskset -c 0'
    ask='taskset -c 1'
fi

cc -O2 -o "$work/bare_mhd" "$(dirname "$0")/bare_mhd.c" -lmicrohttpd -lpthread
: >"$work/log"
$serve "$build/nearaidd" --pack "$pack" --listen 127.0.0.1:$daemon_port --threads "$threads" \
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
# wrk asks by this: a path with the position of its turn, if the path takes one.
cat >"$work/ask.lua" <<LUA
local seeded = false
request = function()
    if wrk.path:sub(-1) ~= "?" and wrk.path:sub(-1) ~= "&" then
        return wrk.format("GET", wrk.path)
    end
    if not seeded then
        math.randomseed($seed)
        seeded = true
    end
    local lat = $south + math.random() * ($north - $south)
    local lon = $west + math.random() * ($east - $west)
    return wrk.format("GET", string.format("%slat=%.6f&lon=%.6f", wrk.path, lat, lon))
end
done = function(summary, latency, requests)
    io.write(string.format("told %d %d %d %d %d\n", summary.requests,
                           latency:percentile(50), latency:percentile(99),
                           latency:percentile(99.9),
                           summary.errors.status + summary.errors.connect + summary.errors.read +
                           summary.errors.write + summary.errors.timeout))
end
LUA

# Nanoseconds of CPU time of all threads of a process.
cpu_ns() { cat "/proc/$1"/task/*/schedstat | awk '{ sum += $1 } END { printf "%.0f", sum }'; }
# One run, noted in $work/runs: NAME|seconds|requests|p50|p99|p99.9|nanoseconds|errors.
# run NAME PORT PID PATH
run() {
    before=$(cpu_ns "$3")
    $ask wrk -t1 -c"$clients" -d"${seconds}s" -s "$work/ask.lua" "http://127.0.0.1:$2$4" >"$work/out"
    after=$(cpu_ns "$3")
    awk -v name="$1" -v ns=$((after - before)) '
        /^Requests\/sec/ { rate = $2 } /^told/ { split($0, told, " ") }
        END { printf "%s|%s|%s|%s|%s|%s|%s|%s\n", name, rate, told[2], told[3], told[4], told[5], ns,
                     told[6] }' "$work/out" >>"$work/runs"
}
# The same of a body of lines: batch NAME TYPE FILE
batch() {
    before=$(cpu_ns "$daemon")
    began=$(date +%s%N)
    $ask curl -fs -H "Content-Type: $2" -H "Accept: $2" -H 'Expect:' --data-binary "@$3" -o "$work/answers" \
        "http://127.0.0.1:$daemon_port/v1/batch/ward"
    ended=$(date +%s%N)
    after=$(cpu_ns "$daemon")
    awk -v name="$1" -v lines="$lines" -v took=$((ended - began)) -v ns=$((after - before)) '
        BEGIN { printf "%s|%s|%s||||%s|0\n", name, lines / took * 1e9, lines, ns }' >>"$work/runs"
}
# started PID PORT: wait until it answers.
started() {
    until curl -fs "http://127.0.0.1:$2/" >/dev/null; do
        kill -0 "$1" 2>/dev/null || return 1
    done
}

echo "$(nproc) cores, $(uname -r), load $(cut -d' ' -f1 /proc/loadavg); seed $seed; $threads server"
echo "threads, $clients clients, the middle of $rounds rounds of $seconds s, positions within"
echo "$south..$north, $west..$east"
echo
kind=$(curl -fs "http://127.0.0.1:$daemon_port/v1/datasets" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["kinds"][0]["name"])' 2>/dev/null ||
    echo bleed_cabinet)
bytes=$(curl -fs "http://127.0.0.1:$daemon_port/v1/ward?lat=54.6867&lon=-1.2080" | wc -c)
$serve "$work/bare_mhd" $bare_port "$threads" "$bytes" &
bare=$!
$serve "$work/bare_mhd" $once_port "$threads" "$bytes" once &
once=$!
started $bare $bare_port
started $once $once_port
if command -v nginx >/dev/null; then
    mkdir "$work/nginx"
    cat >"$work/nginx.conf" <<CONF
daemon off; worker_processes $threads; pid $work/nginx/pid; error_log $work/nginx/log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000; default_type application/json;
    client_body_temp_path $work/nginx; proxy_temp_path $work/nginx; fastcgi_temp_path $work/nginx;
    uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx;
    add_header X-Content-Type-Options nosniff; add_header Cache-Control no-store;
    server { listen 127.0.0.1:$nginx_port; return 200 "$(head -c "$bytes" /dev/zero | tr '\0' x)"; } }
CONF
    $serve nginx -c "$work/nginx.conf" 2>/dev/null &
    nginx=$!
    started $nginx $nginx_port || nginx=''
fi
awk -v seed="$seed" -v lines="$lines" -v south="$south" -v north="$north" -v west="$west" \
    -v east="$east" -v ndjson="$work/rows.ndjson" -v csv="$work/rows.csv" 'BEGIN {
        srand(seed)
        print "id,lat,lon" >csv
        for (i = 1; i <= lines; i++) {
            lat = south + rand() * (north - south)
            lon = west + rand() * (east - west)
            printf "{\"id\":%d,\"lat\":%.6f,\"lon\":%.6f}\n", i, lat, lon >ndjson
            printf "%d,%.6f,%.6f\n", i, lat, lon >csv
        } }'
round=0
while [ "$round" -lt "$rounds" ]; do
    run "bare libmicrohttpd, $bytes bytes" $bare_port $bare '/v1/ward?'
    run ward $daemon_port $daemon '/v1/ward?'
    run 'bare libmicrohttpd, one response for all' $once_port $once '/v1/ward?'
    if [ -n "$nginx" ]; then
        worker=$(cat "/proc/$nginx/task/$nginx/children")
        run 'nginx, return' $nginx_port "${worker%% *}" '/v1/ward?'
    fi
    run 'nearest, k = 1' $daemon_port $daemon "/v1/nearest?kind=$kind&k=1&"
    run 'nearest, k = 5' $daemon_port $daemon "/v1/nearest?kind=$kind&k=5&"
    run here $daemon_port $daemon '/v1/here?'
    run 'locate, a postcode' $daemon_port $daemon '/v1/locate?q=TS24%208AY'
    run /healthz $daemon_port $daemon /healthz
    batch 'batch of NDJSON, a line' application/x-ndjson "$work/rows.ndjson"
    batch 'batch of CSV, a line' text/csv "$work/rows.csv"
    round=$((round + 1))
done
python3 - "$work/runs" <<'PY'
import statistics
import sys

runs = {}
with open(sys.argv[1], encoding="utf-8") as file:
    for line in file:
        name, *figures = line.rstrip("\n").split("|")
        runs.setdefault(name, []).append([float(f) if f else None for f in figures])

def middle(name, column):
    values = [run[column] for run in runs[name]]
    return None if values[0] is None else statistics.median(values)

def cpu_us(run):
    return run[5] / run[1] / 1000

print("| what | a second | p50 us | p99 us | p99.9 us | us of CPU each |")
print("|---|---|---|---|---|---|")
for name in runs:
    latencies = ["" if middle(name, c) is None else f"{middle(name, c):.0f}" for c in (2, 3, 4)]
    us = statistics.median(cpu_us(run) for run in runs[name])
    print(f"| {name} | {middle(name, 0):.0f} | {' | '.join(latencies)} | {us:.1f} |")
print()
for name in runs:
    if name.startswith("bare") or name.startswith("nginx"):
        pairs = list(zip(runs["ward"], runs[name]))
        rate = statistics.median(ours[0] / other[0] for ours, other in pairs)
        cpu = statistics.median(cpu_us(other) / cpu_us(ours) for ours, other in pairs)
        print(f"ward has {rate:.2f} of the rate of {name}, {cpu:.2f} by CPU (middle of the pairs)")
errors = sum(run[6] for name in runs for run in runs[name])
if errors:
    print(f"{errors:.0f} requests were not answered well")
PY
