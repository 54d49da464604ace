#!/usr/bin/env bash
# The offline medium in a minimal Debian 12 that has no network (unshare -n): it installs and answers; another key, and one
# changed byte of the index, its signature or a package, are refused with nothing installed. Size, time and the page of
# instructions are told, and held where no clock decides.
#
#   test_bundle.sh PROJECT
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/tree.sh" "$1"
make_medium
fingerprint=$(<"$project/build-package/fingerprint")

size=$(du -s --apparent-size -B 1000 "$medium" | cut -f 1)
((size <= 30000)) || fail "the medium has $size kB, at most 30,000"
lines=$(wc -l <"$medium/README.txt")
widest=$(wc -L <"$medium/README.txt")
((lines <= 60 && widest <= 80)) || fail "README.txt is no page: $lines lines of at most $widest"
python3 -c 'import json, sys
document = json.load(open(sys.argv[1], encoding="utf-8"))
names = {package["name"] for package in document["packages"]}
assert document["spdxVersion"] == "SPDX-2.3" and {"nearaidd", "libproj25", "leaflet"} <= names, names
assert all(package.get("checksums") or package["name"] == "leaflet" for package in document["packages"])
ids = {package["SPDXID"] for package in document["packages"]} | {"SPDXRef-DOCUMENT"}
assert all({r["spdxElementId"], r["relatedSpdxElement"]} <= ids for r in document["relationships"])' \
    "$medium/sbom.spdx.json" || fail 'sbom.spdx.json'

# install TREE FINGERPRINT: leaves $status and $work/said.
install() {
    local at=$work/$1
    mkdir -p "$at/mnt"
    cp -r "${2:-$medium}/." "$at/mnt"
    status=0
    unshare -n chroot "$at" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        sh /mnt/install.sh "${3-$fingerprint}" >"$work/said" 2>&1 || status=$?
}

fresh good
mkdir -p "$work/good/mnt"
before=$(date +%s%N)
install good
took=$((($(date +%s%N) - before) / 1000000))
if ((status != 0)); then
    tail -n 20 "$work/said"
    fail "install.sh: status $status"
fi
printf 'bundle: %s kB; installed in %s ms under unshare -n (the aim is 10 s on an idle machine)\n' "$size" "$took"
inside() {
    unshare -n chroot "$work/good" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
}
inside nearaid compile /usr/share/nearaid/tees-demo -o /var/lib/nearaid/current.nad >"$work/said" 2>&1 || fail 'compile there'
inside nearaid ward --snapshot /var/lib/nearaid/current.nad --lat 54.6867 --lon -1.2080 --json >"$work/said" 2>&1 || true
grep -q '"match":"inside"' "$work/said" || fail 'an answer there'
for file in /lib/systemd/system/nearaidd.service /lib/systemd/system/nearaidd.socket; do
    [[ -e $work/good$file ]] || fail "no $file there"
done
[[ $(inside stat -c %U:%G:%a /var/lib/nearaid) == root:nearaid:750 ]] || fail 'the folder of the data'

# refused WHAT: of a medium that is changed nothing is installed.
refused() {
    ((status != 0)) || fail "$1: not refused"
    if chroot "$work/$2" dpkg -s nearaid nearaidd libjansson4 2>/dev/null | grep -q '^Status: install ok'; then
        fail "$1: something is installed"
    fi
    printf 'bundle: %s: %s\n' "$1" "$(grep -m1 '^install.sh:' "$work/said" || tail -n 1 "$work/said")"
}

# spoil FILE: one byte in the middle of it is another.
spoil() {
    python3 -c 'import sys
with open(sys.argv[1], "r+b") as file:
    content = bytearray(file.read())
    content[len(content) // 2] ^= 1
    file.seek(0)
    file.write(content)' "$1"
}
number=0
for file in nearaidd_*.deb libjansson4_*.deb Packages InRelease; do
    number=$((number + 1))
    cp -r "$medium" "$work/changed$number"
    # shellcheck disable=SC2086 # a pattern
    spoil "$(printf '%s\n' "$work/changed$number"/repo/$file)"
    fresh "tree$number"
    install "tree$number" "$work/changed$number"
    refused "a byte of $file changed" "tree$number"
done
fresh other
install other "$medium" 0123456789ABCDEF0123456789ABCDEF01234567
refused 'another key' other
fresh none
install none "$medium" ''
[[ $status == 2 ]] || fail "without a fingerprint: status $status"
exit "$failed"
