#!/usr/bin/env bash
# Read the includes of src and include, and fail on
#   - an arrow to the right: base <- geo <- io <- data <- query <- { http | cli } <- app
#   - a third-party header in more than one file, in a header, or in a layer that may not have it
#   - anything but <nearaid/...> and <std...> in an installed header
#
#   check.sh SOURCE_DIR
set -euo pipefail
cd "$1"

mapfile -t files < <(find src include -name '*.[ch]' -o -name '*.h.in' | LC_ALL=C sort)
# shellcheck disable=SC2016 # the dollars are awk's
awk '
BEGIN {
    split("base geo io data query", order, " ")
    for (i in order) rank[order[i]] = i
    rank["http"] = rank["cli"] = 6
    rank["app"] = 7

    # Third-party headers and the layer each may be used in.
    home["proj.h"] = home["geodesic.h"] = "geo"
    home["shapefil.h"] = home["geos_c.h"] = home["jansson.h"] = home["ini.h"] = "io"
    home["gnutls/gnutls.h"] = home["gnutls/crypto.h"] = "io"
    home["utf8proc.h"] = "io"
    home["xxhash.h"] = "data"
    home["microhttpd.h"] = "http"
    home["zlib.h"] = "io"

    # A library that fills several files has one private header as its gate: only that includes it,
    # and only the files of its own name include the gate.
    gate["geos_c.h"] = "src/io/topology_geos.h"
    friends["io/topology_geos.h"] = "^src/io/topology"

    # C, POSIX and glibc.
    split("assert ctype glob dirent errno fcntl fenv float inttypes limits locale math poll pthread " \
          "semaphore signal spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib " \
          "string strings threads time unistd getopt argp endian netdb " \
          "sys/types sys/stat sys/mman sys/socket sys/time sys/wait sys/epoll sys/eventfd sys/pidfd " \
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
    layer = parts[1] == "src" ? parts[2] : "public"
    if (layer != "public" && !(layer in rank)) fault("unknown layer " layer)
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
    if (layer == "public") fault("an installed header includes \"" quoted[2] "\"")
    else if (!(other in rank)) fault("\"" quoted[2] "\" is not written as \"layer/file.h\"")
    else if (rank[other] > rank[layer]) fault(layer " includes " other ": an arrow to the right")
    else if (rank[other] == rank[layer] && other != layer) fault(layer " includes " other)
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    header = $0
    sub(/^[^<]*</, "", header)
    sub(/>.*$/, "", header)
    if (header ~ /^nearaid\//) next
    if (header in system_header) {
        if (layer == "public" && header !~ /^std/) fault("an installed header includes <" header ">")
        next
    }
    if (!(header in home)) {
        fault("<" header "> is not among the libraries of this project")
    } else if (layer != home[header]) {
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
    printf "layers: %d files, %d inner includes, %d faults\n", files, arrows, faults
    if (files == 0 || arrows == 0) { print "layers: nothing was read"; exit 2 }
    exit faults > 0
}' "${files[@]}"
