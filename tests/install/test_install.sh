#!/usr/bin/env bash
# What `cmake --install` leaves: programs that run, headers and a library that another project can
# use by CMake and by pkg-config, and no other symbol than the marked ones.
#
#   test_install.sh SOURCE_DIR BINARY_DIR COMPILER
set -euo pipefail
source=$1
build=$2
compiler=$3
here=$source/tests/install
work=$(mktemp -d)
daemon=
finish() {
    if [[ -n $daemon ]]; then
        kill "$daemon" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT
prefix=$work/prefix
unset NEARAID_SNAPSHOT NEARAID_PACK NEARAID_GRID

step() {
    printf -- '-- %s\n' "$*"
}
die() {
    printf 'FAILED: %s\n' "$*"
    exit 1
}

step 'install'
cmake --install "$build" --prefix "$prefix" >"$work/install.log" || {
    cat "$work/install.log"
    die 'cmake --install'
}
library=$(find "$prefix" -name 'libnearaid.so')
[[ -n $library ]] || die 'no libnearaid.so'
libdir=$(dirname "$library")
export LD_LIBRARY_PATH=$libdir

step 'only public headers'
diff <(cd "$source/include/nearaid" && printf '%s\n' *.h version.h | LC_ALL=C sort) \
    <(cd "$prefix/include/nearaid" && printf '%s\n' * | LC_ALL=C sort) || die 'headers'

step 'exported symbols are those marked NA_API'
# The name before the first "(" of each declaration that begins with NA_API.
cat "$prefix"/include/nearaid/*.h | tr '\n' ' ' |
    grep -oE 'NA_API [^;#]*;' | grep -oE 'na_[a-z0-9_]+ ?\(' | tr -d ' (' | LC_ALL=C sort -u >"$work/marked"
nm -D --defined-only "$library" | awk '{ print $3 }' | LC_ALL=C sort -u >"$work/exported"
[[ -s $work/marked ]] || die 'no NA_API found'
diff "$work/marked" "$work/exported" || die 'exported (>) and marked (<) differ'
diff "$source/src/nearaid/nearaid.symbols" "$work/exported" ||
    die 'exported (>) and src/nearaid/nearaid.symbols (<) differ: a symbol that went breaks programs'

step 'the installed programs'
"$prefix/bin/nearaid" compile "$source/data/shapefiles/tees-demo" --no-grid -o "$work/demo.nad" \
    2>"$work/err" || {
    cat "$work/err"
    die 'nearaid compile'
}
"$prefix/bin/nearaid" ward --snapshot "$work/demo.nad" --easting 451160 --northing 532697 \
    --as-at 2026-11-21 --json >"$work/ward"
"$prefix/bin/nearaidd" --help >"$work/help"
grep -q nearaidd "$work/help" || die "nearaidd --help"

step 'the daemon alone carries the page'
mkdir "$work/alone"
cp "$prefix/bin/nearaidd" "$work/demo.nad" "$work/alone"
if grep -aqF -e "$source/web/" -e /usr/share/javascript "$work/alone/nearaidd"; then
    die 'nearaidd knows where the files of the page were'
fi
exec {said}< <(cd "$work/alone" && exec env -i ./nearaidd --snapshot demo.nad --listen 127.0.0.1:0 2>&1)
daemon=$!
url=
while [[ -z $url ]] && read -r line <&"$said"; do
    [[ $line =~ listening\ on\ (http://[0-9.:]+) ]] && url=${BASH_REMATCH[1]}
done
[[ -n $url ]] || die 'nearaidd does not listen'
curl -sf -H 'Accept: text/html' "$url/" >"$work/page" || die 'no page'
grep -q '<fieldset class="kinds">' "$work/page" || die 'a page without kinds'
curl -sf "$url/list" | grep -q 'data-id="hartlepool-bleed-4"' || die 'no list to print'
for file in "$source"/web/*.css "$source"/web/*.js "$source"/web/*.svg; do
    curl -sf "$url/web/${file##*/}" | cmp -s - "$file" || die "${file##*/} is not served as it is"
done
for file in leaflet.js leaflet.css images/layers.png; do
    [[ $(curl -sf "$url/web/leaflet/$file" | wc -c) -gt 0 ]] || die "no $file"
done
kill "$daemon"
wait "$daemon" || die 'nearaidd does not end well'
daemon=
exec {said}<&-

# The program's answers must be the command line's.
ask() {
    "$1" "$work/demo.nad" >"$work/answer" || die "$1"
    diff <(sed -n 3p "$work/answer") "$work/ward" || die "$1: another answer than nearaid's"
    grep -q '"id":"hartlepool-bleed-4"' "$work/answer" || die "$1: no nearest cabinet"
}

step 'a program by find_package'
mkdir "$work/by-cmake"
cp "$here/program.c" "$work/by-cmake"
cat >"$work/by-cmake/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES C)
find_package(nearaid 0.2 REQUIRED)
add_executable(program program.c)
target_link_libraries(program PRIVATE nearaid::nearaid)
CMAKE
{
    cmake -S "$work/by-cmake" -B "$work/by-cmake/build" -G Ninja \
        -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$compiler" && cmake --build "$work/by-cmake/build"
} >"$work/log" 2>&1 || {
    cat "$work/log"
    die 'find_package'
}
ask "$work/by-cmake/build/program"

step 'a program by pkg-config'
flags=$(PKG_CONFIG_PATH=$libdir/pkgconfig pkg-config --define-variable=prefix="$prefix" \
    --cflags --libs nearaid)
# shellcheck disable=SC2086 # flags are several words
"$compiler" -std=c99 -Wall -Wextra -Werror -pedantic "$here/program.c" -o "$work/program" $flags
ask "$work/program"

step 'a program that asks about many points'
# shellcheck disable=SC2086 # flags are several words
"$compiler" -std=c99 -Wall -Wextra -Werror -pedantic "$here/points.c" -o "$work/points" $flags
"$work/points" "$work/demo.nad" >"$work/many" || die points
grep -qx 'E05013038 hartlepool-bleed-4' "$work/many" || die 'the first point has another ward or cabinet'
grep -qx 'TS24 8 E0[0-9]*' "$work/many" || die 'TS24 8 is no place in a ward'
grep -q '^none ' "$work/many" || die 'the third point lies in the sea'
grep -q '"covered_m2"' "$work/many" || die 'no coverage'

step 'the C of the README'
{
    printf '#include <nearaid/nearaid.h>\n'
    printf 'int example(const char *file, const double *lat, const double *lon, size_t count, uint32_t *ward);\n'
    printf 'int example(const char *file, const double *lat, const double *lon, size_t count, uint32_t *ward)\n{\n'
    # shellcheck disable=SC2016 # backticks of Markdown
    sed -n '/^## Use it from C/,/^## /p' "$source/README.md" | sed -n '/^```c/,/^```/p' | sed '/^```/d'
    printf '}\n'
} >"$work/readme.c"
[[ $(wc -l <"$work/readme.c") -gt 10 ]] || die 'the README has no C'
# shellcheck disable=SC2086 # flags are several words
"$compiler" -std=c99 -Wall -Wextra -Werror -pedantic -c "$work/readme.c" -o "$work/readme.o" $flags
printf 'install: everything works\n'
