# Sourced by the tests that install into a minimal Debian: fresh trees over the one of tools/bundle, that cost nothing.
#
#   project, work (a folder of this run), tree (the minimal one)
# shellcheck shell=bash disable=SC2034
set -euo pipefail

project=$1
tree=${NEARAID_DEBIAN12:-$project/build-test/debian12}
medium=$project/build-package/medium
mounted=()

skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}
((EUID == 0)) || skip 'this wants root'
for program in mmdebstrap unshare apt-ftparchive gpg dpkg-buildpackage; do
    command -v "$program" >/dev/null || skip "there is no $program here (tools/setup package)"
done

work=$(mktemp -d -p /var/tmp nearaid-trees-XXXXXX)
clear_up() {
    local at
    for at in "${mounted[@]}"; do
        umount -R "$at" 2>/dev/null || umount -l "$at" 2>/dev/null || true
    done
    rm -rf --one-file-system -- "$work"
}
trap clear_up EXIT

# Packages and medium, made anew when the sources are newer than they.
make_medium() {
    local newest
    newest=$(cd "$project" && git ls-files -z --cached --others --exclude-standard -- src include web debian data tools docs CMakeLists.txt |
        xargs -0 stat -c %Y 2>/dev/null | sort -n | tail -n 1)
    if [[ ! -e $medium/install.sh || $(stat -c %Y "$medium/install.sh") -lt $newest ]]; then
        "$project/tools/package"
        "$project/tools/bundle"
    fi
}

# fresh NAME: a new tree at $work/NAME, over the minimal one.
fresh() {
    mkdir -p "$work/$1" "$work/$1.upper" "$work/$1.work"
    if mount -t overlay overlay -o "lowerdir=$tree,upperdir=$work/$1.upper,workdir=$work/$1.work" "$work/$1" 2>/dev/null; then
        mounted=("$work/$1" "${mounted[@]}")
    else
        rmdir "$work/$1"
        cp -a "$tree" "$work/$1"
    fi
    # systemd-tmpfiles and the daemon want it.
    mkdir -p "$work/$1/proc"
    mount -t proc proc "$work/$1/proc" || skip 'no proc can be mounted here'
    mounted=("$work/$1/proc" "${mounted[@]}")
}

failed=0
fail() {
    printf 'FAILED %s\n' "$*"
    failed=1
}
