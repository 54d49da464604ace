#!/bin/sh
# The daemon under wrk against a bare libmicrohttpd server whose body has as many bytes, in one run.
# Usage: tests/bench/bench_http.sh BUILD_DIR [PACK] (a Release build; wrk installed)
set -eu
build=${1:?usage: bench_http.sh BUILD_DIR [PACK]}
pack=${2:-$(dirname "$0")/../../data/shapefiles/tees-demo}
seconds=${SECONDS_EACH:-5}
threads=${THREADS:-1}
daemon_port=18181
bare_port=18182
target='/v1/ward?lat=54.6867&lon=-1.2080'
work=$(mktemp -d)
bare=''
daemon=''
trap 'kill $daemon $bare 2>/dev/null || :; rm -rf "$work"' EXIT

cc -O2 -o "$work/bare_mhd" "$(dirname "$0")/bare_mhd.c" -lmicrohttpd -lpthread
"$build/nearaidd" --pack "$pack" --listen 127.0.0.1:$daemon_port --threads "$threads" \
    --no-access-log 2>"$work/log" &
daemon=$!
until grep -q 'listening on' "$work/log"; do
    kill -0 $daemon 2>/dev/null || { cat "$work/log"; exit 1; }
done
bytes=$(curl -fs "http://127.0.0.1:$daemon_port$target" | wc -c)
"$work/bare_mhd" $bare_port "$threads" "$bytes" &
bare=$!
until curl -fs "http://127.0.0.1:$bare_port/" >/dev/null; do
    kill -0 $bare || exit 1
done

# "rate p99" of one server.
run() {
    wrk -t1 -c"$1" -d"${seconds}s" --latency "http://127.0.0.1:$2$3" >"$work/out"
    if grep -q 'Non-2xx\|Socket errors' "$work/out"; then
        grep 'Non-2xx\|Socket errors' "$work/out" >&2
    fi
    awk '/Requests\/sec/ { rate = $2 } /^ *99%/ { p99 = $2 } END { print rate, p99 }' "$work/out"
}

echo "$(nproc) cores, $(uname -r); $threads server threads, body of $bytes bytes, ${seconds} s each"
for clients in 32 256; do
    # Turn about, so that a slower minute of the machine meets both.
    {
        echo "$clients"
        run "$clients" "$bare_port" /
        run "$clients" "$daemon_port" "$target"
        run "$clients" "$bare_port" /
        run "$clients" "$daemon_port" "$target"
        run "$clients" "$daemon_port" /healthz
    } | tr '\n' ' ' | awk '{
        bare = ($2 + $6) / 2; ours = ($4 + $8) / 2
        printf "%d clients: bare %.0f/s (p99 %s, %s), ward question %.0f/s (p99 %s, %s), ratio %.2f; /healthz %.0f/s, ratio %.2f\n",
               $1, bare, $3, $7, ours, $5, $9, ours / bare, $10, $10 / bare }'
done
