#!/bin/sh
# Install nearaid from this medium, without a network and from no other source.
#
#   ./install.sh FINGERPRINT [PACKAGE...]
#
# FINGERPRINT is that of the key that signed the medium, as you were told it by another way: 40 figures and letters, blanks
# do not matter. PACKAGE: default nearaid nearaidd nearaid-demo nearaid-doc. README.txt says what comes next.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
told=$(printf %s "${1:-}" | tr -d ' ' | tr a-f A-F)
if ! printf %s "$told" | grep -Eq '^[0-9A-F]{40}$'; then
    echo "usage: ./install.sh FINGERPRINT [PACKAGE...]"
    echo "The fingerprint is not on the medium: a person who changed one could change the other. Ask who made it."
    exit 2
fi
shift
if [ "$(id -u)" != 0 ]; then
    echo "install.sh: run it as root: packages are installed for the whole machine"
    exit 2
fi

# The signature is of that key and of no other; apt checks every package by what is signed.
said=$(gpgv --status-fd 1 --keyring "$here/nearaid.gpg" "$here/repo/InRelease" 2>/dev/null) || {
    echo "install.sh: the signature of the medium is bad: nothing is installed"
    exit 1
}
if ! printf '%s\n' "$said" | grep -q "^\[GNUPG:\] VALIDSIG .*$told"; then
    echo "install.sh: the medium is signed by another key than you were told: nothing is installed"
    exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/archives/partial"
escaped=$(printf %s "$here" | sed 's/%/%25/g; s/ /%20/g')
# Apt takes no blank in the name of a keyring.
cp "$here/nearaid.gpg" "$work/nearaid.gpg"
chmod 644 "$work/nearaid.gpg"
echo "deb [signed-by=$work/nearaid.gpg] file:$escaped/repo ./" >"$work/sources.list"
apt() {
    DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes -o Dir::Etc::sourcelist="$work/sources.list" \
        -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$work/lists" -o Dir::Cache::archives="$work/archives" \
        -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o APT::Install-Recommends=false \
        -o Acquire::Languages=none "$@"
}
apt update || {
    echo "install.sh: the index of the medium does not fit its signature: nothing is installed"
    exit 1
}
if [ $# = 0 ]; then
    set -- nearaid nearaidd nearaid-demo nearaid-doc
fi
# All are checked before the first is unpacked.
if ! apt install --download-only "$@" || ! apt install "$@"; then
    echo "install.sh: apt refused; what it says above names the package"
    exit 1
fi
echo "install.sh: installed. README.txt says what comes next."
