#!/usr/bin/env bash
# Lists that the packages carry and the program has of its own: symbols of the library, names of metrics in the alert
# rules, settings in the configuration, the version. Also the manual pages, as far as help2man is here.
#
#   test_lists.sh PROJECT NEARAIDD NEARAID LIBRARY
set -euo pipefail
project=$1
daemon=$2
nearaid=$3
library=$4
work=$(mktemp -d)
pid=
trap '[[ -z $pid ]] || kill "$pid" || true; rm -rf "$work"' EXIT
failed=0
fail() {
    printf 'FAILED %s\n' "$*"
    failed=1
}

# Symbols: those of the library, each once.
nm -D --defined-only "$library" | sed -n 's/.* [TRDB] \(na_[a-z_0-9]*\)$/\1/p' | LC_ALL=C sort >"$work/has"
sed -n 's/^ \(na_[a-z_0-9]*\)@Base .*/\1/p' "$project/debian/libnearaid0.symbols" | LC_ALL=C sort >"$work/listed"
diff "$work/listed" "$work/has" >"$work/difference" ||
    fail "debian/libnearaid0.symbols and the library differ: $(<"$work/difference")"

# What building wants is the same for the packages as for everybody.
sed -n '/^run_packages=(/,/^)/p' "$project/tools/setup" | tr -s ' ()' '\n' | grep -e '-dev$\|^libjs-\|^cmake$\|^ninja' |
    grep -v '^libc6-dev$' | LC_ALL=C sort >"$work/setup"
sed -n '/^Build-Depends:/,/^Standards/p' "$project/debian/control" | grep -o '[a-z0-9][a-z0-9.+-]*-dev\|libjs-leaflet\|cmake\|ninja-build' |
    LC_ALL=C sort -u >"$work/control"
diff "$work/setup" "$work/control" >"$work/difference" ||
    fail "tools/setup and Build-Depends differ: $(<"$work/difference")"

# The version of the package is that of the program.
version=$("$nearaid" --version | grep -o '[0-9]*\.[0-9]*\.[0-9]*' | head -n 1)
packaged=$(sed -n '1s/.*(\(.*\)).*/\1/p' "$project/debian/changelog")
[[ $packaged == "$version" ]] || fail "debian/changelog says $packaged, the program $version"

# The settings that ship are understood; the daemon ends for want of the file, and says so.
sed "s|/var/lib/nearaid|$work|; s|/var/log/nearaid|$work|; s|/var/cache/nearaid|$work|" \
    "$project/debian/conf/nearaidd.ini" >"$work/nearaidd.ini"
status=0
said=$("$daemon" --config "$work/nearaidd.ini" --listen 127.0.0.1:0 2>&1) || status=$?
[[ $status == 4 && $said == *current.nad* ]] || fail "the settings that ship: status $status, $said"

# With a pack, and with a file of tokens that is still empty.
"$nearaid" compile "$project/data/shapefiles/tees-demo" --no-grid -o "$work/current.nad" 2>/dev/null
: >"$work/tokens"
chmod 600 "$work/tokens"
NEARAID_TOKENS=$work/tokens "$daemon" --config "$work/nearaidd.ini" --listen 127.0.0.1:0 2>"$work/said" &
pid=$!
for ((i = 0; i < 600; i++)); do
    ! grep -qs 'listening on' "$work/said" || break
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
done
port=$(sed -n 's/.*127\.0\.0\.1:\([0-9]*\),.*/\1/p' "$work/said" | head -n 1)
if [[ -z $port ]]; then
    fail "the settings that ship do not serve: $(<"$work/said")"
else
    exec 3<>"/dev/tcp/127.0.0.1/$port"
    printf 'GET /metrics HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
    cat <&3 >"$work/metrics"
    exec 3<&- 3>&-
    grep -o 'nearaid_[a-z_]*' "$project/docs/operating/prometheus-alerts.yml" | LC_ALL=C sort -u >"$work/wanted"
    while IFS= read -r name; do
        grep -q "^# TYPE $name " "$work/metrics" || fail "no metric $name, which an alert asks for"
    done <"$work/wanted"
fi
if python3 -c 'import yaml' 2>/dev/null; then
    python3 -c 'import sys, yaml
rules = yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["groups"][0]["rules"]
assert len(rules) > 4 and all({"alert", "expr", "labels", "annotations"} <= set(rule) for rule in rules)' \
        "$project/docs/operating/prometheus-alerts.yml" || fail 'prometheus-alerts.yml'
fi

# Manual pages.
if command -v help2man >/dev/null; then
    mkdir -p "$work/pages/debian"
    ln -s "$(dirname "$nearaid")" "$work/pages/built"
    (cd "$work/pages" && sh "$project/debian/make-manuals" built "$version" 1764504000) || fail 'make-manuals'
    for page in nearaid.1 nearaidd.8; do
        grep -q '^\.SH' "$work/pages/debian/generated/man/$page" || fail "the page $page"
        if command -v man >/dev/null; then
            warned=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z \
                "$work/pages/debian/generated/man/$page" 2>&1 >/dev/null || true)
            [[ -z $warned ]] || fail "man says of $page: $warned"
        fi
    done
fi
exit "$failed"
