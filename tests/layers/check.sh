#!/usr/bin/env bash
# Read the includes of src and include, and fail on
#   - an arrow that does not point to a lower floor (tools/house has the floors), or to a room's own
#   - a third-party header in more than one file, in a header, or in a room that may not have it
#   - anything but <nearaid/...> and <std...> in an installed header
#
#   check.sh SOURCE_DIR [HOUSE]    HOUSE: the program that knows the floors (default: tools/house)
set -euo pipefail
house=$(realpath "${2:-$1/tools/house}")
cd "$1"

mapfile -t files < <(find src include -name '*.[ch]' -o -name '*.h.in' | LC_ALL=C sort)
# shellcheck disable=SC2016 # the dollars are awk's
awk -v floors="$(python3 "$house" --floors)" '
BEGIN {
    count = split(floors, lines, "\n")
    for (i = 1; i <= count; i++) {
        split(lines[i], fields, " ")
        rank[fields[2]] = fields[1]
    }

    # Third-party headers and the room each may be used in.
    home["proj.h"] = home["geodesic.h"] = "geo"
    home["readosm.h"] = "compile"
    home["seccomp.h"] = "app"
    home["shapefil.h"] = home["geos_c.h"] = home["jansson.h"] = home["ini.h"] = "io"
    home["gnutls/gnutls.h"] = home["gnutls/crypto.h"] = "io"
    home["gnutls/abstract.h"] = "http" # certificates; microhttpd.h names its types
    home["utf8proc.h"] = "io"
    home["xxhash.h"] = "data"
    home["microhttpd.h"] = "http"
    home["zlib.h"] = "io"
    home["xlsxwriter.h"] = "write"
    home["sqlite3.h"] = "io"
    home["zip.h"] = home["expat.h"] = "workbooks"

    # A library that fills several files has one private header as its gate: only that includes it,
    # and only the files of its own name include the gate.
    gate["geos_c.h"] = "src/io/topology_geos.h"
    friends["io/topology_geos.h"] = "^src/io/topology"
    gate["sqlite3.h"] = "src/io/sqlite.h"
    friends["io/sqlite.h"] = "^src/((io|write)/gpkg|workbooks/(geopackage|mbtiles))"

    # C, POSIX and glibc.
    split("assert ctype glob dirent errno fcntl fenv float inttypes limits locale math poll pthread " \
          "semaphore signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib " \
          "string strings threads time unistd getopt argp endian netdb " \
          "sys/types sys/stat sys/file sys/mman sys/socket sys/time sys/wait sys/epoll sys/eventfd sys/pidfd sys/syscall linux/landlock " \
          "sys/signalfd sys/un sys/uio sys/resource sys/ioctl sys/prctl sys/random sys/timerfd sys/auxv " \
          "netinet/in netinet/tcp arpa/inet emmintrin immintrin cpuid", names, " ")
    for (i in names) system_header[names[i] ".h"] = 1
}
function fault(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text
    faults++
}
FNR == 1 {
    files++
    split(FILENAME, parts, "/")
    room = parts[1] == "src" ? parts[2] : "public"
    if (room != "public" && !(room in rank)) fault("no floor has the room " room)
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    split(quoted[2], target, "/")
    other = target[1]
    arrows++
    if (quoted[2] !~ /\//) {
        # A bare name is a header beside the file.
        beside = FILENAME
        sub(/[^\/]*$/, quoted[2], beside)
        if ((getline ignored < beside) < 0) fault("no \"" quoted[2] "\" beside this file")
        close(beside)
        next
    }
    if (quoted[2] in friends && FILENAME !~ friends[quoted[2]]) {
        fault("\"" quoted[2] "\" is private to " friends[quoted[2]])
    }
    if (room == "public") fault("an installed header includes \"" quoted[2] "\"")
    else if (!(other in rank)) fault("\"" quoted[2] "\" is not written as \"room/file.h\"")
    else if (other != room && rank[other] + 0 >= rank[room] + 0) {
        fault(room " includes " other ": the arrow does not point down")
    }
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    header = $0
    sub(/^[^<]*</, "", header)
    sub(/>.*$/, "", header)
    if (header ~ /^nearaid\//) next
    if (header in system_header) {
        if (room == "public" && header !~ /^std/) fault("an installed header includes <" header ">")
        next
    }
    if (!(header in home)) {
        fault("<" header "> is not among the libraries of this project")
    } else if (room != home[header]) {
        fault("<" header "> belongs to " home[header])
    } else if (header in gate && FILENAME != gate[header]) {
        fault("<" header "> is included by " gate[header] " alone")
    } else if (!(header in gate) && FILENAME !~ /\.c$/) {
        fault("<" header "> in a header")
    } else if (header in seen && seen[header] != FILENAME) {
        fault("<" header "> is also included by " seen[header])
    }
    seen[header] = FILENAME
}
END {
    faults += 0
    printf "rooms: %d files, %d inner includes, %d faults\n", files, arrows, faults
    if (files == 0 || arrows == 0) { print "rooms: nothing was read"; exit 2 }
    exit faults > 0
}' "${files[@]}"
